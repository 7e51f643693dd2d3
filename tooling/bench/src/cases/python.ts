import { spawnSync } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import { type Case, type Figure, figure, type RunOptions, roundsOf, type Samples, speed } from '../case.ts'
import { Cloud } from '../cloud.ts'
import { type Comparison, compare } from '../compare.ts'
import { treeOf } from '../paths.ts'
import { writeRandom } from '../source-file.ts'
import { writeTree } from '../tree.ts'
import { downSides, upSides } from './sides.ts'
import { transfers } from './transfer.ts'

type Sides = Comparison['sides']

const mib = 64
const files = 500
const fileBytes = 2000

const upGoal = { atLeast: 3 }
const downGoal = { atLeast: 2 }

/** Why the old library cannot be measured here, if it cannot. */
function whyNot(): string | undefined {
  const command = process.env['KAMAKI_PYTHON']
  if (!command) return 'KAMAKI_PYTHON names no Python that can import kamaki.clients.pithos (tooling/bench/README.md)'
  const { status, error, stderr } = spawnSync(command, ['-c', 'import kamaki.clients.pithos'], { encoding: 'utf8' })
  if (status === 0) return undefined
  return `KAMAKI_PYTHON is ${command}: ${error?.message ?? stderr.trim().split('\n').at(-1)}`
}

const ms = (title: string, side: string): Figure => figure(title, { side, value: 'ms', unit: 'ms' })

/** 64 MiB. */
function large(name: string, sides: Sides, present: 'nothing' | 'stored', figures: readonly Figure[]): Case {
  const write = (path: string): Promise<void> => writeRandom(path, mib)
  return { name, group: 'Python', figures, whyNot, measure: transfers({ sides, rounds: 9, write, present }) }
}

/** 500 files of 2 kB, which the cloud has or the disk. */
function small(name: string, sides: Sides, present: 'cloud' | 'disk', figures: readonly Figure[]): Case {
  const measure = async (options: RunOptions): Promise<{ samples: Samples }> => {
    const folder = await mkdtemp(`${options.folder}/python-`)
    await using cloud = await Cloud.start()
    if (present === 'cloud') await cloud.seed(files, fileBytes)
    else await writeTree(treeOf(folder), files, fileBytes)
    const samples = await compare({
      target: cloud.target,
      folder,
      sides,
      settings: { files, inFlight: 1 },
      rounds: roundsOf(options, 7),
      ...(present === 'disk' && { before: () => cloud.reset() }),
    })
    return { samples }
  }
  return { name, group: 'Python', figures, whyNot, measure }
}

export const pythonCases: readonly Case[] = [
  large('python-up', { ...upSides, python: { module: 'python', side: 'upload' } }, 'nothing', [
    speed('speed of `uploadFile`, 64 MiB of new content, against `upload_object`', 'kamaki', 'python', upGoal),
    speed('speed of one bare PUT of it', 'PUT', 'python'),
    ms('time of `uploadFile`', 'kamaki'),
    ms('time of `upload_object`', 'python'),
  ]),
  large(
    'python-unchanged',
    { kamaki: { module: 'transfers', side: 'upload' }, python: { module: 'python', side: 'upload' } },
    'stored',
    [
      speed('speed of `uploadFile`, 64 MiB that the cloud has, against `upload_object`', 'kamaki', 'python', upGoal),
      ms('time of `uploadFile`', 'kamaki'),
      ms('time of `upload_object`', 'python'),
    ],
  ),
  large('python-down', { ...downSides, python: { module: 'python', side: 'download' } }, 'stored', [
    speed('speed of `downloadFile`, 64 MiB, against `download_object`', 'kamaki', 'python', downGoal),
    speed('speed of one bare GET to a file with one fsync', 'GET', 'python'),
    ms('time of `downloadFile`', 'kamaki'),
    ms('time of `download_object`', 'python'),
  ]),
  small(
    'python-small-up',
    {
      each: { module: 'each-file', side: 'upload' },
      python: { module: 'python', side: 'uploadEach' },
      sync: { module: 'syncs', side: 'up' },
      bare: { module: 'bare-syncs', side: 'up' },
    },
    'disk',
    [
      speed(
        'speed of `uploadFile`, 500 new files of 2 kB one by one, against `upload_object`',
        'each',
        'python',
        upGoal,
      ),
      speed('speed of `syncUp` of them', 'sync', 'python', upGoal),
      speed('speed of bare PUTs one by one', 'bare', 'python'),
      ms('time of `uploadFile`, all of them', 'each'),
      ms('time of `upload_object`, all of them', 'python'),
    ],
  ),
  small(
    'python-small-down',
    {
      each: { module: 'each-file', side: 'download' },
      python: { module: 'python', side: 'downloadEach' },
      'python, fsync': { module: 'python', side: 'downloadEach', settings: { flush: 1 } },
      sync: { module: 'syncs', side: 'down' },
      bare: { module: 'bare-syncs', side: 'down' },
    },
    'cloud',
    [
      speed(
        'speed of `downloadFile`, 500 files of 2 kB one by one, against `download_object`',
        'each',
        'python',
        downGoal,
      ),
      speed('against `download_object` with an fsync of each file and of its directory', 'each', 'python, fsync'),
      speed('speed of `syncDown` of them, against `download_object`', 'sync', 'python', downGoal),
      speed('speed of bare GETs one by one, to files with an fsync each', 'bare', 'python'),
      ms('time of `downloadFile`, all of them', 'each'),
      ms('time of `download_object`, all of them', 'python'),
    ],
  ),
]

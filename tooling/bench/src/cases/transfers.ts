import { type Case, figure, ratio, speed } from '../case.ts'
import { writeRandom, writeSparse } from '../source-file.ts'
import { downSides, upSides } from './sides.ts'
import { transfers } from './transfer.ts'

const mib = 256
const sparseMib = 512
const sparseContentMib = 16

const memory = (what: string) =>
  figure(`memory of the process, at most, ${what}`, { side: 'kamaki', value: 'peakMiB', unit: 'MiB' })
const rate = (side: string, words: string) =>
  figure(words, { side, value: 'ms', unit: 's for each GiB', per: (mib / 1024) * 1000 })

export const transferCases: readonly Case[] = [
  {
    name: 'upload',
    group: 'Transfers',
    figures: [
      speed(
        'speed of `uploadFile`, 256 MiB of new content, against the same blocks sent without hashing',
        'kamaki',
        'blocks',
        { atLeast: 1 },
      ),
      speed("the same with `dedupe: 'previous'`", 'kamaki, previous', 'blocks', { atLeast: 1 }),
      speed('the same by built-in `fetch`', 'kamaki, built-in fetch', 'blocks'),
      speed('`uploadFile` against one PUT of the file', 'kamaki', 'PUT'),
      rate('kamaki', 'time of `uploadFile`'),
      memory('uploading'),
    ],
    measure: transfers({
      sides: {
        ...upSides,
        blocks: { module: 'bare-transfers', side: 'putBlocks' },
        'kamaki, previous': { module: 'transfers', side: 'uploadPrevious' },
        'kamaki, built-in fetch': { module: 'transfers', side: 'upload', settings: { builtIn: 1 } },
      },
      rounds: 7,
      write: (path) => writeRandom(path, mib),
      present: 'nothing',
    }),
  },
  {
    name: 'download',
    group: 'Transfers',
    figures: [
      speed('speed of `downloadFile`, 256 MiB, verified, against one GET to a file with one fsync', 'kamaki', 'GET', {
        atLeast: 0.7,
      }),
      speed('the same against one GET that also hashes each block', 'kamaki', 'GET, hashing', { atLeast: 1 }),
      speed('the same against one GET that keeps nothing', 'kamaki', 'GET to nowhere'),
      speed('the same by built-in `fetch`, against one GET to a file', 'kamaki, built-in fetch', 'GET'),
      rate('kamaki', 'time of `downloadFile`'),
      memory('downloading'),
    ],
    measure: transfers({
      sides: {
        ...downSides,
        'GET, hashing': { module: 'bare-transfers', side: 'getHashing' },
        'GET to nowhere': { module: 'bare-transfers', side: 'getNowhere' },
        'kamaki, built-in fetch': { module: 'transfers', side: 'download', settings: { builtIn: 1 } },
      },
      rounds: 7,
      write: (path) => writeRandom(path, mib),
      present: 'stored',
    }),
  },
  {
    name: 'unchanged',
    group: 'Transfers',
    figures: [
      ratio(
        'time of `uploadFile` of unchanged content, against SHA-256 of the file on one thread',
        'kamaki',
        'SHA-256',
        'ms',
        { atMost: 0.6 },
      ),
    ],
    measure: transfers({
      sides: {
        kamaki: { module: 'transfers', side: 'upload' },
        'SHA-256': { module: 'bare-transfers', side: 'hashSource' },
      },
      rounds: 9,
      write: (path) => writeRandom(path, mib),
      present: 'stored',
    }),
  },
  {
    name: 'changed',
    group: 'Transfers',
    figures: [
      ratio(
        'time of `uploadFile` of 256 MiB of which a block of 4 MiB changed, against one PUT of all of it',
        'kamaki',
        'PUT',
        'ms',
      ),
      figure('content that is sent', { side: 'kamaki', value: 'sentMiB', unit: 'MiB' }),
    ],
    measure: transfers({
      sides: {
        kamaki: { module: 'transfers', side: 'uploadChanged' },
        PUT: { module: 'bare-transfers', side: 'put' },
      },
      rounds: 7,
      write: (path) => writeRandom(path, mib),
      present: 'stored',
    }),
  },
  {
    name: 'sparse-up',
    group: 'Transfers',
    figures: [
      ratio(
        'time of `uploadFile` of a sparse file of 512 MiB with 16 MiB in it, against one PUT',
        'kamaki',
        'PUT',
        'ms',
      ),
      figure('content that is sent', { side: 'kamaki', value: 'sentMiB', unit: 'MiB' }),
    ],
    measure: transfers({
      sides: upSides,
      rounds: 5,
      write: (path) => writeSparse(path, sparseMib, sparseContentMib),
      present: 'nothing',
    }),
  },
  {
    name: 'sparse-down',
    group: 'Transfers',
    figures: [
      ratio('time of `downloadFile` of the same, against one GET to a file', 'kamaki', 'GET', 'ms'),
      figure('content that is received', { side: 'kamaki', value: 'receivedMiB', unit: 'MiB' }),
    ],
    measure: transfers({
      sides: downSides,
      rounds: 5,
      write: (path) => writeSparse(path, sparseMib, sparseContentMib),
      present: 'stored',
    }),
  },
]

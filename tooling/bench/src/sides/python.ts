// The old Python library, where there is one: this process hands the orders on to a Python.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Sample } from '../case.ts'
import { containerName, pythonProgram } from '../paths.ts'
import type { CreateSide } from '../side.ts'
import { objectNames } from '../tree.ts'
import { setting } from './in-flight.ts'

const sideOf =
  (side: 'upload' | 'download' | 'upload_each' | 'download_each'): CreateSide =>
  async ({ target, folder, settings }) => {
    const names = side.endsWith('each') ? objectNames(setting(settings, 'files')) : []
    // The library leaves it to the system when what it wrote is on the disk.
    const isFlushed = settings['flush'] === 1
    const given = JSON.stringify({ side, target, folder, names, isFlushed, container: containerName })
    const python = spawn(process.env['KAMAKI_PYTHON'] ?? '', [fileURLToPath(pythonProgram), given], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    const answers = createInterface(python.stdout)[Symbol.asyncIterator]()
    const ask = async (order: string): Promise<unknown> => {
      python.stdin.write(`${JSON.stringify(order)}\n`)
      const { done, value } = await answers.next()
      if (done) throw new Error('The Python ended: what it says of that stands above')
      return JSON.parse(value)
    }
    return {
      prepare: async () => void (await ask('prepare')),
      // Its own time and CPU: they stand in place of those of this process.
      run: async () => (await ask('run')) as Sample,
      close: async () => void python.stdin.end(),
    }
  }

export const upload: CreateSide = sideOf('upload')
export const download: CreateSide = sideOf('download')
export const uploadEach: CreateSide = sideOf('upload_each')
export const downloadEach: CreateSide = sideOf('download_each')

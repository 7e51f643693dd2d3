import { describe, inject, it } from 'vitest'
import { checks } from '../src/checks/index.ts'

const { emulator } = inject('places')
const worker = new Worker(new URL('../src/worker.ts', import.meta.url), { type: 'module' })

function inWorker(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.onerror = (event) => reject(new Error(`The worker failed: ${event.message}`))
    worker.onmessage = ({ data: { failure } }: MessageEvent<{ failure: string | undefined }>) =>
      failure === undefined ? resolve() : reject(new Error(failure))
    worker.postMessage({ name, place: emulator })
  })
}

describe('a Web Worker', () => {
  for (const { name } of checks) it(`${name} (on the emulator)`, () => inWorker(name))
})

import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Worker } from 'node:worker_threads'
import { fileSource } from '@kamaki/pithos/node'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { threads } from '../../../src/node/files/hash-threads.ts'

const size = 16_777_216
const directory = mkdtempSync(join(tmpdir(), 'kamaki-threads-'))
const path = join(directory, 'file')
const memory = { take: (length: number) => new Uint8Array(length), give: () => undefined }

beforeAll(() => writeFileSync(path, new Uint8Array(size).fill(7)))
afterAll(() => rmSync(directory, { recursive: true }))

describe('files that are hashed in place', () => {
  it('are closed when nobody reads them any more, and what nobody has begun with is dropped', async () => {
    const source = await fileSource(path)
    const settled: string[] = []
    for (let block = 0; block < 4; block++) {
      source.hashBlock!(block * 4_194_304, 4_194_304, 'sha256', memory).then(
        () => settled.push('hashed'),
        () => settled.push('dropped'),
      )
    }
    await source.close()
    expect(settled.sort()).toEqual(['dropped', 'dropped', 'hashed', 'hashed'])
  })

  it('are hashed here when a thread is ended in the middle of it', async () => {
    const workers: Worker[] = []
    const onWorker = (worker: Worker): number => workers.push(worker)
    process.on('worker', onWorker)
    const large = join(directory, 'large')
    writeFileSync(large, '')
    truncateSync(large, 2 ** 30)
    const handle = await open(large)
    try {
      threads.start()
      const part = { fd: handle.fd, position: 0, length: 2 ** 29 }
      let work: Promise<unknown> | undefined
      const begin = (): boolean => {
        work = threads.hashPart('sha256', part)
        return work !== undefined
      }
      await vi.waitUntil(begin, { timeout: 10_000 })
      const ended = expect(work).rejects.toThrow('A thread that hashes blocks failed')
      await Promise.all(workers.map((worker) => worker.terminate()))
      await ended
      expect(threads.hashPart('sha256', part)).toBeUndefined()
    } finally {
      process.off('worker', onWorker)
      await handle.close()
    }
    const source = await fileSource(path)
    const { hash } = await source.hashBlock!(0, size, 'sha256', memory)
    expect(hash).toBe(createHash('sha256').update(new Uint8Array(size).fill(7)).digest('hex'))
    await source.close()
  })

  it('are hashed by threads that load nothing of what NODE_OPTIONS name', async () => {
    const [preload, mark] = [join(directory, 'preload.cjs'), join(directory, 'loaded')]
    writeFileSync(preload, `require('node:fs').appendFileSync(${JSON.stringify(mark)}, 'x')`)
    const child = fileURLToPath(new URL('threads-child.ts', import.meta.url))
    const env = { ...process.env, NODE_OPTIONS: `--require ${JSON.stringify(preload)}` }
    const run = async (file: string): Promise<{ stdout: string; loadings: number }> => {
      writeFileSync(mark, '')
      const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', child, file], { env })
      return { stdout, loadings: readFileSync(mark).length }
    }
    // The loader of this test's TypeScript may have a thread as well.
    const without = await run('')
    expect(without.loadings).toBeGreaterThan(0)
    const { stdout, loadings } = await run(path)
    expect(stdout).toContain(createHash('sha256').update(new Uint8Array(3).fill(7)).digest('hex'))
    expect(loadings).toBe(without.loadings)
  })
})

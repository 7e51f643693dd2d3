import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
})

import * as files from 'node:fs'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEmulator } from '@kamaki/emulator'
import { afterAll, describe, expect, test } from 'vitest'
import type { RecordLine } from '../../src/base/records.ts'
import { StateLog } from '../../src/server/storage/state-log.ts'

const root = mkdtempSync(join(tmpdir(), 'kamaki-log-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const HEADER = { blockSize: 1, blocks: 'blocks-1' }
const big = (word: string) => word.repeat(300_000)

describe('a log', () => {
  test('has changes that hold together whole or not at all, however many lines they are', () => {
    const log = StateLog.create(files, root, HEADER, [['a', '1', 'first']])
    const { size } = log
    const changes: RecordLine[] = ['one', 'two', 'three', 'four', 'five', 'six'].map((word) => ['a', word, big(word)])
    log.append(changes)
    log.close()
    const path = join(root, 'state.log')
    const whole = readFileSync(path)
    const lines = whole.toString('utf8').split('\n')
    expect(lines.length).toBeGreaterThan(5)
    const read = () => {
      const again = StateLog.open(files, root)
      const found = [...again.changes()]
      again.close()
      return found
    }
    expect(read()).toEqual([['a', '1', 'first'], ...changes])
    for (const cut of [
      size + 1,
      size + 9,
      ...[3, 4, 5].map((count) => lines.slice(0, count).join('\n').length + 1),
      whole.length - 1,
    ]) {
      writeFileSync(path, whole.subarray(0, cut))
      expect(read()).toEqual([['a', '1', 'first']])
      expect(statSync(path).size).toBe(size)
    }
  })

  test('that cannot be written to has nothing of what failed, and goes on', () => {
    let failing = false
    const failingFiles = {
      ...files,
      writeSync: (fd: number, bytes: Uint8Array, at: number, length: number, position: number) => {
        if (!failing) return files.writeSync(fd, bytes, at, length, position)
        files.writeSync(fd, bytes, at, 5, position)
        throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
      },
    } as typeof files
    const log = StateLog.create(failingFiles, root, HEADER, [['a', '1', 'first']])
    failing = true
    expect(() => log.append([['a', '2', 'second']])).toThrow('ENOSPC')
    failing = false
    log.append([['a', '3', undefined]])
    log.close()
    expect([...StateLog.open(files, root).changes()]).toEqual([
      ['a', '1', 'first'],
      ['a', '3'],
    ])
  })
})

test('a log that has grown is written anew while the cloud goes on', async () => {
  const state = join(root, 'state')
  const options = { state, blockSize: 65_536, clock: 'manual' } as const
  const emulator = createEmulator(options)
  const { token, uuid } = emulator.env().users.alice
  const call = async (method: string, path: string, body?: string, headers: Record<string, string> = {}) => {
    const response = await emulator.fetch(`/pithos/object-store/v1/${uuid}${path}`, {
      method,
      headers: { 'X-Auth-Token': token, 'Content-Type': 'text/plain', ...headers },
      ...(body !== undefined && { body }),
    })
    expect(response.status, `${method} ${path}`).toBeLessThan(300)
  }
  const size = () => statSync(join(state, 'state.log')).size
  await call('PUT', '/c', undefined, { 'X-Container-Policy-Versioning': 'none' })
  await call('PUT', '/c/nothing', '')
  const hash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
  const hashmap = JSON.stringify({ bytes: 10_000 * 65_536, hashes: Array(10_000).fill(hash) })
  let most = 0
  let written = 0
  for (let round = 0; round < 60 && written < 3; round++) {
    await call('PUT', `/c/${round % 2}?hashmap&format=json`, hashmap)
    // Things that come, change and go while it is written.
    await call('PUT', `/d${round}`)
    await call('PUT', `/d${round}/o`, `content ${round}`)
    if (round > 5) {
      await call('DELETE', `/d${round - 5}/o`)
      await call('POST', `/c/${round % 2}?update`, undefined, { 'X-Object-Meta-Round': String(round) })
    }
    await new Promise((resolve) => setTimeout(resolve, 5))
    if (size() < most) written++
    most = written > 0 && size() < most ? size() : Math.max(most, size())
  }
  expect(written).toBe(3)
  const before = await emulator.export()
  await emulator.close()
  expect(existsSync(join(state, 'state.log.new'))).toBe(false)
  const again = createEmulator(options)
  expect((await again.export()) === before).toBe(true)
  await again.close()
}, 60_000)

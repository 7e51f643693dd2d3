import * as files from 'node:fs'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEmulator, StateError } from '@kamaki/emulator'
import { afterAll, describe, expect, test } from 'vitest'
import type { RecordLine } from '../../src/base/records.ts'
import { StateLog } from '../../src/server/storage/state-log.ts'

const root = mkdtempSync(join(tmpdir(), 'kamaki-damage-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const path = join(root, 'state.log')

/** A log of five changes, as lines. */
function lines(): string[] {
  const log = StateLog.create(files, root, { blockSize: 1, blocks: 'blocks-1' }, [['a', '1', 'first']])
  for (const word of ['two', 'three', 'four', 'five']) log.append([['a', word, word]])
  log.close()
  return readFileSync(path, 'utf8').split('\n').slice(0, -1)
}

function read(content: string | Uint8Array): RecordLine[] | StateError {
  writeFileSync(path, content)
  const log = StateLog.open(files, root)
  try {
    return [...log.changes()]
  } catch (error) {
    return error as StateError
  } finally {
    log.close()
  }
}

const written = (all: readonly string[]) => `${all.join('\n')}\n`

describe('a log in which', () => {
  test.each<[what: string, change: (lines: string[]) => unknown, line: number]>([
    ['a line is missing', (all) => all.splice(2, 1), 2],
    ['a line is there twice', (all) => all.splice(3, 0, all[2] ?? ''), 3],
    ['two lines have changed places', (all) => all.splice(2, 2, all[3] ?? '', all[2] ?? ''), 2],
    ['a line break is missing', (all) => all.splice(2, 2, `${all[2]}${all[3]}`), 2],
    ['the last line was changed', (all) => all.splice(5, 1, (all[5] ?? '').replace('five', 'fife')), 5],
    ['something else was added', (all) => all.push('# edited'), 6],
    ['a line of another log was added', (all) => all.push(all[1] ?? ''), 6],
    ['a line is empty', (all) => all.splice(4, 0, ''), 4],
    ['a line was written to its end by half', (all) => all.splice(2, 1, (all[2] ?? '').slice(0, 20)), 2],
  ])('%s is damaged, and the message says where and what to do', (_what, change, line) => {
    const all = lines()
    const good = written(all.slice(0, line)).length
    change(all)
    const error = read(written(all))
    expect(error).toBeInstanceOf(StateError)
    expect(error).toMatchObject({ code: 'damaged', message: expect.stringContaining(`damaged at byte ${good}:`) })
    expect(String(error)).toContain(`truncate -s ${good} '${path}'`)
    expect(readFileSync(path, 'utf8')).toBe(written(all))
    // What the message says helps.
    expect(read(written(all).slice(0, good))).toHaveLength(line - 1)
  })

  test('the cloud itself is cut is damaged, and is neither cut further nor to be gone on with', () => {
    const [header = '', cloud = ''] = lines()
    for (const length of [0, 1, 8, 9, 20, cloud.length]) {
      const content = `${header}\n${cloud.slice(0, length)}`
      const error = read(content)
      expect(error, String(length)).toMatchObject({ code: 'damaged' })
      expect(String(error)).not.toContain('truncate')
      expect(readFileSync(path, 'utf8')).toBe(content)
    }
    expect(read(`${header}\n${cloud}\n`)).toHaveLength(1)
  })

  test('something follows that is not the beginning of a line is damaged', () => {
    const all = written(lines())
    for (const end of ['# edited', 'ffffffff', '12345678 {"a', '\0\0\0', '12345678 [["a","six"', '1234'])
      expect([end, read(all + end) instanceof StateError]).toEqual([end, /^# |\{/.test(end)])
  })
})

describe('a state directory in which', () => {
  test('the log cannot be written anew goes on, and closes', async () => {
    const state = join(root, 'rewrite')
    const errors: unknown[] = []
    const options = { state, blockSize: 65_536, onError: (error: unknown) => errors.push(error) }
    const emulator = createEmulator(options)
    // Nobody can write a file where a directory is.
    mkdirSync(join(state, 'state.log.new'))
    const { token, uuid } = emulator.env().users.alice
    const call = (method: string, target: string, body?: string) =>
      emulator.fetch(`/pithos/object-store/v1/${uuid}${target}`, {
        method,
        headers: { 'X-Auth-Token': token, 'Content-Type': 'text/plain', 'X-Container-Policy-Versioning': 'none' },
        ...(body !== undefined && { body }),
      })
    await call('PUT', '/c')
    await call('PUT', '/c/nothing', '')
    const hash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    const hashmap = JSON.stringify({ bytes: 10_000 * 65_536, hashes: Array(10_000).fill(hash) })
    for (let round = 0; round < 12; round++)
      expect((await call('PUT', `/c/${round % 2}?hashmap&format=json`, hashmap)).status).toBe(201)
    expect(statSync(join(state, 'state.log')).size).toBeGreaterThan(6e6)
    expect(errors.length).toBeGreaterThan(0)
    expect(errors.length).toBeLessThan(4)
    const before = await emulator.export()
    await emulator.close()
    rmSync(join(state, 'state.log.new'), { recursive: true })
    const again = createEmulator(options)
    expect((await again.export()) === before).toBe(true)
    await again.close()
  })

  test('nothing can be made is unusable', () => {
    writeFileSync(join(root, 'file'), '')
    for (const state of [join(root, 'file'), join(root, 'file', 'below'), join(root, 'x'.repeat(300))]) {
      const create = () => createEmulator({ state })
      expect(create).toThrow(StateError)
      expect(create).toThrow(`The state directory ${state} cannot be used: E`)
    }
  })
})

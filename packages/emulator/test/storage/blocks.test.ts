import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEmulator, type Emulator, StateError } from '@kamaki/emulator'
import { DiskBlocks } from '@kamaki/emulator/node'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { FileBlocks } from '../../src/server/storage/file-blocks.ts'
import { machineFiles } from '../../src/server/storage/files.ts'

const root = mkdtempSync(join(tmpdir(), 'kamaki-blocks-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const open: Emulator[] = []
afterEach(async () => {
  for (const emulator of open.splice(0)) await emulator.close()
})

let count = 0
const newDirectory = () => join(root, String(count++))

function start(state: string | undefined): Emulator {
  const emulator = createEmulator({ state, clock: 'manual' })
  open.push(emulator)
  return emulator
}

async function call(emulator: Emulator, method: string, path: string, body?: string): Promise<Response> {
  const { token, uuid } = emulator.env().users.alice
  const headers = { 'X-Auth-Token': token, 'Content-Type': 'text/plain' }
  return emulator.fetch(`/pithos/object-store/v1/${uuid}${path}`, {
    method,
    headers,
    ...(body !== undefined && { body }),
  })
}

const blockFiles = (state: string): string[] =>
  readdirSync(state, { recursive: true, encoding: 'utf8' }).filter((name) => /blocks-\d+\/..\//.test(name))

/** Makes files older by two days. */
function age(state: string, names: readonly string[]): void {
  const then = Date.now() / 1000 - 2 * 24 * 3600
  for (const name of names) utimesSync(join(state, name), then, then)
}

/** What the next emulator finds. */
async function restart(state: string): Promise<Emulator> {
  await open.pop()?.close()
  return start(state)
}

describe('block files of a state directory', () => {
  test('that no object needs go a day later, when an emulator starts', async () => {
    const state = newDirectory()
    const emulator = start(state)
    await call(emulator, 'PUT', '/c')
    await call(emulator, 'PUT', '/c/kept', 'kept')
    await call(emulator, 'PUT', '/c/kept', 'kept as a version')
    const needed = blockFiles(state)
    expect((await call(emulator, 'PUT', '/c/gone', 'gone')).status).toBe(201)
    await call(emulator, 'DELETE', '/c/gone')
    expect((await call(emulator, 'DELETE', `/c/gone?until=${Math.ceil(emulator.clock.now() / 1000) + 1}`)).status).toBe(
      204,
    )
    const all = blockFiles(state)
    expect(all.length).toBe(needed.length + 1)
    // Somebody may be about to put blocks together that were just uploaded.
    await restart(state)
    expect(blockFiles(state)).toEqual(all)
    age(state, all)
    const again = await restart(state)
    expect(blockFiles(state)).toEqual(needed)
    expect(await (await call(again, 'GET', '/c/kept')).text()).toBe('kept as a version')
    expect(await again.export()).toContain('"text":"kept"')
  })

  test('that were being written when the process was killed go at the next start', async () => {
    const state = newDirectory()
    const emulator = start(state)
    await call(emulator, 'PUT', '/c')
    await call(emulator, 'PUT', '/c/o', 'content')
    const all = blockFiles(state)
    const left = `${all[0]}.999.0`
    writeFileSync(join(state, left), 'cont')
    await restart(state)
    expect(blockFiles(state)).toEqual(all)
  })

  test('that cannot be written leave nothing behind', async () => {
    const directory = newDirectory()
    const failing = () => {
      throw new Error('ENOSPC: no space left on device')
    }
    const files = machineFiles()
    const promises = { ...files.promises, rename: async () => failing() }
    const blocks = new FileBlocks({ ...files, renameSync: failing, promises } as unknown as typeof files, directory)
    expect(() => blocks.put('aa11', new Uint8Array(10))).toThrow('ENOSPC')
    await expect(blocks.put('bb22', new Uint8Array(100_000))).rejects.toThrow('ENOSPC')
    expect(readdirSync(directory, { recursive: true })).toEqual(['aa', 'bb'])
    expect(await blocks.get('bb22')).toBeUndefined()
  })
})

describe('an export', () => {
  test.each([
    ['missing', (file: string) => rmSync(file)],
    ['damaged', (file: string) => writeFileSync(file, 'contend')],
  ])('in which a block would be %s is rejected with its hash', async (problem, spoil) => {
    const state = newDirectory()
    const emulator = start(state)
    await call(emulator, 'PUT', '/c')
    await call(emulator, 'PUT', '/c/o', 'content')
    const [file = ''] = blockFiles(state)
      .filter((name) => /blocks-1\/d/.test(name) || true)
      .slice(-1)
    spoil(join(state, file))
    const error = await emulator.export().catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(StateError)
    expect(error).toMatchObject({ code: 'damaged', message: expect.stringContaining(problem) })
    expect(String(error)).toContain(file.split('/').at(-1))
  })
})

describe('an import that fails', () => {
  const fixture = async () => {
    const emulator = start(undefined)
    await call(emulator, 'PUT', '/new')
    await call(emulator, 'PUT', '/new/o', 'new content')
    return emulator.export()
  }

  /** A cloud with an object, and something planned. */
  const cloud = async (state: string | undefined, options: { blocks?: FileBlocks } = {}) => {
    const emulator = createEmulator({ state, clock: 'manual', ...options })
    open.push(emulator)
    await call(emulator, 'PUT', '/old')
    await call(emulator, 'PUT', '/old/o', 'old content')
    emulator.clock.after(1000, () => {})
    return emulator
  }

  const unchanged = async (emulator: Emulator, before: string, pending: number) => {
    expect((await emulator.export()) === before).toBe(true)
    expect(emulator.clock.pending).toBe(pending)
    expect(await (await call(emulator, 'GET', '/old/o')).text()).toBe('old content')
    expect((await call(emulator, 'GET', '/new')).status).toBe(404)
  }

  test('since a block is not in it changes nothing', async () => {
    const exported = (await fixture()).replace(/^ *"[0-9a-f]{64}": \{"text":"new content"\},?\n/m, '')
    const emulator = await cloud(newDirectory())
    const [before, pending] = [await emulator.export(), emulator.clock.pending]
    const error = await emulator
      .import(exported.replace(/,\n {2}\}\n\}/, '\n  }\n}'))
      .catch((reason: unknown) => reason)
    expect(String(error)).toMatch(/The fixture is damaged: block [0-9a-f]{64}, which an object needs, is not in it/)
    await unchanged(emulator, before, pending)
  })

  test('since its blocks cannot be kept changes nothing', async () => {
    const exported = await fixture()
    const blocks = new FileBlocks(machineFiles(), newDirectory())
    const emulator = await cloud(undefined, { blocks })
    const [before, pending] = [await emulator.export(), emulator.clock.pending]
    const put = blocks.put.bind(blocks)
    let left = 1
    blocks.put = (hash, block) => {
      if (left-- > 0) return put(hash, block)
      throw new Error('ENOSPC: no space left on device')
    }
    await expect(emulator.import(exported)).rejects.toThrow('ENOSPC')
    await unchanged(emulator, before, pending)
  })

  test('since its log cannot be written changes nothing, also the next time', async () => {
    const exported = await fixture()
    const state = newDirectory()
    const emulator = await cloud(state)
    const [before, pending] = [await emulator.export(), emulator.clock.pending]
    // Nobody can write a file where a directory is.
    const draft = join(state, 'state.log.new')
    machineFiles().mkdirSync(draft)
    const error = await emulator.import(exported).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'unusable', message: expect.stringContaining(`${state} cannot be written to`) })
    expect(() => emulator.reset()).toThrow(StateError)
    await unchanged(emulator, before, pending)
    expect(readdirSync(state).filter((name) => name.startsWith('blocks-'))).toEqual(['blocks-1'])
    rmSync(draft, { recursive: true })
    const again = await restart(state)
    expect((await again.export()) === before).toBe(true)
    await again.import(exported)
    expect(await (await call(again, 'GET', '/new/o')).text()).toBe('new content')
    expect(existsSync(join(state, 'blocks-1'))).toBe(false)
  })

  test('since its directory is gone changes nothing', async () => {
    const exported = await fixture()
    const state = newDirectory()
    const emulator = await cloud(state)
    const [before, pending] = [await emulator.export(), emulator.clock.pending]
    renameSync(state, `${state}-elsewhere`)
    writeFileSync(state, '')
    const error = await emulator.import(exported).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'unusable', message: expect.stringContaining(`${state} cannot be written to`) })
    rmSync(state)
    renameSync(`${state}-elsewhere`, state)
    await unchanged(emulator, before, pending)
  })

  test('does no harm to another that is under way', async () => {
    const exported = await fixture()
    const emulator = await cloud(newDirectory())
    await Promise.all([emulator.import(exported), emulator.import(exported), emulator.reset()])
    expect(await (await call(emulator, 'GET', '/new/o')).text()).toBe('new content')
  })
})

test('DiskBlocks removes what processes that are gone have left half written, and nothing else', async () => {
  const data = newDirectory()
  const folder = join(data, 'blocks', 'ab')
  mkdirSync(folder, { recursive: true })
  const gone = spawnSync(process.execPath, ['-e', '']).pid
  const [old, earlier] = [`abc.${gone}.0`, `abc.${process.pid}.0`]
  const kept = ['abcdef', `abd.${gone}.0`, `abc.${process.ppid}.0`, `abd.${process.pid}.7`, 'notes.txt']
  for (const name of [old, earlier, ...kept]) writeFileSync(join(folder, name), 'half')
  // Two days old: a whole block, and what a process that lives may yet come back to.
  age(folder, [old, earlier, 'abcdef', `abc.${process.ppid}.0`])
  new DiskBlocks(data)
  await vi.waitFor(() => expect(readdirSync(folder)).not.toContain(earlier))
  await vi.waitFor(() => expect(readdirSync(folder).sort()).toEqual(kept.sort()))
})

test('two stores of one process write the same block into the same directory', async () => {
  const data = newDirectory()
  const block = new Uint8Array(200_000).fill(7)
  const hash = 'ab'.repeat(32)
  await Promise.all(Array.from({ length: 8 }, () => new DiskBlocks(data).put(hash, block)))
  expect((await new DiskBlocks(data).get(hash))?.length).toBe(200_000)
  expect(readdirSync(join(data, 'blocks', 'ab'))).toEqual([hash])
})

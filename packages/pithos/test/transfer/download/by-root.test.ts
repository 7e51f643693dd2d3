import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PithosObject, ProgressListener, TransferProgress } from '@kamaki/pithos'
import { downloadFile } from '@kamaki/pithos/node'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testCloud } from '../../cloud.ts'
import { someBytes } from '../content.ts'

const block = 65_536
const count = 80
const cloud = testCloud({ blockSize: block })
/** More than is held in memory at once. */
const content = someBytes(block * count - 5)
let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kamaki-'))
  path = join(folder, 'file')
  await cloud.clean()
  await cloud.alice.container('box').create()
})
afterEach(async () => {
  cloud.emulator.faults.clear()
  await rm(folder, { recursive: true })
})

/** The object as a client of a single slot sees it that does not know how the cloud cuts content, or has seen it. */
async function seen(bytes: Uint8Array, knows: boolean = true): Promise<PithosObject> {
  await cloud.alice.container('box').object('file').upload(bytes)
  const container = cloud.client('alice', { concurrency: 1 }).container('box')
  if (knows) await container.object('file').download({ singleRequestBytes: 0 }).bytes()
  cloud.requests.length = 0
  return container.object('file')
}

const kinds = (): string[] =>
  cloud.requests.map((request) => /hashmap/.exec(request)?.[0] ?? (/version/.test(request) ? 'part' : 'content'))

const ways = {
  'a file': async (object: PithosObject, onProgress?: ProgressListener) => {
    const result = await downloadFile(object, path, { onProgress })
    expect(await readdir(folder)).toEqual(['file'])
    return { result, bytes: await readFile(path) }
  },
  memory: async (object: PithosObject, onProgress?: ProgressListener) => {
    const download = object.download({ onProgress })
    const bytes = await download.bytes()
    return { bytes: Buffer.from(bytes), result: download.result }
  },
}

describe.each(Object.keys(ways) as (keyof typeof ways)[])('content of many blocks, to %s', (way) => {
  const fetched = ways[way]

  it('takes one request, and is verified by the hash of the object', async () => {
    const { bytes, result } = await fetched(await seen(content))
    expect(bytes.equals(content)).toBe(true)
    expect(result).toMatchObject({ verified: true, transferred: content.length })
    expect(kinds()).toEqual(['content'])
  })

  it('is not fetched again where the cloud cuts it otherwise than most do', async () => {
    const object = await seen(content, false)
    const { bytes, result } = await fetched(object)
    expect(bytes.equals(content)).toBe(true)
    expect(result).toMatchObject({ verified: true, transferred: content.length })
    expect(kinds()).toEqual(['content', 'hashmap'])
    await rm(path, { force: true })
    cloud.requests.length = 0
    await fetched(object)
    expect(kinds()).toEqual(['content'])
  })

  it('of which blocks arrive wrong is right in the end, and only these are fetched again', async () => {
    for (const knows of [true, false]) {
      await rm(path, { force: true })
      const object = await seen(content, knows)
      const wrong = { kind: 'corrupt', bytes: 2 } as const
      cloud.emulator.faults.add({ method: 'GET', path: '*/box/file?format*', times: 1, fault: wrong })
      const { bytes, result } = await fetched(object)
      expect(bytes.equals(content)).toBe(true)
      expect(result?.verified).toBe(true)
      const again = (result?.transferred ?? 0) - content.length
      expect(again).toBeGreaterThanOrEqual(block - 5)
      expect(again).toBeLessThanOrEqual(2 * block)
      expect(kinds().slice(0, 2)).toEqual(['content', 'hashmap'])
    }
  })

  it('tells of progress that never goes back within a phase, though blocks arrive wrong', async () => {
    for (const knows of [true, false]) {
      await rm(path, { force: true })
      const object = await seen(content, knows)
      const wrong = { kind: 'corrupt', bytes: 2 } as const
      cloud.emulator.faults.add({ method: 'GET', path: '*/box/file?format*', times: 1, fault: wrong })
      const told: TransferProgress[] = []
      await fetched(object, (progress) => told.push({ ...progress }))
      for (const [index, { phase, loaded, fraction }] of told.entries()) {
        const before = told[index - 1]
        if (before?.phase === phase) expect(loaded).toBeGreaterThanOrEqual(before.loaded)
        expect(fraction ?? 0).toBeGreaterThanOrEqual(before?.fraction ?? 0)
        expect(loaded).toBeLessThanOrEqual(content.length)
      }
      expect(told.at(-1)).toMatchObject({ phase: 'done', fraction: 1 })
    }
  })

  it('goes on where the connection broke off, without a hashmap', async () => {
    const object = await seen(content)
    const breaks = { kind: 'truncate', afterBytes: 30 * block + 7 } as const
    cloud.emulator.faults.add({ method: 'GET', path: '*/box/file?format*', times: 1, fault: breaks })
    const { bytes, result } = await fetched(object)
    expect(bytes.equals(content)).toBe(true)
    expect(result?.verified).toBe(true)
    expect(kinds()).toEqual(['content', 'part'])
    expect(result?.transferred).toBeLessThan(content.length + block)
  })

  it.each([
    ['zero bytes', 0],
    ['equal ones', 7],
  ])('of which most blocks are %s is asked for its hashmap, and they are not fetched', async (_name, fill) => {
    const sparse = content.slice()
    sparse.fill(fill, 10 * block, 70 * block)
    for (const knows of [true, false]) {
      await rm(path, { force: true })
      const { bytes, result } = await fetched(await seen(sparse, knows))
      expect(bytes.equals(sparse)).toBe(true)
      expect(result?.verified).toBe(true)
      if (!knows) continue
      expect(kinds()).toEqual(['content', 'hashmap', ...kinds().slice(2)])
      expect(result?.transferred).toBeLessThan(50 * block)
    }
  })

  it('that never has the hash that it should have is an IntegrityError', async () => {
    const object = await seen(content)
    cloud.emulator.faults.add({ method: 'GET', path: '*/box/file?format*', fault: { kind: 'corrupt', bytes: 9 } })
    cloud.emulator.faults.add({ method: 'GET', path: '*/box/file?version*', fault: { kind: 'corrupt', bytes: 9 } })
    await expect(fetched(object)).rejects.toMatchObject({ name: 'IntegrityError' })
    expect(await readdir(folder)).not.toContain('file')
  })
})

it('a download to a file that broke off before it was verified goes on with what is right', async () => {
  const object = await seen(content)
  const controller = new AbortController()
  const onProgress = ({ loaded }: { loaded: number }) => {
    if (loaded > 40 * block) controller.abort()
  }
  await expect(downloadFile(object, path, { signal: controller.signal, onProgress })).rejects.toThrow()
  expect(await readdir(folder)).toHaveLength(1)
  const { transferred } = await downloadFile(object, path)
  expect((await readFile(path)).equals(content)).toBe(true)
  expect(transferred).toBeLessThan(45 * block)
  expect(await readdir(folder)).toEqual(['file'])
})

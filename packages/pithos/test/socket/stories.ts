import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { uploadFile } from '@kamaki/pithos/node'
import { expect } from 'vitest'
import { type SocketCloud, transfer, writeSome } from './children.ts'

// What transfers have to show, at a size that is given: small in the usual tests, a gigabyte in the long ones.

export const block = 4_194_304

export async function digest(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

const posts = (requests: readonly string[]): number => requests.filter((request) => request.startsWith('POST ')).length

/** Up and down with bounded memory; nothing sent again; only what changed travels. */
export async function sizeStory(
  cloud: SocketCloud,
  bytes: number,
  limits: { arrayBuffers: number; rss?: number; concurrency?: number },
): Promise<void> {
  const source = join(cloud.folder, 'source')
  const target = join(cloud.folder, 'target')
  const task = { ...cloud.task, object: 'big', concurrency: limits.concurrency ?? 4 }
  await writeSome(source, bytes, 1)
  await cloud.requests()

  const up = (await transfer({ ...task, what: 'up', path: source }))!
  expect(up.transferred).toBe(bytes)
  // One block each at first, and then as many as take about two seconds.
  const sent = posts(await cloud.requests())
  expect(sent).toBeGreaterThanOrEqual(bytes / (4 * block))
  expect(sent).toBeLessThanOrEqual(bytes / block)
  const again = (await transfer({ ...task, what: 'up', path: source }))!
  expect(again.transferred).toBe(0)
  expect(posts(await cloud.requests())).toBe(0)

  const down = (await transfer({ ...task, what: 'down', path: target }))!
  expect(down.transferred).toBe(bytes)
  expect(await digest(target)).toBe(await digest(source))
  expect((await transfer({ ...task, what: 'down', path: target }))!.transferred).toBe(0)

  // One block in a hundred is changed, one at least.
  const changed = Math.max(1, Math.floor(bytes / block / 100))
  const file = await open(source, 'r+')
  for (let index = 0; index < changed; index++) await file.write(Uint8Array.of(1, 2, 3), 0, 3, index * 37 * block + 5)
  await file.close()
  await cloud.requests()
  expect((await transfer({ ...task, what: 'up', path: source, dedupe: 'previous' }))!.transferred).toBe(changed * block)
  expect(posts(await cloud.requests())).toBeLessThanOrEqual(changed)
  expect((await transfer({ ...task, what: 'down', path: target }))!.transferred).toBe(changed * block)
  expect(await digest(target)).toBe(await digest(source))

  for (const [name, seen] of Object.entries({ up, down })) {
    expect({ name, most: seen.arrayBuffers }).toSatisfy(() => seen.arrayBuffers < limits.arrayBuffers)
    if (limits.rss !== undefined) expect({ name, rss: seen.rss }).toSatisfy(() => seen.rss < (limits.rss ?? 0))
  }
  await Promise.all([rm(source), rm(target)])
}

/** The most memory, in MiB, that each way up and down takes, with and without a signal. */
export async function memoryStory(
  cloud: SocketCloud,
  bytes: number,
  limits: { arrayBuffers: number; rss: number },
): Promise<string> {
  const path = join(cloud.folder, 'memory')
  const seen: string[] = []
  let seed = 50
  for (const signal of [false, true]) {
    for (const what of ['up', 'upStream', 'down', 'downStream'] as const) {
      // What the cloud has would not be sent.
      if (what === 'up' || what === 'upStream') await writeSome(path, bytes, seed++)
      if (what === 'down') await rm(path)
      const done = (await transfer({ ...cloud.task, what, object: 'memory', path, signal }))!
      expect(done.transferred).toBe(bytes)
      const name = signal ? `${what} with a signal` : what
      seen.push(`${name} ${done.arrayBuffers >> 20} (process ${done.rss >> 20})`)
      expect(done.arrayBuffers, name).toBeLessThan(limits.arrayBuffers)
      expect(done.rss, name).toBeLessThan(limits.rss)
    }
  }
  await rm(path)
  return `Peak MiB for ${bytes >> 20} MiB: ${seen.join(', ')}`
}

/** A stream of chunks of a few bytes each takes no more memory than one of large ones. */
export async function tinyChunksStory(cloud: SocketCloud, bytes: number, limit: number): Promise<void> {
  const path = join(cloud.folder, 'tiny')
  await writeSome(path, bytes, 70)
  const done = (await transfer({ ...cloud.task, what: 'upStream', object: 'tiny', path, chunkBytes: 10 }))!
  expect(done.transferred).toBe(bytes)
  expect(done.rss).toBeLessThan(limit)
  await rm(path)
}

/** A sparse image: its holes travel as next to nothing, and are holes again. */
export async function sparseStory(cloud: SocketCloud, bytes: number, dataBytes: number): Promise<void> {
  const source = join(cloud.folder, 'sparse')
  const target = join(cloud.folder, 'sparse-target')
  await writeSome(source, dataBytes, 3)
  const file = await open(source, 'r+')
  await file.truncate(bytes)
  await file.write(Uint8Array.of(1, 2, 3), 0, 3, bytes - 100)
  await file.close()
  const task = { ...cloud.task, object: 'sparse' }
  const limit = dataBytes + 3 * block
  expect((await transfer({ ...task, what: 'up', path: source }))!.transferred).toBeLessThan(limit)
  expect((await transfer({ ...task, what: 'down', path: target }))!.transferred).toBeLessThan(limit)
  expect(await digest(target)).toBe(await digest(source))
  expect((await stat(target)).blocks * 512).toBeLessThan(limit + block)
  await Promise.all([rm(source), rm(target)])
}

/** Many small files: a request each. */
export async function smallFilesStory(cloud: SocketCloud, files: number): Promise<void> {
  await cloud.requests()
  const box = cloud.pithos.container('box')
  const path = join(cloud.folder, 'small')
  for (let index = 0; index < files; index++) {
    await writeSome(path, 4096, index + 100)
    await uploadFile(box.object(`small/${index}`), path)
  }
  expect((await cloud.requests()).length).toBeLessThanOrEqual(files + 10)
  expect((await box.objects.list({ prefix: 'small/' })).length).toBe(files)
  await rm(path)
}

/** Transfers under faults of all kinds end right. */
export async function faultStory(
  cloud: SocketCloud,
  bytes: number,
  rounds: number,
  probability: number,
): Promise<void> {
  const source = join(cloud.folder, 'faulty')
  const target = join(cloud.folder, 'faulty-target')
  const box = cloud.pithos.container('box')
  const faults = [
    { kind: 'reset', when: 'before' },
    { kind: 'reset', when: 'headers' },
    { kind: 'reset', when: 'body' },
    { kind: 'reset', when: 'upload' },
    { kind: 'truncate' },
    { kind: 'status', status: 503 },
    { kind: 'status', status: 500, handled: true },
    { kind: 'corrupt' },
  ] as const
  for (let round = 0; round < rounds; round++) {
    await writeSome(source, bytes - round, round + 1000)
    const [each, seed] = [probability / faults.length, round * 100]
    await cloud.faults(
      ...faults.map((fault, index) => ({
        fault,
        probability: each,
        seed: seed + index,
        // What only asks for the block format has no body; a 500 to a read is not taken for transient.
        ...(fault.kind === 'corrupt' ? { method: 'GET' } : {}),
        ...(fault.kind === 'status' && fault.status === 500 ? { method: 'PUT' } : {}),
      })),
    )
    const object = box.object('faulty')
    const dedupe = round % 2 === 0 ? 'cloud' : 'previous'
    await transfer({ ...cloud.task, what: 'up', object: 'faulty', path: source, dedupe })
    await rm(target, { force: true })
    await transfer({ ...cloud.task, what: 'down', object: 'faulty', path: target })
    await cloud.faults()
    expect(await digest(target)).toBe(await digest(source))
    expect((await object.info()).bytes).toBe(bytes - round)
  }
  await Promise.all([rm(source), rm(target)])
}

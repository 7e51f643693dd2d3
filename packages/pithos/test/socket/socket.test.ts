import { createNodeFetch } from '@kamaki/core/node'
import { PithosClient } from '@kamaki/pithos'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SocketCloud, startCloud } from './children.ts'
import { killStory } from './kills.ts'
import { block, faultStory, memoryStory, sizeStory, smallFilesStory, sparseStory, tinyChunksStory } from './stories.ts'

let cloud: SocketCloud
beforeAll(async () => {
  cloud = await startCloud()
}, 60_000)
afterAll(() => cloud.stop())

describe('over a socket, with blocks of 4 MiB', () => {
  it('64 MiB go up and down in bounded memory; then only what changed', async () => {
    await sizeStory(cloud, 16 * block, { arrayBuffers: 48 << 20, concurrency: 1 })
  }, 240_000)

  it('files and streams of 64 MiB take a few blocks of memory, with and without a signal', async ({ annotate }) => {
    await annotate(await memoryStory(cloud, 16 * block, { arrayBuffers: 80 << 20, rss: 160 << 20 }))
  }, 240_000)

  it('a stream of tiny chunks takes no more memory than its blocks', async () => {
    await tinyChunksStory(cloud, 2 * block, 100 << 20)
  }, 120_000)

  it('a sparse image travels without its holes', async () => {
    await sparseStory(cloud, 32 * block, 2 * block + 5)
  }, 120_000)

  it('small files take a request each', async () => {
    await smallFilesStory(cloud, 60)
  }, 120_000)

  it('transfers under faults end right', async () => {
    await faultStory(cloud, 8 * block, 2, 0.3)
  }, 240_000)

  for (const what of ['up', 'down', 'syncUp', 'syncDown'] as const) {
    it(`${what}, when it is killed, goes on where it was`, async () => {
      await killStory(cloud, what, { blocks: 8, kills: 1, seed: 1 })
    }, 240_000)
  }

  it('a single connection is enough, also for several downloads at a time', async () => {
    const object = cloud.pithos.container('box').object('for one connection')
    const content = new Uint8Array(3 * block).fill(7, block)
    await object.upload(content)
    await using fetch = createNodeFetch({ connections: 1 })
    const { endpoint, token, account } = cloud.task
    const alone = new PithosClient(endpoint, token, { account, fetch }).container('box').object(object.name)
    const downloads = await Promise.all(Array.from({ length: 3 }, () => alone.download().bytes()))
    for (const bytes of downloads) expect(Buffer.compare(bytes, content)).toBe(0)
  }, 60_000)

  it('content whose encoding says anything comes as it was stored', async () => {
    const box = cloud.pithos.container('box')
    const content = new TextEncoder().encode('this is not compressed at all')
    for (const contentEncoding of ['gzip', 'br', 'deflate']) {
      const object = box.object(`encoded as ${contentEncoding}`)
      await object.upload(content, { contentEncoding })
      expect((await object.info()).contentEncoding).toBe(contentEncoding)
      expect(await object.download().bytes()).toEqual(content)
      expect(await object.download({ range: { first: 3, last: 9 } }).bytes()).toEqual(content.slice(3, 10))
      expect(await (await object.get()).bytes()).toEqual(content)
      const url = (await object.publish())!
      expect(await (await cloud.pithos.publicObject(url).get()).bytes()).toEqual(content)
    }
  })
})

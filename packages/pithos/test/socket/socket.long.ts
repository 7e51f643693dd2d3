import { afterAll, beforeAll, describe, it } from 'vitest'
import { type SocketCloud, startCloud } from './children.ts'
import { killStory } from './kills.ts'
import { block, faultStory, memoryStory, sizeStory, smallFilesStory, sparseStory } from './stories.ts'

// `pnpm test:long`: at full size.

let cloud: SocketCloud
beforeAll(async () => {
  cloud = await startCloud()
}, 60_000)
afterAll(() => cloud.stop())

describe('over a socket, at full size', () => {
  it('1 GiB goes up and down with less than 128 MiB more memory; then only what changed', async () => {
    await sizeStory(cloud, 256 * block, { arrayBuffers: 100 << 20, rss: 128 << 20 })
  }, 1_800_000)

  it('files and streams of 1 GiB take a few blocks of memory, with and without a signal', async ({ annotate }) => {
    await annotate(await memoryStory(cloud, 256 * block, { arrayBuffers: 100 << 20, rss: 160 << 20 }))
  }, 3_600_000)

  it('a sparse image of 1 GiB travels without its holes', async () => {
    await sparseStory(cloud, 256 * block, 10 << 20)
  }, 900_000)

  it('1,000 small files take a request each', async () => {
    await smallFilesStory(cloud, 1_000)
  }, 900_000)

  it('100 transfers of 64 MiB under 5% faults end right', async () => {
    await faultStory(cloud, 16 * block, 50, 0.05)
  }, 3_600_000)

  for (const what of ['up', 'down', 'syncUp', 'syncDown'] as const) {
    it(`${what}, when it is killed 100 times, goes on where it was`, async () => {
      await killStory(cloud, what, { blocks: 8, kills: 100, seed: 7 })
    }, 3_600_000)
  }
})

import { beforeEach, expect, it } from 'vitest'
import { testCloud } from '../cloud.ts'
import { someBytes, streamOf } from '../transfer/content.ts'

const cloud = testCloud()
const box = cloud.alice.container('box')

beforeEach(async () => {
  await cloud.clean()
  await box.create()
})

it('many transfers share one signal without a warning, and leave nothing on it', async () => {
  const warnings: Error[] = []
  const onWarning = (warning: Error): void => void warnings.push(warning)
  process.on('warning', onWarning)
  const { signal } = new AbortController()
  await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const object = box.object(`${index}`)
      await object.upload(streamOf(someBytes(160, index)), { signal, singleRequestBytes: 0 })
      for await (const _chunk of object.download({ signal }));
      await object.append(streamOf(someBytes(20, index)), { signal, requestBytes: 16 })
    }),
  )
  // Warnings are emitted a little later.
  await new Promise((resolve) => setTimeout(resolve, 20))
  process.off('warning', onWarning)
  expect(warnings).toEqual([])
})

it('streams that nobody reads on hold no slots of their client', async () => {
  await box.object('file').upload(someBytes(1600), { singleRequestBytes: 0 })
  const client = cloud.client('alice', { concurrency: 2 })
  const object = client.container('box').object('file')
  const readers = Array.from({ length: 5 }, () => object.download().stream().getReader())
  for (const reader of readers) expect((await reader.read()).done).toBe(false)
  expect((await object.info()).bytes).toBe(1600)
  await Promise.all(readers.map((reader) => reader.cancel()))
})

it('no handle shows what it is made of', async () => {
  const { inspect } = await import('node:util')
  const handles = [cloud.alice, cloud.alice.account(), box, box.object('file'), box.object('file').view, box.objects]
  for (const handle of handles) {
    const shown = `${inspect(handle, { depth: 5 })} ${JSON.stringify(handle)}`
    expect(shown).not.toMatch(/Http\b|[tT]ransport|[tT]oken|caller|format/)
  }
})

import { atScale } from '@kamaki-tooling/testing'
import fc from 'fast-check'
import { beforeEach, expect, it } from 'vitest'
import { testCloud } from '../cloud.ts'
import { someBytes, streamOf } from './content.ts'

const cloud = testCloud()
beforeEach(async () => {
  await cloud.clean()
  await cloud.alice.container('box').create()
})

/** Content about block borders, with equal blocks and runs of zero bytes. */
const content = fc
  .record({
    blocks: fc.array(fc.constantFrom('nul', 'a', 'b', 'c', 'leading', 'trailing'), { maxLength: 9 }),
    tail: fc.oneof(fc.constantFrom(0, 1, 15, 16), fc.nat(15)),
    tailNuls: fc.nat(16),
  })
  .map(({ blocks, tail, tailNuls }) => {
    const bytes = new Uint8Array(blocks.length * 16 + tail)
    blocks.forEach((kind, index) => {
      if (kind === 'nul') return
      bytes.set(someBytes(16, kind.charCodeAt(0)), index * 16)
      if (kind === 'leading') bytes.fill(0, index * 16, index * 16 + 9)
      if (kind === 'trailing') bytes.fill(0, index * 16 + 5, index * 16 + 16)
    })
    bytes.set(someBytes(tail, 77), blocks.length * 16)
    if (tailNuls < tail) bytes.fill(0, bytes.length - tailNuls)
    return bytes
  })

it('what is uploaded in any way comes back the same in any way', async () => {
  const file = cloud.alice.container('box').object('file')
  await fc.assert(
    fc.asyncProperty(
      content,
      fc.constantFrom('cloud', 'previous', 'stream', 'single', 'batch'),
      fc.integer({ min: 1, max: 40 }),
      fc.tuple(fc.nat(), fc.nat()),
      async (bytes, way, size, [from, to]) => {
        const source = way === 'stream' ? streamOf(bytes, size) : bytes
        await file.upload(source, {
          singleRequestBytes: way === 'single' ? 1_000 : 0,
          batchBytes: way === 'batch' ? size * 4 : 1,
          dedupe: way === 'previous' ? 'previous' : 'cloud',
        })
        const download = file.download({ rangeBytes: size * 3, concurrency: (size % 4) + 1 })
        expect(await download.bytes()).toEqual(bytes)
        expect(download.result).toMatchObject({ bytes: bytes.length, verified: true })
        if (bytes.length === 0) return
        const [first, last] = [from % bytes.length, to % bytes.length].sort((a, b) => a - b) as [number, number]
        const chunks: Uint8Array[] = []
        for await (const chunk of file.download({ range: { first, last }, rangeBytes: size })) chunks.push(chunk)
        expect(new Uint8Array(Buffer.concat(chunks))).toEqual(bytes.slice(first, last + 1))
      },
    ),
    { numRuns: atScale(300, 1_200) },
  )
}, 120_000)

it('appending, overwriting and cutting do to the object what they do to bytes', async () => {
  const file = cloud.alice.container('box').object('file')
  const change = fc.oneof(
    fc.record({ kind: fc.constant('append' as const), bytes: fc.uint8Array({ minLength: 1, maxLength: 50 }) }),
    fc.record({
      kind: fc.constant('overwrite' as const),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 50 }),
      at: fc.nat(),
    }),
    fc.record({ kind: fc.constant('truncate' as const), at: fc.nat() }),
    fc.record({ kind: fc.constant('restore' as const), at: fc.nat() }),
  )
  await fc.assert(
    fc.asyncProperty(
      content,
      fc.array(change, { maxLength: 6 }),
      fc.integer({ min: 1, max: 30 }),
      async (start, changes, requestBytes) => {
        await file.upload(start)
        const history = new Map<number, Uint8Array>([[(await file.info()).version!, start]])
        let expected = start
        for (const each of changes) {
          if (each.kind === 'append') {
            await file.append(each.bytes, { requestBytes })
            expected = new Uint8Array([...expected, ...each.bytes])
          } else if (each.kind === 'overwrite') {
            const at = each.at % (expected.length + 1)
            await file.overwrite(at, each.bytes, { requestBytes })
            const size = Math.max(expected.length, at + each.bytes.length)
            const next = new Uint8Array(size)
            next.set(expected)
            next.set(each.bytes, at)
            expected = next
          } else if (each.kind === 'truncate') {
            const size = each.at % (expected.length + 1)
            await file.truncate(size)
            expected = expected.slice(0, size)
          } else {
            const versions = [...history.keys()]
            const version = versions[each.at % versions.length]!
            await file.restore(version)
            expected = new Uint8Array(history.get(version)!)
          }
          history.set((await file.info()).version!, expected)
          expect(await file.download().bytes()).toEqual(expected)
        }
      },
    ),
    { numRuns: atScale(100, 300) },
  )
}, 120_000)

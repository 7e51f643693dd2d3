import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { JsonReader } from '../../src/server/storage/json-reader.ts'

/** Bytes cut at any places. */
async function* cut(text: string, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text)
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1
    yield bytes.subarray(at, at + size)
    at += size
  }
}

const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 })
const space = fc.constantFrom('', ' ', '\t', '\r\n  ')

test('a value is the one that JSON.parse finds, wherever its bytes are cut', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), sizes, space, fc.integer({ min: 0, max: 2 }), async (value, at, gap, indent) => {
      const text = `${gap}${JSON.stringify(value, null, indent)}${gap}`
      const reader = new JsonReader(cut(text, at))
      expect(await reader.value()).toEqual(JSON.parse(text))
      await reader.end()
    }),
  )
})

test('the members of an object come one by one, with their values', async () => {
  const name = fc.string().filter((text) => text !== '__proto__')
  await fc.assert(
    fc.asyncProperty(fc.dictionary(name, fc.jsonValue()), sizes, space, async (object, at, gap) => {
      const members = Object.entries(object).map(
        ([key, value]) => `${JSON.stringify(key)}${gap}:${JSON.stringify(value)}`,
      )
      const text = `{${gap}${members.join(`${gap},${gap}`)}${gap}}`
      const reader = new JsonReader(cut(text, at))
      const read: [string, unknown][] = []
      for await (const key of reader.members()) read.push([key, await reader.value()])
      await reader.end()
      expect(read).toEqual(Object.entries(JSON.parse(text)))
    }),
  )
})

test('what JSON.parse rejects is rejected, and nothing else', async () => {
  const broken = fc.tuple(fc.json(), fc.nat(), fc.constantFrom('', '"', '\\', '{', '}', ']', ',', ':', '1', 'n', ' '))
  await fc.assert(
    fc.asyncProperty(broken, sizes, async ([json, place, other], at) => {
      const where = place % (json.length + 1)
      const text = json.slice(0, where) + other + json.slice(where + 1)
      const outcome = await (async () => {
        const reader = new JsonReader(cut(text, at))
        const value = await reader.value()
        await reader.end()
        return [value]
      })().catch((error: unknown) => error)
      let expected: unknown
      try {
        expected = [JSON.parse(new TextDecoder().decode(new TextEncoder().encode(text)))]
      } catch {
        expected = expect.any(SyntaxError)
      }
      expect(outcome).toEqual(expected)
    }),
    { numRuns: 500 },
  )
})

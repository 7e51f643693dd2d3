import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Links, packed, unpacked } from '../../src/base/values.ts'

/** Whatever a field of a thing may hold. */
const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.constant(undefined),
    fc.bigInt(),
    fc.double(),
    fc.integer(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(fc.string(), tie('value')), { maxLength: 4 }).map((pairs) => new Map(pairs)),
    fc.uniqueArray(fc.string(), { maxLength: 4 }).map((items) => new Set(items)),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('$link', '$map', '__proto__', '')), tie('value'), {
      maxKeys: 4,
    }),
  ),
})).value

test('whatever a thing holds is the same after it was JSON', () => {
  const links = new Links()
  fc.assert(
    fc.property(value, (before) => {
      const text = JSON.stringify(packed(before, links))
      const after = unpacked(JSON.parse(text), links)
      expect(after).toEqual(before)
      expect(JSON.stringify(packed(after, links))).toBe(text)
    }),
  )
})

test('things refer to things, in circles too', () => {
  const links = new Links()
  const [port, ip]: { name: string; other?: unknown }[] = [{ name: 'port' }, { name: 'ip' }]
  Object.assign(port!, { other: [ip] })
  Object.assign(ip!, { other: port })
  links.set(port!, 'port/1')
  links.set(ip!, 'ip/2')
  const content = packed({ ...port }, links)
  expect(content).toEqual({ name: 'port', other: [{ $link: 'ip/2' }] })
  const read = new Links()
  read.collect(() => {
    const shell = {}
    read.set(shell, 'ip/2')
    expect(unpacked(content, read)).toEqual({ name: 'port', other: [shell] })
    expect((unpacked(content, read) as { other: unknown[] }).other[0]).toBe(shell)
    expect(() => unpacked({ $link: 'ip/3' }, read)).toThrow('There is no ip/3')
  })
})

test('what cannot be kept is an error where it is kept', () => {
  expect(() => packed({ at: new Date() }, new Links())).toThrow('A Date cannot be kept.')
  expect(() => packed({ run: () => {} }, new Links())).toThrow('A function cannot be kept.')
  expect(() => unpacked({ $future: 1 }, new Links())).toThrow("the unknown form '$future'")
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseQuery, unquote, utf8, wsgiPath } from '../../src/http/target.ts'

test('a path is decoded once, slashes included, and never normalised', () => {
  expect(wsgiPath('/a/../b//c%2Fd/%2e/%25')).toBe('/a/../b//c/d/./%')
})

test('a path whose bytes are not valid UTF-8 is null', () => {
  expect(wsgiPath('/%ff')).toBeNull()
  expect(wsgiPath('/%c3%28')).toBeNull()
})

test('a percent sign without two digits stays', () => {
  expect(wsgiPath('/100%/%zz/%a')).toBe('/100%/%zz/%a')
})

test('a proxy’s form of the target is read as the path in it', () => {
  expect(wsgiPath('http://example.org/a/b')).toBe('/a/b')
  expect(wsgiPath('http://example.org')).toBe('/')
})

test('any string comes back as it was encoded', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(wsgiPath(`/${encodeURIComponent(text)}`)).toBe(`/${text}`)
      expect(parseQuery(`k=${encodeURIComponent(text)}`).get('k')).toBe(text)
      expect(unquote(encodeURIComponent(text))).toBe(text)
    }),
  )
})

test('of a repeated parameter the last counts, a bare key is empty, a plus is a blank', () => {
  const query = parseQuery('a=1&a=2&b&c=x+y&=z')
  expect(query.get('a')).toBe('2')
  expect(query.getAll('a')).toEqual(['1', '2'])
  expect(query.get('b')).toBe('')
  expect(query.has('b')).toBe(true)
  expect(query.get('c')).toBe('x y')
  expect(query.get('d')).toBeUndefined()
})

test('a header’s Latin-1 value is read as the UTF-8 that it carries', () => {
  expect(utf8('Ã¼')).toBe('ü')
  expect(utf8('ü')).toBeNull()
  expect(utf8('plain')).toBe('plain')
})

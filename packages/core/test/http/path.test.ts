import { InvalidArgumentError } from '@kamaki/core'
import { encodedPath, path } from '@kamaki/core/toolkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

describe('a path', () => {
  it('encodes each value as one segment, slashes included', () => {
    expect(path`servers/${42}/metadata/${'a/b c?#%'}`).toBe('servers/42/metadata/a%2Fb%20c%3F%23%25')
  })

  it('survives a round trip through the URL parser, whatever the names', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1 }).filter((value) => value !== '.' && value !== '..')
    fc.assert(
      fc.property(name, name, (one, two) => {
        const { pathname } = new URL(`http://cloud.example.org/v1/${path`x/${one}/y/${two}`}`)
        expect(pathname.split('/').slice(3).map(decodeURIComponent)).toEqual([one, 'y', two])
      }),
    )
  })

  it.each(['', '.', '..', undefined, null, Number.NaN, 1.5, Number.POSITIVE_INFINITY])(
    'rejects %j as a segment',
    (segment) => {
      expect(() => path`servers/${segment as string}`).toThrow(InvalidArgumentError)
    },
  )

  it('rejects an unpaired surrogate', () => {
    expect(() => path`servers/${'\ud800'}`).toThrow(InvalidArgumentError)
  })

  it.each(['a/../b', 'a/./b', '..', 'a/%2e%2E', 'a/.%2e/b', 'a?b', 'a#b', 'a b', 'a\\..\\b'])(
    'rejects %j as an encoded path',
    (value) => {
      expect(() => encodedPath(value)).toThrow(InvalidArgumentError)
    },
  )

  it.each(['', '/', 'a//b', 'a/', '/a', 'a/...', 'a/..b', 'a%2F..%2Fb'])('returns %j unchanged', (value) => {
    expect(encodedPath(value)).toBe(value)
  })
})

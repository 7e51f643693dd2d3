import { describe, expect, test } from 'vitest'
import { parseEtags } from '../../src/pithos/etags.ts'
import { parseHashmap, sizeFits } from '../../src/pithos/hashmap.ts'
import { matchesMeta, parseMetaFilter } from '../../src/pithos/meta-filter.ts'
import { splitPath, splitSource } from '../../src/pithos/path.ts'
import { fits, parseContentRange, parseRange } from '../../src/pithos/ranges.ts'
import { cgiHeaders, formatKey, metaHeaders } from '../../src/pithos/request-headers.ts'
import { formatSharing, parsePublic, parseSharing } from '../../src/pithos/sharing.ts'
import { compareCodePoints } from '../../src/python/code-points.ts'
import { decimalSeconds, parseHttpDate } from '../../src/python/dates.ts'

describe('Range', () => {
  test('takes single, open, suffix and several ranges', () => {
    expect(parseRange('bytes=0-4', 20)).toEqual([{ offset: 0, length: 5 }])
    expect(parseRange('bytes=15-', 20)).toEqual([{ offset: 15, length: 5 }])
    expect(parseRange('bytes=-3', 20)).toEqual([{ offset: 17, length: 3 }])
    expect(parseRange('bytes= 0-1 , 5-6 ', 20)).toHaveLength(2)
  })

  test.each([undefined, '', 'items=0-3', 'Bytes=0-3', 'bytes=', 'bytes=-', 'bytes=5-3', 'bytes=0-1,x', 'bytes=-5-3'])(
    'is void: %s',
    (header) => expect(parseRange(header, 20)).toBeNull(),
  )

  test.each([
    ['bytes=0-20', false],
    ['bytes=20-', false],
    ['bytes=-0', false],
    ['bytes=-21', false],
    ['bytes=-20', true],
    ['bytes=19-19', true],
  ])('%s fits into 20 bytes: %s', (header, expected) => {
    expect(parseRange(header, 20)!.every((range) => fits(range, 20))).toBe(expected)
  })

  test('nothing fits into an empty object', () => {
    for (const header of ['bytes=0-0', 'bytes=0-', 'bytes=-1']) expect(fits(parseRange(header, 0)![0]!, 0)).toBe(false)
  })
})

describe('Content-Range', () => {
  test('says where to write', () => {
    expect(parseContentRange('bytes 2-4/*')).toEqual({ offset: 2, length: 3, total: null })
    expect(parseContentRange('bytes 6-/10')).toEqual({ offset: 6, length: null, total: 10 })
    expect(parseContentRange('bytes */*')).toEqual({ offset: null, length: null, total: null })
  })

  test.each([
    'bytes */19',
    'bytes=0-1/*',
    'Bytes 0-1/*',
    'bytes 0-1',
    'bytes 5-2/*',
    'bytes 8-10/10',
    'bytes 0-1/1',
    '0-1/*',
  ])('is malformed: %s', (header) => expect(parseContentRange(header)).toBeNull())
})

describe('paths', () => {
  test.each([
    ['a', { account: 'a' }],
    ['a/', { account: 'a' }],
    ['a/c', { account: 'a', container: 'c' }],
    ['a/c/', { account: 'a', container: 'c' }],
    ['a/c/o', { account: 'a', container: 'c', object: 'o' }],
    ['a/c//', { account: 'a', container: 'c', object: '/' }],
    ['a/c//o/', { account: 'a', container: 'c', object: '/o/' }],
    ['a//c', { account: 'a', container: '/c' }],
    ['a//c/o', { account: 'a', container: '/c', object: 'o' }],
    ['a/c/x\n', { account: 'a', container: 'c', object: 'x' }],
  ])('%j', (path, expected) => expect(splitPath(path)).toEqual(expected))

  test('a line feed inside is not routed', () => {
    expect(splitPath('a/c/x\ny')).toBeNull()
  })

  test('a copy source needs container and object', () => {
    expect(splitSource('/c/a/b')).toEqual({ container: 'c', name: 'a/b' })
    for (const bad of ['', '/', 'c/o', '/c', '/c/']) expect(splitSource(bad)).toBeNull()
  })

  test('names are ordered by code point, not by UTF-16 unit', () => {
    expect(['\u{1F427}', '\uFF5E', 'Z', 'a', 'α'].sort(compareCodePoints)).toEqual([
      'Z',
      'a',
      'α',
      '\uFF5E',
      '\u{1F427}',
    ])
  })
})

describe('dates', () => {
  test.each([
    ['Sun, 06 Nov 1994 08:49:37 GMT', 784111777],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 784111777],
    ['Sun Nov  6 08:49:37 1994', 784111777],
    ['1994-11-06', undefined],
    ['Sun, 31 Feb 1994 08:49:37 GMT', undefined],
    ['', undefined],
  ])('%s', (text, seconds) => expect(parseHttpDate(text)).toBe(seconds))

  test('versions show decimal seconds', () => {
    expect(decimalSeconds(1322813441_000042)).toBe('1322813441.000042')
  })
})

test('a single entity tag may be bare, several must be quoted', () => {
  expect(parseEtags('abc')).toEqual(['abc'])
  expect(parseEtags('"abc", W/"d\\"e"')).toEqual(['abc', 'd"e'])
  expect(parseEtags('abc, def')).toEqual(['abc, def'])
})

describe('sharing', () => {
  test('lists are read, lowered and made unique; write is the stronger right', () => {
    expect(parseSharing('read = A,b,A ; write=b')).toEqual({ read: ['a'], write: ['b'] })
    expect(parseSharing('read=*,a;write=*')).toEqual({ read: ['*'], write: ['*'] })
    expect(parseSharing('~')).toEqual({ read: [], write: [] })
    expect(formatSharing({ read: ['a', 'b'], write: ['c'] })).toBe('read=a,b; write=c')
  })

  test.each(['read=', 'read=,', 'read=a;', 'READ=a', 'everything'])('%s is rejected', (header) => {
    expect(() => parseSharing(header)).toThrow(/Bad X-Object-Sharing header value/)
  })

  test('publication is true, false or nothing', () => {
    expect(['True', ' false ', ''].map(parsePublic)).toEqual([true, false, false])
    expect(() => parsePublic('yes')).toThrow('Bad X-Object-Public header value')
  })
})

describe('request headers', () => {
  const headers = (init: Record<string, string>) => cgiHeaders(new Map(Object.entries(init)))

  test('names and values are percent-decoded, names normalised, tildes dropped', () => {
    const meta = metaHeaders(
      headers({ 'x-object-meta-%ce%b1_key': '50% a~b', 'x-object-meta-my_key': '%CE%B2' }),
      'X-Object-Meta-',
    )
    expect([...meta]).toEqual([
      ['X-Object-Meta-Α-Key', '50% ab'],
      ['X-Object-Meta-My-Key', 'β'],
    ])
  })

  test('raw bytes and broken UTF-8 are rejected', () => {
    expect(() => headers({ 'x-a': '\u00e9' })).toThrow('Bad character in headers.')
    expect(() => headers({ 'x-a': '%ff' })).toThrow('Bad character in headers.')
  })

  test('capitals are given part by part', () => {
    expect(formatKey('x-object-meta-ABC_def--g')).toBe('X-Object-Meta-Abc-Def--G')
  })
})

describe('metadata filters', () => {
  const meta = new Map([
    ['Kind', 'a'],
    ['Quality', '10'],
  ])
  const passes = (text: string) =>
    matchesMeta(
      parseMetaFilter(text, (name) => name),
      meta,
    )

  test.each([
    ['Kind', true],
    ['Other', false],
    ['Other,Kind', true],
    ['!Kind', false],
    ['!Other', true],
    ['!Kind=b', false],
    ['Kind=a', true],
    ['Kind!=a', false],
    ['Other!=a', false],
    ['Quality>5', false],
    ['Quality<5', true],
    ['Quality >= 10, Kind', true],
    ['two words here', true],
  ])('%s', (text, expected) => expect(passes(text)).toBe(expected))
})

describe('hashmaps', () => {
  test("sizes are read as Python's int() does", () => {
    const bytes = (value: unknown) => parseHashmap(JSON.stringify({ bytes: value, hashes: [] })).bytes
    expect([5, 5.9, ' 7 ', true, '-1'].map(bytes)).toEqual([5, 5, 7, 1, -1])
    for (const bad of [null, '5.5', [], 'x']) expect(() => bytes(bad)).toThrow('Invalid data formatting')
  })

  test.each(['', 'x', '5', '[]', 'null', '{}', '{"hashes":[]}', '{"bytes":1}'])('%s is rejected', (body) => {
    expect(() => parseHashmap(body)).toThrow('Invalid data formatting')
  })

  test('there are as many hashes as blocks', () => {
    expect(sizeFits(0, [], 4, 'e')).toBe(true)
    expect(sizeFits(0, ['e'], 4, 'e')).toBe(true)
    expect(sizeFits(0, ['f'], 4, 'e')).toBe(false)
    expect(sizeFits(4, ['f'], 4, 'e')).toBe(true)
    expect(sizeFits(5, ['f'], 4, 'e')).toBe(false)
    expect(sizeFits(-1, [], 4, 'e')).toBe(false)
  })
})

test('ranges are compared exactly and without the white space around their parts', () => {
  expect(parseRange('bytes=\t0-1,2-3\t', 10)).toEqual([
    { offset: 0, length: 2 },
    { offset: 2, length: 2 },
  ])
  expect(parseRange('bytes=99999999999999999999-99999999999999999998', 10)).toBeNull()
  expect(parseContentRange('bytes 0-3/*\n')).toEqual({ offset: 0, length: 4, total: null })
  expect(parseContentRange('bytes 99999999999999999999-99999999999999999998/*')).toBeNull()
})

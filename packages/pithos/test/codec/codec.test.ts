import { InvalidArgumentError } from '@kamaki/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAccount } from '../../src/codec/account.ts'
import { conditionHeaders } from '../../src/codec/conditions.ts'
import { readContainer } from '../../src/codec/container.ts'
import { readVersion } from '../../src/codec/header-values.ts'
import { metadataHeaders, readPrefixed } from '../../src/codec/metadata.ts'
import { boundaryOf, MultipartError, parseMultipartRanges } from '../../src/codec/multipart-ranges.ts'
import { headerText } from '../../src/codec/percent-encoding.ts'
import { formatPermissions, parsePermissions } from '../../src/codec/permissions.ts'
import { contentTypeOf } from '../../src/codec/properties.ts'
import { formatRanges, parseContentRange, resolveRange } from '../../src/codec/ranges.ts'
import { untilSeconds } from '../../src/codec/until.ts'

describe('ranges', () => {
  it('mean the same to us as to arrays, within the object; outside they mean nothing', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.nat(40), fc.nat(40), (size, a, b) => {
        const content = Array.from({ length: size }, (_, index) => index)
        const [first, last] = [Math.min(a, b), Math.max(a, b)]
        const closed = resolveRange({ first, last }, size)
        expect(closed).toEqual(last < size ? { start: first, end: last + 1 } : undefined)
        if (closed) expect(content.slice(closed.start, closed.end)).toEqual(content.slice(first, last + 1))
        expect(resolveRange({ first: a }, size)).toEqual(a < size ? { start: a, end: size } : undefined)
        if (a > 0)
          expect(resolveRange({ suffix: a }, size)).toEqual(a <= size ? { start: size - a, end: size } : undefined)
      }),
      { numRuns: 3_000 },
    )
  })

  it('travel as HTTP has them, and odd ones do not', () => {
    expect(formatRanges([{ first: 0, last: 9 }, { first: 5 }, { suffix: 2 }])).toBe('bytes=0-9,5-,-2')
    for (const range of [{ first: -1 }, { first: 1.5 }, { first: 5, last: 4 }, { suffix: 0 }, { suffix: Number.NaN }]) {
      expect(() => formatRanges([range])).toThrow(InvalidArgumentError)
    }
    expect(parseContentRange('bytes 0-9/100')).toEqual({ first: 0, last: 9, size: 100 })
    expect(parseContentRange(' bytes 0-9/* ')).toEqual({ first: 0, last: 9, size: undefined })
    for (const text of [null, '', 'bytes */100', 'bytes 0-/9', 'items 0-1/2'])
      expect(parseContentRange(text)).toBeUndefined()
  })
})

describe('multipart/byteranges', () => {
  const boundary = '0123456789abcdef0123456789abcdef'
  const encode = (parts: { first: number; bytes: Uint8Array }[]): Uint8Array => {
    const text = (each: string): Buffer => Buffer.from(each, 'latin1')
    const pieces = parts.flatMap(({ first, bytes }, index) => [
      text(
        `${index === 0 ? '' : '\r\n'}--${boundary}\r\nContent-Range: bytes ${first}-${first + bytes.length - 1}/999\r\nContent-Transfer-Encoding: binary\r\n\r\n`,
      ),
      Buffer.from(bytes),
    ])
    return new Uint8Array(Buffer.concat([...pieces, text(`\r\n--${boundary}--\r\n`)]))
  }
  const part = fc.record({
    first: fc.nat(500),
    // Content that looks like a boundary is content.
    bytes: fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 60 }),
      fc.constant(new TextEncoder().encode(`\r\n--${boundary}--\r\n`)),
    ),
  })

  it('returns the parts that went in, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
        expect(parseMultipartRanges(encode(parts), boundary)).toEqual(
          parts.map(({ first, bytes }) => ({ first, last: first + bytes.length - 1, bytes: new Uint8Array(bytes) })),
        )
      }),
      { numRuns: 1_000 },
    )
  })

  it('says so when anything is cut off', () => {
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 3 }), fc.nat(), (parts, cut) => {
        const whole = encode(parts)
        // The last line end may be missing.
        const short = whole.slice(0, cut % (whole.length - 4))
        expect(() => {
          const found = parseMultipartRanges(short, boundary)
          if (found.length === parts.length) throw new Error('all parts from a cut body')
        }).toThrow(MultipartError)
      }),
      { numRuns: 1_000 },
    )
    expect(() => parseMultipartRanges(new TextEncoder().encode(`--${boundary}\r\nX: y\r\n\r\nz`), boundary)).toThrow(
      /Content-Range/,
    )
  })

  it('is told by the content type', () => {
    expect(boundaryOf('multipart/byteranges; boundary=abc')).toBe('abc')
    expect(boundaryOf('multipart/byteranges; charset=x; boundary="a b"')).toBe('a b')
    expect(boundaryOf('multipart/form-data; boundary=abc')).toBeUndefined()
    expect(boundaryOf(null)).toBeUndefined()
  })
})

describe('headers', () => {
  const unicode = fc.string({ unit: 'grapheme', maxLength: 40 })

  it('carry any string, readable where it is plain', () => {
    fc.assert(
      fc.property(unicode, (text) => {
        const sent = headerText(text, 'text')
        expect(sent).toMatch(/^([\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?)?$/)
        expect(decodeURIComponent(sent)).toBe(text)
      }),
      { numRuns: 3_000 },
    )
    expect(headerText('attachment; filename="a.txt"', 'x')).toBe('attachment; filename="a.txt"')
    expect(() => headerText('\ud800', 'x')).toThrow(InvalidArgumentError)
  })

  it('of metadata come back as the items that they are', () => {
    const name = fc.string({ unit: fc.constantFrom(...'abcxyz0189-.μηλο日 ()'), minLength: 1, maxLength: 10 })
    fc.assert(
      fc.property(
        fc.dictionary(
          name,
          unicode.map((text) => text.replaceAll('~', '').replace(/^ +| +$/g, '')),
          { maxKeys: 5, noNullPrototype: true },
        ),
        (items) => {
          const headers = new Headers(metadataHeaders('X-Object-Meta-', items))
          expect(readPrefixed(headers, 'x-object-meta-')).toEqual(items)
        },
      ),
      { numRuns: 1_000 },
    )
    expect(() =>
      metadataHeaders('X-Object-Meta-', Object.fromEntries(Array.from({ length: 91 }, (_, i) => [`k${i}`, 'v']))),
    ).toThrow(/90/)
    expect(() => metadataHeaders('X-Object-Meta-', { a: null })).toThrow(/omit an item/)
    expect(() => metadataHeaders('X-Object-Meta-', { '\ud800': 'a' })).toThrow(InvalidArgumentError)
  })

  it('of permissions come back as the lists that they are', () => {
    const uuid = (digit: string) => `${digit.repeat(8)}-1111-2222-3333-${digit.repeat(12)}`
    const principal = fc
      .stringMatching(/^[0-9a-f](:[a-zα-ω]{1,5})?$/)
      .map((seed) => uuid(seed.charAt(0)) + seed.slice(1))
    const list = fc.uniqueArray(principal, { maxLength: 4 })
    fc.assert(
      fc.property(list, list, (read, write) => {
        expect(parsePermissions(formatPermissions({ read, write }))).toEqual({ read, write })
      }),
    )
    expect(formatPermissions({ read: [uuid('A'), uuid('a'), '*'] })).toBe(`read=${uuid('a')},*`)
    expect(parsePermissions('read=a, b; write=c ; odd=x; =y; nothing')).toEqual({ read: ['a', 'b'], write: ['c'] })
    const u = uuid('a')
    for (const wrong of [
      '',
      'a',
      `${u} `,
      `${u},${u}`,
      `${u};`,
      `${u}:`,
      `${u}:a b`,
      `${u}:a_b`,
      `${u}:${'x'.repeat(257)}`,
    ])
      expect(() => formatPermissions({ read: [wrong] })).toThrow(InvalidArgumentError)
  })

  it('of conditions are bare for one tag and quoted for several', () => {
    const date = new Date(Date.UTC(2031, 0, 2, 3, 4, 5, 678))
    expect(
      conditionHeaders({ ifMatch: '"abc"', ifNoneMatch: ['a', '"b"'], ifModifiedSince: date, ifUnmodifiedSince: date }),
    ).toEqual({
      'If-Match': 'abc',
      'If-None-Match': '"a", "b"',
      'If-Modified-Since': 'Thu, 02 Jan 2031 03:04:05 GMT',
      'If-Unmodified-Since': 'Thu, 02 Jan 2031 03:04:05 GMT',
    })
    for (const wrong of ['', 'a b', 'a"b', []])
      expect(() => conditionHeaders({ ifMatch: wrong })).toThrow(InvalidArgumentError)
  })

  it('of a version are a number, or what a move makes of it', () => {
    const version = (text: string) => readVersion(new Headers({ 'X-Object-Version': text }))
    expect(version('42')).toBe(42)
    expect(version('%28%5B38%5D%2C%209L%2C%209L%29')).toBeUndefined()
    expect(readVersion(new Headers())).toBeUndefined()
  })

  it('of quotas beyond all numbers mean no limit', () => {
    const info = readAccount(
      'uuid',
      new Headers({ 'X-Account-Policy-Quota': '9223372036854775807', 'X-Account-Policy-Quota-Ab-Cd': '5' }),
    )
    expect(info.quota).toEqual({ total: Number.POSITIVE_INFINITY, projects: { 'ab-cd': 5 } })
    expect(readContainer('box', new Headers({ 'X-Container-Policy-Quota': '0' })).policy?.quota).toBe(
      Number.POSITIVE_INFINITY,
    )
  })
})

describe('until', () => {
  it('is whole seconds, or nothing is sent', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true }), (date) => {
        expect(untilSeconds(date)).toBe(String(Math.floor(date.getTime() / 1000)))
      }),
    )
    fc.assert(
      fc.property(
        fc.oneof(fc.double(), fc.integer(), fc.string(), fc.constantFrom(null, undefined, true, [], {})),
        (value) => {
          let text: string
          try {
            text = untilSeconds(value as never)
          } catch (error) {
            expect(error).toBeInstanceOf(InvalidArgumentError)
            return
          }
          expect(text).toMatch(/^\d+$/)
          expect(Number(text)).toBe(value)
        },
      ),
      { numRuns: 3_000 },
    )
  })
})

it.each([
  ['photo.JPG', 'image/jpeg'],
  ['a/b.tar.gz', 'application/gzip'],
  ['report.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['.json', 'application/json'],
  ['dir.txt/README', 'application/octet-stream'],
  ['debian.diskdump', 'application/octet-stream'],
  ['constructor', 'application/octet-stream'],
  ['a.constructor', 'application/octet-stream'],
])('the type of %s is %s by its name', (name, type) => {
  expect(contentTypeOf(name)).toBe(type)
})

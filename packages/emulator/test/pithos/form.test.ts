import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boundaryOf, readForm } from '../../src/pithos/form.ts'

const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'))

/** Parts and their data of a form that comes in pieces of these lengths. */
async function read(form: Uint8Array, lengths: readonly number[]): Promise<string[]> {
  const pieces = (async function* () {
    let at = 0
    for (const length of lengths) {
      if (at >= form.length) return
      yield form.subarray(at, at + length)
      at += length
    }
    if (at < form.length) yield form.subarray(at)
  })()
  const parts: string[] = []
  for await (const event of readForm(pieces, 'zz')) {
    if ('part' in event) parts.push(`${event.part.name}|${event.part.filename}|${event.part.type}|`)
    else parts[parts.length - 1] += Buffer.from(event.data).toString('latin1')
  }
  return parts
}

describe('a form', () => {
  const form = bytes(
    'preamble\r\n--zz\r\nContent-Disposition: form-data; name="a"\r\n\r\nvalue\r\n' +
      '--zz\r\ncontent-disposition: form-data; name="f"; filename="x\\"y.txt"\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n' +
      'data\r\n--zy\r\n--z\r\n\r\n\u00ff\u0000\r\n--zz--\r\nepilogue\r\n--zz\r\n',
  )
  const parts = ['a|undefined||value', 'f|x"y.txt|text/plain|data\r\n--zy\r\n--z\r\n\r\n\u00ff\u0000']

  test('is read the same however its bytes come', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 200 }), async (lengths) => {
        expect(await read(form, lengths)).toEqual(parts)
      }),
    )
  })

  test('may begin with its first part and may break off', async () => {
    expect(await read(bytes('--zz\r\nContent-Disposition: form-data; name="a"\r\n\r\nhalf'), [])).toEqual([
      'a|undefined||half',
    ])
    expect(await read(bytes('--zz--'), [])).toEqual([])
    expect(await read(bytes(''), [])).toEqual([])
  })

  test('has a boundary, quoted or not', () => {
    expect(boundaryOf('multipart/form-data; boundary=zz')).toBe('zz')
    expect(boundaryOf('multipart/form-data; boundary="a b"; x=y')).toBe('a b')
    expect(boundaryOf('multipart/form-data')).toBeUndefined()
    expect(boundaryOf('multipart/form-data; boundary=')).toBeUndefined()
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readImage, writeImage } from '../src/image-codec.ts'
import { locationUrl, parseLocation } from '../src/location.ts'
import { checkProperties, propertyName } from '../src/properties.ts'

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 })

describe('headers', () => {
  it('carry any name and any property, both ways', () => {
    fc.assert(
      fc.property(text, fc.dictionary(text, fc.string({ unit: 'grapheme', maxLength: 40 })), (name, given) => {
        const unique = new Map(Object.entries(given).map(([key, value]) => [propertyName(key), value]))
        const properties = checkProperties(Object.fromEntries(unique), 'properties')
        const headers = new Headers(writeImage({ name, properties }))
        const read = readImage(headers)
        expect(read.name).toBe(name)
        expect(read.properties).toEqual(properties)
      }),
    )
  })

  it('are ASCII whatever they carry', () => {
    fc.assert(
      fc.property(text, text, (name, value) => {
        const headers = writeImage({ name, properties: { [propertyName(name)]: value } })
        for (const entry of Object.entries(headers).flat()) expect(entry).toMatch(/^[\x20-\x7e]*$/)
      }),
    )
  })

  it('say nothing of what is not given', () => {
    expect(writeImage({})).toEqual({})
    expect(writeImage({ isPublic: false, checksum: 'x' })).toEqual({
      'x-image-meta-is-public': 'False',
      'x-image-meta-checksum': 'x',
    })
  })
})

describe('locations', () => {
  it('survive being written and read', () => {
    const segment = text.filter((part) => !part.includes('/'))
    fc.assert(
      fc.property(segment, segment, text, (account, container, object) => {
        expect(parseLocation(locationUrl({ account, container, object }, 'location'))).toEqual({
          account,
          container,
          object,
        })
      }),
    )
  })
})

import { posix, win32 } from 'node:path'
import { localPath } from '@kamaki/pithos/node'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { collisionKey } from '../../../src/node/sync/collision-key.ts'

/** Names made to get out. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '/',
        '\\',
        '.',
        '..',
        ':',
        'C:',
        'c',
        '\0',
        ' ',
        'nul',
        'CON',
        '$',
        '\n',
        '%2e',
        '．',
        '\u2215',
        '\ud800',
        'ω',
        '~',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))

const runs = { numRuns: 20_000 }

describe('localPath', () => {
  it('never returns a path that leads out of a directory, and never another name’s path', () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom('linux', 'darwin', 'win32'), (name, platform) => {
        const { segments } = localPath(name, platform)
        if (segments === undefined) return
        const { join, relative, isAbsolute, resolve, sep } = platform === 'win32' ? win32 : posix
        const root = platform === 'win32' ? 'D:\\sync\\target' : '/sync/target'
        const path = resolve(root, ...segments)
        expect(path).toBe(join(root, ...segments))
        expect(path.startsWith(root + sep)).toBe(true)
        const back = relative(root, path)
        expect(isAbsolute(back)).toBe(false)
        expect(back.split(sep)).toEqual([...segments])
        expect(segments.join('/')).toBe(name)
      }),
      runs,
    )
  })

  it('takes every name of a file that there can be', () => {
    const segment = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
      .filter((text) => !/[/\0]/.test(text) && text !== '.' && text !== '..' && Buffer.byteLength(text) <= 255)
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 5 }), (segments) => {
        expect(localPath(segments.join('/'), 'linux')).toEqual({ segments })
      }),
      { numRuns: 5_000 },
    )
  })
})

describe('collisionKey', () => {
  it('is one for names that differ in case or normal form only, and changes nothing where the disk tells them apart', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (name) => {
        const key = collisionKey(name, false)
        for (const form of ['NFC', 'NFD'] as const) expect(collisionKey(name.normalize(form), false)).toBe(key)
        expect(collisionKey(name.toUpperCase(), false)).toBe(key)
        expect(collisionKey(name, true)).toBe(name)
      }),
      { numRuns: 5_000 },
    )
    expect(collisionKey('CAFÉ', false)).toBe(collisionKey('cafe\u0301', false))
    expect(collisionKey('.g\u200cit', false)).toBe(collisionKey('.GIT', false))
    expect(collisionKey('a/b', false)).not.toBe(collisionKey('a/c', false))
  })
})

import { expect, it } from 'vitest'
import { parseRawConfig } from '../src/node/raw-config.ts'

const read = (content: string): unknown =>
  Object.fromEntries([...parseRawConfig(content)].map(([name, keys]) => [name, Object.fromEntries(keys)]))

/** What `RawConfigParser(strict=False)` of Python 3.11 reads. */
const read311: readonly [what: string, content: string, sections: Record<string, Record<string, string>>][] = [
  [
    'number signs in values',
    '[a]\ntoken = ab#cd\nurl = https://x # y\n',
    { a: { token: 'ab#cd', url: 'https://x # y' } },
  ],
  [
    'semicolons in values',
    '[a]\ntoken = ab;cd\nurl = https://x ; y\n',
    { a: { token: 'ab;cd', url: 'https://x ; y' } },
  ],
  [
    'comments that are whole lines, indented or not',
    '# one\n; two\n[a]\n  # three\nk = v\n;k = w\n# k = w\n',
    { a: { k: 'v' } },
  ],
  [
    'a colon in place of the equals sign',
    '[a]\nurl: https://x:8080/a=b\ntoken : t\n',
    { a: { url: 'https://x:8080/a=b', token: 't' } },
  ],
  ['a value that begins with a delimiter', '[a]\nk == v\nl =: w\n', { a: { k: '= v', l: ': w' } }],
  ['a byte order mark', '\ufeff[a]\nk = v\n', { a: { k: 'v' } }],
  [
    'line ends of Windows and of old Macs',
    '[a]\r\nk = v\r\nl = w\r[b]\rk = v\r',
    { a: { k: 'v', l: 'w' }, b: { k: 'v' } },
  ],
  ['several words in a value', '[a]\ntoken = one two\tthree\n', { a: { token: 'one two\tthree' } }],
  [
    'lines that continue a value',
    '[a]\ntoken = one\n  two\n\tthree\nk = v\n',
    { a: { token: 'one\ntwo\nthree', k: 'v' } },
  ],
  ['an empty line within a continued value', '[a]\nk = one\n\n  two\n\nl = v\n', { a: { k: 'one\n\ntwo', l: 'v' } }],
  ['a comment within a continued value', '[a]\nk = one\n# no\n  two\n', { a: { k: 'one\ntwo' } }],
  ['a value that begins in the next line', '[a]\nk =\n  v\n', { a: { k: '\nv' } }],
  [
    'a line that is indented as deeply as the key before it',
    '[a]\n  k = v\n  l = w\n m = x\n',
    { a: { k: 'v', l: 'w', m: 'x' } },
  ],
  ['an indented section', '[a]\n  k = v\n  [b]\nl = w\n', { a: { k: 'v' }, b: { l: 'w' } }],
  [
    'an indented line that looks like a section or a key',
    '[a]\nk = v\n  [b]\n  l = w\n',
    { a: { k: 'v\n[b]\nl = w' } },
  ],
  ['keys in any letter case', '[a]\nURL = u\nToken = t\n', { a: { url: 'u', token: 't' } }],
  ['section names in their own letter case', '[A]\nk = v\n[a]\nk = w\n', { A: { k: 'v' }, a: { k: 'w' } }],
  ['a key that is repeated', '[a]\nk = v\nK = w\n', { a: { k: 'w' } }],
  ['a section that is repeated', '[a]\nk = v\nl = v\n[b]\n[a]\nl = w\n', { a: { k: 'v', l: 'w' }, b: {} }],
  [
    'the defaults of all sections',
    '[a]\nk = own\n[DEFAULT]\nk = v\nl = w\n[b]\n',
    { a: { k: 'own', l: 'w' }, b: { k: 'v', l: 'w' } },
  ],
  ['an empty value', '[a]\nk =\nl = \n', { a: { k: '', l: '' } }],
  ['quotes as part of a value', '[a]\nk = "v"\nl = \'w\'\n', { a: { k: '"v"', l: "'w'" } }],
  ['no interpolation', '[a]\nk = %(l)s $l %\nl = w\n', { a: { k: '%(l)s $l %', l: 'w' } }],
  ['backslashes as they are', '[a]\nk = C:\\\\x\\n\n', { a: { k: 'C:\\\\x\\n' } }],
  ['what follows the bracket of a section ignored', '[a] # note\nk = v\n', { a: { k: 'v' } }],
  [
    'brackets in the name of a section',
    '[cloud "a[b]"]\nk = v\n[]]\nk = w\n',
    { 'cloud "a[b]"': { k: 'v' }, ']': { k: 'w' } },
  ],
  ['dots in the name of a section and of a key', '[cloud "a.b.c"]\na.b = v\n', { 'cloud "a.b.c"': { 'a.b': 'v' } }],
  [
    'a key with spaces, brackets and quotes',
    '[a]\na b = v\n"k" = w\nk[] = x\n',
    { a: { 'a b': 'v', '"k"': 'w', 'k[]': 'x' } },
  ],
  [
    'names of properties of objects',
    '[__proto__]\nk = v\n[constructor]\n__proto__ = w\n',
    { ['__proto__']: { k: 'v' }, constructor: { ['__proto__']: 'w' } },
  ],
  [
    'spaces that only Unicode knows',
    '[a]\n\u3000\nk\u00a0=\u2003v\u00a0w\u2003\n\u00a0 x\n',
    { a: { k: 'v\u00a0w\nx' } },
  ],
  ['no more than a line end', '\n', {}],
]

it.each(read311)('reads as Python does: %s', (_what, content, sections) => {
  expect(read(content)).toEqual(sections)
})

it.each([
  ['a line before the first section', 'k = v\n[a]\n', 1],
  ['a line that is neither', '[a]\nk = v\nnonsense\n', 3],
  ['a key without a name', '[a]\n= v\n', 2],
  ['a section without a name', '[]\nk = v\n', 1],
  ['a section without an end', '[a]\n[b\n', 2],
])('rejects as Python does: %s', (_what, content, line) => {
  expect(() => parseRawConfig(content)).toThrow(SyntaxError)
  expect(() => parseRawConfig(content)).toThrow(new RegExp(`^line ${line} `))
})

it('shows nothing of a line that it cannot read, which may be a token', () => {
  for (const content of ['s3cret\n', '[a]\ns3cret\n', '[a]\n= s3cret\n']) {
    expect(() => parseRawConfig(content)).toThrow(/^(?!.*s3cret)/)
  }
})

it('takes time in proportion to the length of the file', () => {
  const started = performance.now()
  for (const line of [
    ' '.repeat(200_000),
    `a${' '.repeat(200_000)}b`,
    `a =${' '.repeat(200_000)}b`,
    '['.repeat(200_000),
  ])
    read(`[a]\nk = v\n${line} = 1\n`)
  expect(performance.now() - started).toBeLessThan(2_000)
})

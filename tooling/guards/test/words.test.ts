import { describe, expect, it } from 'vitest'
import { words } from '../src/words.ts'
import { messages } from './workspace.ts'

const found = async (file: string, text: string): Promise<string[]> =>
  (await messages(words, { [file]: text })).map((message) => message.replace(/^\S+:(\d+) ("[^"]+").*$/s, '$1 $2'))

const source = 'packages/dns/src/zones.ts'

describe('the words of code', () => {
  it('are checked in comments', async () => {
    expect(await found(source, '/**\n * What the server answers.\n */\nexport const a = 1 // is no number\n')).toEqual([
      '2 "answers"',
      '4 "is no"',
    ])
  })

  it('are checked in messages, in parts of templates too', async () => {
    const code = `throw new Error('must be a text')\nconst m = \`\${name} refuses \${value} in vain\`\n`
    expect(await found(source, code)).toEqual(['1 "text"', '2 "in vain"', '2 "refuses"'])
  })

  it('are checked in what a page shows', async () => {
    expect(
      await found('tooling/page/src/app.tsx', 'const a = <p title="in vain it waits">it gives a text</p>\n'),
    ).toEqual(['1 "gives"', '1 "in vain"', '1 "text"'])
  })

  it('are not checked in names, keys and single words', async () => {
    expect(await found(source, "const reply = { text: 'text', answer: 'refused' }\nawait response.text()\n")).toEqual(
      [],
    )
  })

  it('are not checked in code and links of a comment', async () => {
    const comment =
      '/** Calls `response.text()` of {@link Reply}; see https://example.org/text.\n * @param text what it holds */\n'
    expect(await found(source, comment)).toEqual([])
  })

  it('are checked in the names of tests, and not in what they send', async () => {
    const test = "it('refuses a name', () => send('a text to send'))\nit.each([1])('gives %s', () => 0)\n"
    expect(await found('packages/dns/test/zones.test.ts', test)).toEqual(['1 "refuses"', '2 "gives"'])
  })
})

it('checks the words of documentation, code left out', async () => {
  const page = 'A reply.\n\n```ts\nconst reply = 1\n```\n\n    reply\n\nThe `reply`, and [him](reply.md).\n'
  expect(await found('packages/dns/README.md', page)).toEqual(['1 "reply"', '9 "him"'])
})

describe('a word that is right where it stands', () => {
  it.each([
    'There is no such server, and it is no longer there.',
    'The type is text/plain; a text file is plain text.',
    'The connection was refused.',
    'It gives up after five attempts.',
    'It makes sense, and makes a request.',
    'What is given to the function.',
  ])('is left alone: %s', async (sentence) => {
    expect(await found('docs/page.md', sentence)).toEqual([])
  })
})

it('says what to write instead', async () => {
  expect(await messages(words, { 'docs/page.md': 'The answer.' })).toEqual([
    'docs/page.md:1 "answer" in "...The answer...."; write: response; responds',
  ])
})

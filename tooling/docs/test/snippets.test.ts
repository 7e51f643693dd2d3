import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checkTypes } from '../src/check-types.ts'
import { programOf } from '../src/snippets.ts'

const root = new URL('../../../', import.meta.url)
const read = (name: string): string => readFileSync(new URL(name, root), 'utf8')
const texts = ['README.md', ...readdirSync(new URL('docs/', root)).map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith('.md'),
)

/** Pages that are tables and pictures. */
const CODELESS = new Set(['docs/compatibility.md', 'docs/how-do-i.md', 'docs/how-it-works.md', 'docs/performance.md'])

describe('the TypeScript of the documentation', () => {
  it('stands in the README and in all of docs/', () => {
    expect(texts).toEqual(expect.arrayContaining(['README.md', 'docs/extending.md', 'docs/from-kamaki.md']))
    for (const text of texts) expect(CODELESS.has(text) || read(text).includes('```ts\n'), text).toBe(true)
  })

  it('is right', () => {
    const mistakes = checkTypes(new Map(texts.map((name) => [`${name}.ts`, programOf(read(name))])))
    expect(mistakes.map(({ file, line, message }) => `${file.slice(0, -'.ts'.length)}:${line} ${message}`)).toEqual([])
  })

  it('is looked at in earnest', () => {
    const text = '# A text\n\n```ts\nconst a: string = "a"\n```\n\nand\n\n```ts\nconst b: number = a\n```\n'
    const mistakes = checkTypes(new Map([['docs/wrong.md.ts', programOf(text)]]))
    expect(mistakes).toEqual([
      { file: 'docs/wrong.md.ts', line: 10, message: "Type 'string' is not assignable to type 'number'." },
    ])
  })
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesIn } from './files.ts'
import type { Finding, Guard } from './findings.ts'
import { GLOSSARY, type Term } from './glossary.ts'
import { type Prose, proseOfCode, proseOfMarkdown } from './prose.ts'

/** Messages, comments, documentation and test names use the words of the glossary. */
export const words: Guard = {
  name: 'words',
  advice: 'Use the word of the glossary (tooling/guards/src/glossary.ts); put code in `backticks`.',
  async run(root) {
    return filesIn(root, CHECKED).flatMap((file) => {
      const source = readFileSync(join(root, file), 'utf8')
      const prose = file.endsWith('.md') ? proseOfMarkdown(source) : proseOfCode(file, source)
      return prose.flatMap((piece) => GLOSSARY.flatMap((term) => misused(file, piece, term)))
    })
  },
}

const CHECKED =
  /^((packages|tooling)\/[^/]+\/((src|test|examples)\/.*\.(tsx?|mjs)|README\.md)|docs\/.*\.md|[A-Z]+\.md|\.github\/.*\.md)$/

function misused(file: string, { line, text }: Prose, { word, instead, unless }: Term): Finding[] {
  const right = unless ? text.replace(unless, (match) => ' '.repeat(match.length)) : text
  return [...right.matchAll(word)].map(({ 0: found, index }) => {
    const at = line + text.slice(0, index).split('\n').length - 1
    const around = text.slice(Math.max(0, index - 30), index + found.length + 30).replace(/\s+/g, ' ')
    return { key: file, message: `${file}:${at} "${found}" in "...${around}..."; write: ${instead}` }
  })
}

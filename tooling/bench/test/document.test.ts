import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { page, pageText, readResults } from '../src/report/document.ts'

it('docs/performance.md is what was measured and what is written in tooling/bench/text: pnpm bench --docs-only', () => {
  expect(readFileSync(page, 'utf8')).toBe(pageText(readResults()))
})

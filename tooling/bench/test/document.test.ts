import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { page, pageText, readResults } from '../src/report/document.ts'

it('docs/performance.md is what was measured and the words around it: pnpm bench --docs-only writes it anew', () => {
  expect(readFileSync(page, 'utf8')).toBe(pageText(readResults()))
})

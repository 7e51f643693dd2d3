import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { documentFile, documentText } from '../src/document.ts'

it('docs/reliability.md is what the data of the matrix says (pnpm reliability --document writes it)', () => {
  expect(readFileSync(documentFile, 'utf8')).toBe(documentText())
})

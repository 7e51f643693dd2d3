import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Guard } from '../src/findings.ts'

/** A small workspace of these files, until the end of the test; returns its folder. */
export function workspace(files: Readonly<Record<string, string | object>>): string {
  const root = mkdtempSync(join(tmpdir(), 'kamaki-guards-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  }
  return root
}

/** What a guard says of a workspace of these files. */
export async function messages(guard: Guard, files: Readonly<Record<string, string | object>>): Promise<string[]> {
  const findings = await guard.run(workspace(files))
  return findings.map(({ message }) => message).sort()
}

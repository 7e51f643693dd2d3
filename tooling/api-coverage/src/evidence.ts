import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const inPackage = '.tmp/api-evidence'

/** Where the tests of the package in `cwd` write down which operations they saw a response to. */
export function evidenceFolder(cwd: string): string {
  return join(cwd, inPackage)
}

/** Vitest's global set-up: a run begins with none. */
export function setup(): void {
  const folder = evidenceFolder(process.cwd())
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
}

/** The operations that the last run of a package's tests saw a response to. */
export function recordedOperations(packageFolder: string): readonly string[] {
  const folder = evidenceFolder(packageFolder)
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'))
}

import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { errno } from './file-error.ts'

/**
 * Creates a directory, and those above it that are missing. Step by step: Node 20's own `recursive` tries for ever where a file system
 * has no room for one (`/proc`).
 */
export async function makeDirectory(path: string, mode?: number): Promise<void> {
  const there = await stat(path).catch(() => undefined)
  if (there?.isDirectory() === true) return
  const parent = dirname(path)
  if (parent !== path) await makeDirectory(parent, mode)
  try {
    await mkdir(path, mode)
  } catch (error) {
    // Somebody else may have created it meanwhile.
    if (errno(error) !== 'EEXIST' || !(await stat(path)).isDirectory()) throw error
  }
}

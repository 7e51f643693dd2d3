import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Creates a directory, and those above it that are missing. Step by step: Node 20's own `recursive` tries for ever where a file system
 * has no room for one (`/proc`).
 */
export async function makeDirectory(path: string, mode?: number): Promise<void> {
  const parent = dirname(path)
  const isThere = (of: string): Promise<boolean> => stat(of).then(Boolean, () => false)
  if (parent !== path && !(await isThere(path)) && !(await isThere(parent))) await makeDirectory(parent, mode)
  try {
    await mkdir(path, mode)
  } catch (error) {
    // It may have been there, or somebody else may have created it meanwhile.
    if (!(await stat(path).catch(() => undefined))?.isDirectory()) throw error
  }
}

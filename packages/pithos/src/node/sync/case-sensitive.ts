import type { BigIntStats } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { lookAt } from '../files/regular-file.ts'

function swapCase(text: string): string {
  return text.replace(/[a-z]/gi, (char) => (char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase()))
}

/**
 * Whether names on the disk are case-sensitive: seen by whether the directory has its own name in the other case too, without writing
 * anything. Where that cannot be seen, what the system usually does.
 */
export async function isCaseSensitive(directory: string, platform: string): Promise<boolean> {
  const usual = platform !== 'win32' && platform !== 'darwin'
  for (let path = directory; path !== dirname(path); path = dirname(path)) {
    const swapped = swapCase(basename(path))
    if (swapped === basename(path)) continue
    let here: BigIntStats
    try {
      here = await stat(path, { bigint: true })
    } catch {
      return usual
    }
    const other = await lookAt(join(dirname(path), swapped)).catch(() => undefined)
    // One directory may be case-sensitive and another one not: if they differ, the system's habit decides.
    return other === undefined ? usual || path === directory : other.ino !== here.ino || other.dev !== here.dev
  }
  return usual
}

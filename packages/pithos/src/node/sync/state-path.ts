import { createHash } from 'node:crypto'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where the user's caches are, by the rules of the system. */
function cacheDirectory(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env
  if (XDG_CACHE_HOME !== undefined && XDG_CACHE_HOME !== '') return XDG_CACHE_HOME
  if (process.platform === 'win32') return LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches')
  return join(homedir(), '.cache')
}

/** Where the hashes of a directory's files are kept, by default: outside of it, since what is in it is the user's. */
export function defaultStatePath(root: string): string {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 32)
  return join(cacheDirectory(), 'kamaki', 'sync', `${name}.state`)
}

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A door of a package: what `exports` of its package.json names. */
export interface Entry {
  readonly folder: string
  readonly packageName: string
  /** The declarations that a consumer gets, built into `dist/`. */
  readonly types: string
  /** Where its public API is written down, in `etc/` of the package, without extension: `core-toolkit` for `./toolkit`. */
  readonly report: string
}

/** The entries of all packages. */
export function entriesOf(root: string): Entry[] {
  return readdirSync(join(root, 'packages')).flatMap((name) => {
    const folder = join(root, 'packages', name)
    const { name: packageName, exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    return Object.entries<string | { types?: string }>(exports ?? {}).flatMap(([door, target]) => {
      if (typeof target === 'string' || !target.types) return []
      const report = [name, ...door.split('/').slice(1)].join('-')
      return [{ folder, packageName, types: join(folder, target.types), report }]
    })
  })
}

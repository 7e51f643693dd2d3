import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root: string = fileURLToPath(new URL('../../..', import.meta.url))

/** A package that is published. */
export interface Package {
  readonly name: string
  /** From the root of the workspace. */
  readonly folder: string
  readonly version: string
  readonly entries: readonly string[]
  /** Entries that work within another program only, a peer dependency of their name: `@kamaki/emulator/vitest`, `@kamaki/core/opentelemetry`. */
  readonly hostedEntries: readonly string[]
}

interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly exports?: Readonly<Record<string, unknown>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

export function publishedPackages(): Package[] {
  return readdirSync(join(root, 'packages')).flatMap((folder) => {
    const manifest = JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8')) as Manifest
    if (manifest.private) return []
    const { name, version, exports = {}, peerDependencies = {} } = manifest
    const all = Object.keys(exports).filter((entry) => !entry.endsWith('.json'))
    const isHosted = (entry: string): boolean =>
      Object.keys(peerDependencies).some((peer) => peer.replace(/^@|\/.*$/g, '') === entry.slice(2))
    const full = (entry: string): string => name + entry.slice(1)
    const entries = all.filter((entry) => !isHosted(entry)).map(full)
    return [{ name, folder: `packages/${folder}`, version, entries, hostedEntries: all.filter(isHosted).map(full) }]
  })
}

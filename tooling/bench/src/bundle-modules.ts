import { SourceMap } from 'node:module'
import { bundle, compressed } from './bundle-size.ts'

/** What a module adds to a bundle. */
export interface ModuleShare {
  /** Its source, by its path below the packages; of a dependency, its name. */
  readonly module: string
  /** Characters of the bundle that are its own. */
  readonly length: number
  /** By how many bytes the compressed bundle is smaller without them. Less than all together: modules repeat each other. */
  readonly bytes: number
}

/** What each module adds to the bundle of a package's client, the largest first. */
export async function moduleShares(packageName: string): Promise<ModuleShare[]> {
  const { code, map } = await bundle(packageName)
  const owners = ownersOf(code, map)
  const whole = compressed(code)
  const shares = [...new Set(owners)].map((module) => {
    const rest = [...code].filter((_, index) => owners[index] !== module).join('')
    return { module, length: code.length - rest.length, bytes: whole - compressed(rest) }
  })
  return shares.sort((a, b) => b.bytes - a.bytes)
}

/** The module that each character comes from. */
function ownersOf(code: string, map: string): string[] {
  const sources = new SourceMap(JSON.parse(map))
  return code.split('\n').flatMap((line, row) =>
    [...line, '\n'].map((_, column) => {
      const entry = sources.findEntry(row, column)
      return 'originalSource' in entry ? nameOf(entry.originalSource) : ''
    }),
  )
}

function nameOf(source: string): string {
  const [, dependency] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source) ?? []
  return dependency ?? source.replace(/^.*packages\//, '')
}

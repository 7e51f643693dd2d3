import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

interface SourceMap {
  readonly sources: readonly string[]
  readonly sourcesContent?: readonly (string | null)[]
}

/** The sources that maps of an installed package name without holding them, and that are not there: an editor that jumps to one finds nothing. */
export function missingSources(folder: string): string[] {
  const files = readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' })
  const maps = files.filter((file) => file.endsWith('.map'))
  if (!maps.some((file) => file.endsWith('.d.ts.map'))) return ['(no map of a declaration)']
  return maps.flatMap((file) => {
    const path = join(folder, 'dist', file)
    const { sources, sourcesContent = [] } = JSON.parse(readFileSync(path, 'utf8')) as SourceMap
    return sources
      .filter((source, index) => !sourcesContent[index] && !existsSync(join(dirname(path), source)))
      .map((source) => `${source} of ${file}`)
  })
}

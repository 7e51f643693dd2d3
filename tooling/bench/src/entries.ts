import { readdirSync, readFileSync } from 'node:fs'

const root = new URL('../../../packages/', import.meta.url)

interface Entry {
  /** What users import: `@kamaki/core/node`. */
  readonly name: string
  /** The folder of its package. */
  readonly folder: URL
  /** The file that is loaded. */
  readonly file: URL
}

/** What users can import of the packages. */
export const entries: readonly Entry[] = readdirSync(root).flatMap((name) => {
  const folder = new URL(`${name}/`, root)
  const { exports } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')) as {
    exports: Record<string, { default: string } | string>
  }
  return Object.entries(exports).flatMap(([path, target]) =>
    typeof target === 'string'
      ? []
      : [{ name: `@kamaki/${name}${path.slice(1)}`, folder, file: new URL(target.default, folder) }],
  )
})

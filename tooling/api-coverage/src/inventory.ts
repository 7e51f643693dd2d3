// The operations of api/*.json and the map that names the method for each.
import { readdirSync, readFileSync } from 'node:fs'

/** A service has a file in `api/`, with its operations, and one in `map/`. */
export const services: readonly string[] = readdirSync(new URL('../map', import.meta.url)).map((file) =>
  file.replace('.json', ''),
)

export interface Operation {
  readonly id: string
  readonly method: string
  readonly path: string
  /** HTTP codes of success; an empty list means: routed, and always rejected. */
  readonly success: readonly number[]
}

/** `Class.method` of a package, or the reason why no method covers the operation. */
export type Covering = string | { readonly leftOut: string }

const read = <T>(path: string): T => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as T

export function operationsOf(service: string): readonly Operation[] {
  return read<{ operations: Operation[] }>(`../api/${service}.json`).operations
}

/** The method that covers each operation, and the package whose tests exercise the service. */
export function mapOf(service: string): {
  readonly packageName: string
  readonly map: Readonly<Record<string, Covering>>
} {
  const { package: packageName, ...map } = read<{ package: string } & Record<string, Covering>>(
    `../map/${service}.json`,
  )
  return { packageName, map }
}

/**
 * Whether a request is one of `operation`: the same verb, and a path that ends like the operation's template, whose
 * last segment may hold slashes (object names do).
 */
export function isRequestOf(operation: Operation, method: string, url: string): boolean {
  const verbs = operation.method.split('|')
  if (operation.method !== 'ANY' && !verbs.includes(method)) return false
  const template = operation.path.replace(/\?.*$/, '')
  if (template === '/') return true
  const pattern = template
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => segment.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^{}]+\}/g, '.+'))
    .join('/')
  return new RegExp(`/${pattern}/?$`).test(new URL(url, 'http://cloud').pathname)
}

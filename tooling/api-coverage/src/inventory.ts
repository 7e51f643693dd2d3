// The operations of api/*.json and the map that names the method for each.
import { existsSync, readFileSync } from 'node:fs'

export const services = ['identity', 'compute', 'volume', 'pithos', 'network', 'image'] as const
export type ServiceName = (typeof services)[number]

export interface Operation {
  readonly id: string
  readonly method: string
  readonly path: string
  /** HTTP codes of success; an empty list means: routed, and always refused. */
  readonly success: readonly number[]
}

/** `Class.method` of a package, or the reason why no method covers the operation. */
export type Covering = string | { readonly leftOut: string }

const read = <T>(path: string): T => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as T

export function operationsOf(service: ServiceName): readonly Operation[] {
  return read<{ operations: Operation[] }>(`../api/${service}.json`).operations
}

export function mapOf(service: ServiceName): Readonly<Record<string, Covering>> {
  const path = `../map/${service}.json`
  return existsSync(new URL(path, import.meta.url)) ? read(path) : {}
}

/** The package whose tests exercise a service. */
export const packageOf: Readonly<Record<ServiceName, string>> = {
  identity: 'astakos',
  compute: 'cyclades',
  volume: 'cyclades',
  pithos: 'pithos',
  network: 'network',
  image: 'image',
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

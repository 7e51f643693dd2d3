import { readFileSync } from 'node:fs'

/** A field as the inventories describe it. */
export interface Field {
  type?: string
  fields?: Record<string, Field>
  enum?: string[]
}

/** An operation of the inventories, with where it is served. */
export interface Operation {
  id: string
  method: string
  /** Below the origin, with `{name}` where something goes. */
  path: string
  query: string[]
  headers: string[]
  body: Record<string, Field>
}

const BASES: Readonly<Record<string, string>> = {
  account: '/astakos/account/v1.0',
  identity: '/astakos/identity/v2.0',
  astakos_auth: '/astakos/oauth2',
  astakos_weblogin: '/astakos/weblogin',
  astakos_admin: '/astakos/admin',
  compute: '/cyclades/compute/v2.0',
  cyclades_userdata: '/cyclades/userdata',
  admin: '/cyclades/admin',
  vmapi: '/cyclades/vmapi/v1.0',
  '(none)': '/cyclades',
  volume: '/cyclades/volume/v2.0',
  network: '/cyclades/network/v2.0',
  image: '/cyclades/image/v1.0',
  'object-store': '/pithos/object-store/v1',
}

interface Inventory {
  operations: {
    id: string
    method: string
    path: string
    pathBase?: string
    serviceType: string
    query: Record<string, unknown> | null
    requestHeaders: Record<string, unknown> | null
    requestBody: Record<string, Field> | null
  }[]
}

function baseOf(service: string, pathBase: string | undefined, path: string): string {
  if (pathBase === 'uiURL') return '/astakos/ui'
  const base = BASES[service] ?? '/cyclades'
  const versioned = /^\/v\d/.test(path)
  return pathBase === 'serviceRoot' || versioned ? base.replace(/\/v[\d.]+$/, '') : base
}

/** Every operation of all six inventories. */
export function operations(): Operation[] {
  return ['identity', 'compute', 'volume', 'network', 'image', 'pithos'].flatMap((name) => {
    const file = new URL(`../../../../tooling/api-coverage/api/${name}.json`, import.meta.url)
    const inventory = JSON.parse(readFileSync(file, 'utf8')) as Inventory
    return inventory.operations.map((operation) => ({
      id: operation.id,
      method: operation.method,
      path: baseOf(operation.serviceType, operation.pathBase, operation.path) + operation.path,
      query: Object.keys(operation.query ?? {}).filter((name) => name !== 'X-Auth-Token'),
      headers: Object.keys(operation.requestHeaders ?? {}).filter((header) =>
        /^(?!X-Auth-Token$)[\w-]+$/i.test(header),
      ),
      body: operation.requestBody ?? {},
    }))
  })
}

import { readFileSync } from 'node:fs'

/** A field of a body, as the inventories describe it. */
export interface Field {
  readonly type?: string
  readonly required?: boolean
  readonly enum?: readonly string[]
  readonly fields?: Readonly<Record<string, Field>>
}

/** An operation of the inventories and where it is served. */
export interface Operation {
  readonly id: string
  /** `identity`, `compute`, `volume`, `network`, `image` or `pithos`. */
  readonly service: string
  readonly method: string
  /** A type of the service catalog, as in scenarios. */
  readonly base: string
  /** With `{name}` where something goes. */
  readonly path: string
  readonly query: readonly string[]
  readonly headers: readonly string[]
  readonly body: Readonly<Record<string, Field>>
  readonly auth: string
}

interface Inventory {
  readonly types?: Readonly<Record<string, Readonly<Record<string, Field>>>>
  readonly operations: readonly {
    readonly id: string
    readonly method: string
    readonly path: string
    readonly pathBase?: string
    readonly serviceType: string
    readonly query: Readonly<Record<string, unknown>> | null
    readonly requestHeaders: Readonly<Record<string, unknown>> | null
    readonly requestBody: Readonly<Record<string, Field>> | null
    readonly auth: string
  }[]
}

export const SERVICES = ['identity', 'compute', 'volume', 'network', 'image', 'pithos'] as const

/** What the catalog's URL of a service lacks, and names that are not in the catalog. */
const VERSIONS: Readonly<Record<string, string>> = { network: '/v2.0', volume: '/v2.0', image: '/v1.0' }
const BASES: Readonly<Record<string, string>> = { cyclades_userdata: 'userdata', astakos_admin: 'astakos-admin' }

/** Every operation of all services that has a place in the catalog or beside it. */
export function operations(): Operation[] {
  return SERVICES.flatMap((service) => {
    const file = new URL(`../../../api-coverage/api/${service}.json`, import.meta.url)
    const inventory = JSON.parse(readFileSync(file, 'utf8')) as Inventory
    return inventory.operations
      .filter(({ pathBase, serviceType }) => pathBase !== 'uiURL' && serviceType !== '(none)')
      .map((operation) => operationOf(service, operation, inventory.types ?? {}))
  })
}

function operationOf(
  service: string,
  {
    id,
    method,
    path,
    pathBase,
    serviceType,
    query,
    requestHeaders,
    requestBody,
    auth,
  }: Inventory['operations'][number],
  types: NonNullable<Inventory['types']>,
): Operation {
  const atRoot = pathBase === 'serviceRoot' || path === '/' || /^\/v\d/.test(path)
  const base = BASES[serviceType] ?? serviceType
  return {
    id,
    service,
    method,
    base: pathBase === 'serviceRoot' ? `${base}:root` : base,
    path: (atRoot ? '' : (VERSIONS[base] ?? '')) + path,
    // A token in the URL ends up in logs.
    query: Object.keys(query ?? {}).filter((name) => name !== 'X-Auth-Token' && name !== 'renew'),
    headers: Object.keys(requestHeaders ?? {}).filter((name) =>
      /^(?!X-Auth-Token$|Content-Length$|Transfer-Encoding$)[\w*-]+$/i.test(name),
    ),
    body: expanded(requestBody ?? {}, types),
    auth,
  }
}

/** Lists and objects of a named type get that type's fields. */
function expanded(
  fields: Readonly<Record<string, Field>>,
  types: NonNullable<Inventory['types']>,
): Readonly<Record<string, Field>> {
  const entries = Object.entries(fields).map(([name, field]): [string, Field] => {
    const named = types[/\b[A-Z]\w+(?=\[\]|>)/.exec(field.type ?? '')?.[0] ?? '']
    const inner = field.fields ?? named
    return [name, inner ? { ...field, fields: expanded(inner, types) } : field]
  })
  return Object.fromEntries(entries)
}

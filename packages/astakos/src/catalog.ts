import { EndpointNotFoundError } from '@kamaki/core'
import { type LiteralUnion, requireArray, requireObject, requireString, safeUrl } from '@kamaki/core/toolkit'

/** Where one version of a service is, as Astakos lists it. */
export interface CatalogEndpoint {
  publicURL: string
  /** `v1.0`, `v2.0` ...; empty for services without versions. */
  versionId: string
  /** `default` on Synnefo. */
  region: string
  readonly 'SNF:uiURL'?: string | null | undefined
  /** Only on `astakos_weblogin`. */
  readonly 'SNF:webloginURL'?: string | undefined
  /** A string, not a boolean. `False`: `publicURL` lacks the version, which the client appends. */
  readonly 'SNF:exposeVersion'?: LiteralUnion<'True' | 'False'> | undefined
}

/** A service of the cloud with its endpoints. */
export interface CatalogService {
  /** `cyclades_compute`, `pithos_object-store` ... */
  name: string
  /** `compute`, `object-store` ...: the `serviceType` of a client class. */
  type: string
  endpoints: CatalogEndpoint[]
  /** Always empty. */
  readonly endpoints_links?: unknown[] | undefined
}

/** Which endpoint. Case does not matter. */
export interface EndpointQuery {
  /** `compute`, or `CycladesComputeClient.serviceType`. */
  readonly type?: string | undefined
  /** Name of the service, such as `cyclades_compute`. */
  readonly name?: string | undefined
  readonly region?: string | undefined
  /** `v2.0` ... */
  readonly version?: string | undefined
}

/** An endpoint with the service it belongs to, and the URL to use. */
export interface FoundEndpoint {
  service: CatalogService
  endpoint: CatalogEndpoint
  /** `publicURL`, with `versionId` appended where Synnefo leaves it out (`SNF:exposeVersion` is `False`). */
  url: string
}

/** The services of a cloud and where they are: the same for each of its users. Entries that cannot be read are left out. */
export class Catalog {
  readonly services: readonly CatalogService[]

  constructor(services: readonly CatalogService[]) {
    this.services = readableServices(requireArray(services, 'services'))
  }

  /** All endpoints that match; without a query, all there are. */
  find(query: EndpointQuery = {}): FoundEndpoint[] {
    checkQuery(query)
    const found: FoundEndpoint[] = []
    for (const service of this.services) {
      if (!same(query.type, service.type) || !same(query.name, service.name)) continue
      for (const endpoint of service.endpoints) {
        if (!same(query.version, endpoint.versionId) || !same(query.region, endpoint.region)) continue
        found.push({ service, endpoint, url: endpointUrl(endpoint) })
      }
    }
    return found
  }

  /**
   * The one endpoint that matches.
   *
   * @throws {EndpointNotFoundError} if none does, or several do; it lists what there is.
   */
  endpoint(query: EndpointQuery): FoundEndpoint {
    const found = this.find(query)
    const [only] = found
    if (only !== undefined && found.length === 1) return only
    throw this.#error(query, found)
  }

  /**
   * The service of a type, with all its endpoints.
   *
   * @throws {EndpointNotFoundError} if the cloud has no such service; it lists what there is.
   */
  service(type: string): CatalogService {
    const service = this.services.find((candidate) => same(type, candidate.type))
    if (service === undefined) throw this.#error({ type }, [])
    return service
  }

  /** What is wrong with a catalog that has no endpoint, and what to do. */
  #emptiness(): string {
    const what =
      this.services.length > 0
        ? `whose services (${[...new Set(this.services.map(({ type }) => type))].join(', ')}) have no endpoint with a valid URL`
        : 'without a service that has a type and a name'
    return `${what}. Check the authentication URL; if it is right, the people who run the cloud have to repair the catalog`
  }

  #error(query: EndpointQuery, found: readonly FoundEndpoint[]): EndpointNotFoundError {
    return new EndpointNotFoundError(this.#explain(query, found), {
      serviceType: query.type ?? '',
      available: [...new Set(this.services.map(({ type }) => type))],
    })
  }

  #explain(query: EndpointQuery, found: readonly FoundEndpoint[]): string {
    const wanted = (['type', 'name', 'version', 'region'] as const)
      .filter((key) => query[key] !== undefined)
      .map((key) => `${key} ${JSON.stringify(query[key])}`)
      .join(', ')
    if (found.length > 1) {
      const those = found.map(
        ({ url, endpoint }) => `${safeUrl(url)} (version ${endpoint.versionId}, region ${endpoint.region})`,
      )
      return `${found.length} endpoints of this cloud match ${wanted}: ${those.join('; ')}. Name the version or the region as well`
    }
    // A known service in the wrong version or region: its own endpoints help, not the whole catalog.
    const near = query.type === undefined ? [] : this.find({ type: query.type })
    const listed = (near.length > 0 ? near : this.find()).map(({ service, endpoint }) =>
      [service.type, endpoint.versionId].filter(Boolean).join(' '),
    )
    if (listed.length === 0)
      return `No endpoint of ${wanted}: the cloud responded with a service catalog ${this.#emptiness()}`
    return `This cloud has no endpoint of ${wanted}. It has: ${[...new Set(listed)].join(', ')}`
  }
}

/** @throws {InvalidArgumentError} for anything but strings in a query. */
export function checkQuery(query: EndpointQuery): void {
  requireObject(query, 'query')
  for (const key of ['type', 'name', 'region', 'version'] as const) {
    const value = query[key]
    if (value !== undefined) requireString(value, key)
  }
}

/** The URL that calls of an endpoint start with. */
export function endpointUrl(endpoint: CatalogEndpoint): string {
  const url = requireString(requireObject(endpoint, 'endpoint').publicURL, 'endpoint.publicURL').replace(/\/+$/, '')
  const version = endpoint.versionId
  const hidden = endpoint['SNF:exposeVersion']?.toLowerCase() === 'false'
  return hidden && version && !url.endsWith(`/${version}`) ? `${url}/${version}` : url
}

function same(wanted: string | undefined, actual: string | null | undefined): boolean {
  return wanted === undefined || wanted.toLowerCase() === actual?.toLowerCase()
}

/** The services of a catalog that can be read, with the endpoints that can. */
export function readableServices(services: readonly CatalogService[]): CatalogService[] {
  return services.filter(isService).map(withReadableEndpoints)
}

function isService(service: unknown): service is CatalogService {
  return isRecord(service) && typeof service['type'] === 'string' && isText(service['name'])
}

/** The same service, if all its endpoints can be read. */
function withReadableEndpoints(service: CatalogService): CatalogService {
  const endpoints: unknown = service.endpoints
  if (!Array.isArray(endpoints)) return { ...service, endpoints: [] }
  return endpoints.every(isEndpoint) ? service : { ...service, endpoints: endpoints.filter(isEndpoint) }
}

function isEndpoint(endpoint: unknown): endpoint is CatalogEndpoint {
  return (
    isRecord(endpoint) &&
    typeof endpoint['publicURL'] === 'string' &&
    URL.canParse(endpoint['publicURL']) &&
    ['versionId', 'region', 'SNF:uiURL', 'SNF:webloginURL', 'SNF:exposeVersion'].every((key) => isText(endpoint[key]))
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Or nothing. */
function isText(value: unknown): boolean {
  return typeof value === 'string' || value === undefined || value === null
}

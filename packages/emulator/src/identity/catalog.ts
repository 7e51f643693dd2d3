interface Service {
  type: string
  name: string
  component: 'astakos' | 'pithos' | 'cyclades'
  /** Path below the component. */
  path: string
  version: string
  /** Is the version part of publicURL? */
  exposeVersion: boolean
  webLogin?: true
}

const service = (type: string, name: string, path: string, version: string, exposeVersion = true): Service => ({
  type,
  name,
  component: name.slice(0, name.indexOf('_')) as Service['component'],
  path,
  version,
  exposeVersion,
})

/** In the order of the recorded installation. */
const SERVICES: readonly Service[] = [
  { ...service('astakos_weblogin', 'astakos_weblogin', 'weblogin', ''), webLogin: true },
  service('account', 'astakos_account', 'account', 'v1.0'),
  service('astakos_auth', 'astakos_oauth2', 'oauth2', ''),
  service('identity', 'astakos_identity', 'identity', 'v2.0'),
  service('object-store', 'pithos_object-store', 'object-store', 'v1'),
  service('admin', 'cyclades_admin', 'admin', ''),
  service('image', 'cyclades_plankton', 'image', 'v1.0', false),
  service('compute', 'cyclades_compute', 'compute', 'v2.0'),
  service('vmapi', 'cyclades_vmapi', 'vmapi', 'v1.0'),
  service('volume', 'cyclades_volume', 'volume', 'v2.0', false),
  service('network', 'cyclades_network', 'network', 'v2.0', false),
]

export interface CatalogService {
  endpoints: Record<string, string>[]
  endpoints_links: unknown[]
  type: string
  name: string
}

/** The service catalog: the same for everyone. */
export function serviceCatalog(origin: string): CatalogService[] {
  return SERVICES.map(({ type, name, component, path, version, exposeVersion, webLogin }) => {
    const url = `${origin}/${component}/${path}`
    const publicURL = exposeVersion && version ? `${url}/${version}` : url
    const uiURL = `${origin}/${component}/ui`
    const expose = exposeVersion ? 'True' : 'False'
    // Members in the order in which the server writes them, which its XML shows.
    const endpoint: Record<string, string> = webLogin
      ? {
          'SNF:uiURL': uiURL,
          region: 'default',
          'SNF:webloginURL': publicURL,
          versionId: version,
          'SNF:exposeVersion': expose,
          publicURL,
        }
      : { 'SNF:exposeVersion': expose, 'SNF:uiURL': uiURL, versionId: version, region: 'default', publicURL }
    return {
      endpoints: [endpoint],
      endpoints_links: [],
      type,
      name,
    }
  })
}

/** The URL of a service without its version: where it lists its versions. */
export function serviceRoot(endpointUrl: string): string {
  return endpointUrl.replace(/\/v\d+(?:\.\d+)*$/, '')
}

/**
 * The URL of a service that lives beside another one: the user data keys beside compute, which the catalog does not
 * have.
 */
export function siblingService(endpointUrl: string, name: string): string {
  return `${serviceRoot(endpointUrl).replace(/\/[^/]+$/, '')}/${name}`
}

/** The URL of a service without its version: where it lists its versions. */
export function serviceRoot(endpointUrl: string): string {
  return endpointUrl.replace(/\/v\d+(?:\.\d+)*$/, '')
}

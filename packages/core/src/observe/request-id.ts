/** The id that the server gave the request, by whichever name. */
export function requestIdOf(headers: Headers): string | undefined {
  for (const name of ['x-request-id', 'x-compute-request-id', 'x-openstack-request-id']) {
    const id = headers.get(name)
    if (id !== null) return id
  }
  return undefined
}

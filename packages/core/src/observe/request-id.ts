import { redact } from './redact.ts'

/** The id that the server gave a request, by whichever name. A server may put anything there: secrets are masked. */
export function requestIdOf(headers: Headers, secrets: Iterable<string>): string | undefined {
  const id = headers.get('x-request-id') ?? headers.get('x-compute-request-id') ?? headers.get('x-openstack-request-id')
  return id === null ? undefined : redact(id, secrets).slice(0, 200)
}

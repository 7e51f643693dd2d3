import ky from 'ky'
import type { OutgoingHeaders } from './headers.ts'
import type { EncodedBody } from './request-body.ts'

/** A request, ready to be sent. */
export interface OutgoingRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<OutgoingHeaders>
  readonly body: EncodedBody | undefined
  readonly signal: AbortSignal
  /** Further options of fetch. */
  readonly init: object
}

/**
 * Sends one request with ky and returns the response, whatever its status. The only file that imports ky.
 *
 * ky's own retries, timeout and status errors are off: its timeout ends with the headers, it retries on any error, and it has no total
 * limit. Headers, body and signal bypass ky: it copies headers several times, follows a signal by others, and clones each Request, which would
 * keep everything that is streamed in memory.
 */
export function sendByKy(fetch: typeof globalThis.fetch, request: OutgoingRequest): Promise<Response> {
  const { method, url, headers, body, signal, init } = request
  const send = (): Promise<Response> =>
    fetch(url, {
      ...init,
      method,
      headers,
      redirect: 'manual',
      credentials: 'omit',
      signal,
      ...(body === undefined ? {} : { body: body.content, ...(body.streamed ? { duplex: 'half' } : {}) }),
    } as RequestInit)
  return ky(url, { method, retry: 0, timeout: false, throwHttpErrors: false, fetch: send })
}

import ky from 'ky'
import type { EncodedBody } from './request-body.ts'

/** A request, ready to be sent. */
export interface OutgoingRequest {
  readonly method: string
  readonly url: string
  readonly headers: Headers
  readonly body: EncodedBody | undefined
  readonly signal: AbortSignal
  /** Further options of fetch. */
  readonly init: object
}

/**
 * Sends one request with ky and returns the response, whatever its status. The only file that imports ky.
 *
 * ky's own retries, timeout and status errors are off: its timeout ends with the headers, it retries on any error, and it has no total
 * limit. The body bypasses ky, which clones each Request and would so keep everything that is streamed in memory.
 */
export function sendByKy(fetch: typeof globalThis.fetch, request: OutgoingRequest): Promise<Response> {
  const { body, signal, init } = request
  const content = body === undefined ? {} : { body: body.content, ...(body.streamed ? { duplex: 'half' } : {}) }
  return ky(request.url, {
    method: request.method,
    headers: request.headers,
    redirect: 'manual',
    credentials: 'omit',
    retry: 0,
    timeout: false,
    throwHttpErrors: false,
    fetch: async (prepared) => {
      const { url, method, headers } = prepared as Request
      return fetch(url, {
        method,
        headers,
        redirect: 'manual',
        credentials: 'omit',
        ...init,
        signal,
        ...content,
      } as RequestInit)
    },
  })
}

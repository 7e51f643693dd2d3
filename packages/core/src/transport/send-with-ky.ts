import ky from 'ky'
import type { AbortScope } from '../runtime/abort-scope.ts'
import type { DirectSend, IncomingResponse } from '../runtime/direct-send.ts'
import { platform } from '../runtime/platform.ts'
import { formatValue, rejectArgument } from '../validate/invalid-argument.ts'
import type { Channel } from './channel.ts'
import type { OutgoingHeaders } from './headers.ts'
import type { EncodedBody } from './request-body.ts'

/** A request, ready to be sent. */
export interface OutgoingRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<OutgoingHeaders>
  readonly body: EncodedBody | undefined
  readonly decode: boolean
  readonly scope: AbortScope
}

/**
 * Sends one request with ky and returns the response, whatever its status. The only file that imports ky.
 *
 * ky's own retries, timeout and status errors are off: its timeout ends with the headers, it retries on any error, and it has no total
 * limit. Headers, body and signal bypass ky: it copies headers several times, follows a signal by others, and clones each Request, which would
 * keep everything that is streamed in memory.
 *
 * @param direct what the request goes out by instead of the channel's fetch.
 */
export async function sendByKy(
  { fetch, builtIn }: Channel,
  direct: DirectSend | undefined,
  request: OutgoingRequest,
): Promise<IncomingResponse> {
  const { method, url, headers, body, decode, scope } = request
  const send = async (): Promise<IncomingResponse> => {
    if (direct !== undefined) return direct({ method, url, headers, body: body?.content, decode, scope })
    const response: Partial<Response> | undefined = await fetch(url, {
      method,
      headers,
      redirect: 'manual',
      credentials: 'omit',
      ...platform.fetchInit(builtIn),
      ...(decode ? {} : platform.rawInit(builtIn)),
      signal: scope.signal,
      ...(body === undefined ? {} : { body: body.content, ...(body.streamed ? { duplex: 'half' } : {}) }),
    } as RequestInit)
    // A test's own fetch may return anything. Without a body, as in some polyfills, every response would be taken for an empty one.
    const isResponse =
      typeof response?.status === 'number' && response.headers !== undefined && response.body !== undefined
    return isResponse
      ? (response as Response)
      : rejectArgument('fetch', `must resolve to a Response with a body; got ${formatValue(response)}`)
  }
  // ky returns what its fetch returned, and asks no more of it than `ok`.
  return ky(url, {
    method,
    retry: 0,
    timeout: false,
    throwHttpErrors: false,
    fetch: send as unknown as typeof globalThis.fetch,
  })
}

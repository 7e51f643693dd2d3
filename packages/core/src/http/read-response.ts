import { safeUrl } from '../observe/redact.ts'
import { withEncoding } from '../runtime/set-aside-encoding.ts'
import { networkError } from '../transport/network-error.ts'
import { textOf } from '../transport/read-bytes.ts'
import { bodyLimits } from '../transport/time-limits.ts'
import type { Received } from '../transport/transport.ts'
import { longestText, type ResponseFields, readWhole } from './response.ts'

/** Reads a whole body, within the limits of its attempt. */
export async function readAll(received: Received, longest: number): Promise<Uint8Array<ArrayBuffer>> {
  const { response, scope, observer, call, secrets } = received
  const inTime = bodyLimits(received)
  try {
    const bytes = await readWhole(response.body, fields(received), longest, scope, inTime)
    observer.content(bytes)
    return bytes
  } catch (error) {
    scope.throwIfAborted()
    const encoding = response.headers.get('content-encoding')
    throw networkError(error, { method: call.method, url: safeUrl(call.url, secrets), secrets, inBody: true, encoding })
  }
}

/** The same, as a string. */
export async function readText(received: Received): Promise<string> {
  return textOf(await readAll(received, longestText))
}

/** What responses and their errors need. */
export function fields({ response, call, secrets }: Received): Omit<ResponseFields, 'body'> {
  const { method, maxBytes } = call
  return {
    status: response.status,
    // Most callers need neither: they take time to find.
    get headers() {
      return withEncoding(response.headers)
    },
    get url() {
      return response.url === '' ? call.url : response.url
    },
    method,
    secrets,
    maxBytes,
  }
}

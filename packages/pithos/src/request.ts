import type { CallOptions, RequestOptions } from '@kamaki/core'

/** The part of a method's options that is about the request, without what is about the thing. */
export function requestOf(options: RequestOptions | undefined): RequestOptions {
  if (options === undefined) return {}
  const { signal, timeoutMs, attemptTimeoutMs, retry, headers } = options
  return { signal, timeoutMs, attemptTimeoutMs, retry, headers }
}

/** A call with these headers, the caller's own last. */
export function withHeaders(options: CallOptions | undefined, headers: Record<string, string>): CallOptions {
  return { ...options, headers: { ...headers, ...options?.headers } }
}

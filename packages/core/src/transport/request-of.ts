import type { RequestOptions } from './options.ts'

/** The part of a method's options that is about the request, without what is about the thing asked for. */
export function pickRequestOptions(options: RequestOptions = {}): RequestOptions {
  const { signal, timeoutMs, attemptTimeoutMs, retry, headers } = options
  return { signal, timeoutMs, attemptTimeoutMs, retry, headers }
}

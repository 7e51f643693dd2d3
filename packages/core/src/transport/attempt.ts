import type { ApiError } from '../errors/api-errors.ts'
import type { Observer } from '../observe/observer.ts'
import { safeUrl } from '../observe/redact.ts'
import { AbortScope } from '../runtime/abort-scope.ts'
import type { IncomingResponse } from '../runtime/direct-send.ts'
import type { Channel } from './channel.ts'
import { addHeaders } from './headers.ts'
import { networkError } from './network-error.ts'
import { outgoingHeaders } from './outgoing-headers.ts'
import type { PreparedCall } from './prepared-call.ts'
import { readBytes, textOf } from './read-bytes.ts'
import { redirectTarget } from './redirect.ts'
import { encodeBody } from './request-body.ts'
import { isAttemptTimeout } from './retry-policy.ts'
import { sendByKy } from './send-with-ky.ts'
import { allowFor, type Progress } from './time-limits.ts'
import type { StreamWatch } from './watched-stream.ts'

/** One sending of a call. */
export interface Attempt {
  readonly channel: Channel
  readonly call: PreparedCall
  readonly token: string | undefined
  /** What must not show: the token and whatever else authenticates. */
  readonly secrets: Iterable<string>
  readonly scope: AbortScope
  readonly progress: Progress
  readonly observer: Observer
}

/** A chunk from this size on gets time by its size. */
const largeChunk = 1024 * 1024

/** Of an error response's body no more than this is read, for no longer than that. */
const maxFaultBytes = 64 * 1024
const maxFaultMs = 10_000

/** Sends a call, follows redirects on the same origin, and returns the response if its status is one that the call expects. */
export async function send(attempt: Attempt): Promise<IncomingResponse> {
  const { call, progress, observer } = attempt
  let url = call.url
  for (let redirects = 0; ; redirects += 1) {
    progress.phase = 'headers'
    const response = await exchange(attempt, url)
    observer.response(response)
    progress.phase = 'body'
    if (call.expects(response.status)) {
      allowFor(attempt, 0)
      return response
    }
    const next = followed(response, attempt, url, redirects)
    if (next === undefined) throw await unexpected(attempt, url, response)
    url = next
  }
}

async function exchange(attempt: Attempt, url: string): Promise<IncomingResponse> {
  const { channel, call, token, scope, progress, observer, secrets } = attempt
  let streamed = 0
  let sourceFailure: { readonly error: unknown } | undefined
  const content = call.bodyFor(token ?? '')
  const direct = channel.direct?.()
  const watch: StreamWatch = {
    onChunk: (bytes) => {
      streamed += bytes
      observer.sent(bytes)
      // A stream that is sent has a limit for each of its chunks, and for the response after the last.
      if (progress.phase !== 'headers') return
      if (bytes > largeChunk) allowFor(attempt, bytes)
      else scope.touch()
    },
    onFailure: (error) => {
      sourceFailure = { error }
    },
  }
  const body =
    content === undefined
      ? undefined
      : await scope.race(encodeBody(content, call.contentLength, channel.fastStreams && direct === undefined, watch))
  // A stream that can be watched shows its progress; a buffer does not.
  const ahead = body?.stop === undefined ? (body?.length ?? 0) : 0
  allowFor(attempt, ahead)
  // Where a stream cannot be sent as one, it has been read by now.
  if (ahead > streamed) observer.sent(ahead - streamed)
  const headers = outgoingHeaders(call, token, body)
  const added = observer.request(headers, content)
  addHeaders(headers, added instanceof Promise ? await scope.race(added) : added)
  const { method, decode } = call
  const sent = sendByKy(channel, direct, { method, url, headers, body, decode, scope })
  try {
    const response = await scope.race(sent)
    if (!call.expects(response.status)) body?.stop?.(new Error(`The server responded with ${response.status}`))
    return response
  } catch (error) {
    body?.stop?.(error)
    if (scope.aborted) {
      // A response that comes after all must not hold its connection.
      sent.then((late) => late.body?.cancel()).catch(() => undefined)
      throw scope.reason
    }
    if (sourceFailure !== undefined) throw sourceFailure.error
    throw networkError(error, { method: call.method, url: safeUrl(url, secrets), secrets, inBody: false })
  }
}

function followed(
  response: IncomingResponse,
  { call, secrets }: Attempt,
  url: string,
  redirects: number,
): string | undefined {
  let next: string | undefined
  try {
    next = redirectTarget(response, call.method, url, redirects, secrets)
  } catch (error) {
    response.body?.cancel().catch(() => undefined)
    throw error
  }
  if (next !== undefined) response.body?.cancel().catch(() => undefined)
  return next
}

/** The error for a response that the call does not expect. A body that does not come, or breaks off, does not change what the status says. */
async function unexpected(attempt: Attempt, url: string, response: IncomingResponse): Promise<ApiError> {
  const { call, scope, secrets, observer } = attempt
  const patience = new AbortScope(scope)
  patience.arm(maxFaultMs, () => new Error('the body of the error response does not come'))
  const bytes = await readBytes(response.body, patience, maxFaultBytes)
    .catch(() => new Uint8Array(0))
    .finally(() => patience.close())
  // Neither does the attempt's limit; that of the call does, and the caller's signal.
  if (!isAttemptTimeout(scope.reason)) scope.throwIfAborted()
  observer.content(bytes)
  return call.toError({
    status: response.status,
    headers: response.headers,
    body: textOf(bytes),
    method: call.method,
    url: safeUrl(url, secrets),
    secrets,
  })
}

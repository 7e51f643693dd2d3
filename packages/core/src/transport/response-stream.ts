import { safeUrl } from '../observe/redact.ts'
import type { IncomingBody, IncomingResponse } from '../runtime/direct-send.ts'
import type { Attempt } from './attempt.ts'
import { networkError } from './network-error.ts'
import { attemptLimit, type ReadLimit, timeoutError } from './time-limits.ts'

/**
 * The body of a response as a stream that the call's signal and limits still rule.
 *
 * @param close is called once, when the stream ends in whatever way.
 * @param reads the limit of all reads together; without it, each has the attempt's limit for itself.
 */
export function responseStream(
  { call, scope, progress, secrets, observer }: Attempt,
  response: IncomingResponse,
  body: IncomingBody,
  close: (error?: unknown) => void,
  reads?: ReadLimit,
): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  const limit = attemptLimit(call, 0)
  // The caller sets the pace of reading: only the time that a read is waiting for bytes counts.
  scope.disarm()
  let forget = (): void => undefined
  const end = (error?: unknown): void => {
    forget()
    close(error)
  }
  const release = (error: unknown): void => {
    end(error)
    reader.cancel(error).catch(() => undefined)
  }
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const abort = (): void => {
          release(scope.reason)
          controller.error(scope.reason)
        }
        if (scope.aborted) abort()
        else forget = scope.onAbort(abort)
      },
      async pull(controller) {
        const started = performance.now()
        scope.arm(reads?.ms ?? limit, () => timeoutError(call, progress, 'attempt', limit))
        try {
          const { done, value } = await reader.read()
          scope.disarm()
          reads?.count(performance.now() - started, value?.byteLength ?? 0)
          if (scope.aborted) return
          observer.received(value?.byteLength ?? 0)
          if (!done && value !== undefined) return controller.enqueue(value)
          end()
          controller.close()
        } catch (error) {
          if (scope.aborted) return
          const encoding = response.headers.get('content-encoding')
          const url = safeUrl(call.url, secrets)
          const reason = networkError(error, { method: call.method, url, secrets, inBody: true, encoding })
          release(reason)
          controller.error(reason)
        }
      },
      cancel: async (reason) => {
        end()
        await reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
}

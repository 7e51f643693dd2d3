import { safeUrl } from '../observe/redact.ts'
import { networkError } from './network-error.ts'
import { attemptLimit, timeoutError } from './time-limits.ts'
import type { Reply } from './transport.ts'

/** The body of a reply as a stream that the call's signal and limits still rule, and that lets go of everything when it ends. */
export function openBody(reply: Reply): ReadableStream<Uint8Array> | null {
  const { body } = reply.response
  if (body === null) return null
  const { call, scope, progress, secrets } = reply
  const close = reply.keepOpen()
  const reader = body.getReader()
  const limit = attemptLimit(call, 0)
  // The caller sets the pace of reading: only the time that a read is waiting for bytes counts.
  scope.disarm()
  const release = (error: unknown): void => {
    close()
    reader.cancel(error).catch(() => undefined)
  }
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const onAbort = (): void => {
          release(scope.signal.reason)
          controller.error(scope.signal.reason)
        }
        if (scope.signal.aborted) onAbort()
        else scope.signal.addEventListener('abort', onAbort, { once: true })
      },
      async pull(controller) {
        scope.arm(limit, () => timeoutError(call, progress, 'attempt', limit))
        try {
          const { done, value } = await reader.read()
          scope.disarm()
          if (scope.signal.aborted) return
          if (!done) return controller.enqueue(value)
          close()
          controller.close()
        } catch (error) {
          if (scope.signal.aborted) return
          const encoding = reply.response.headers.get('content-encoding')
          const url = safeUrl(call.url)
          const reason = networkError(error, { method: call.method, url, secrets, inBody: true, encoding })
          release(reason)
          controller.error(reason)
        }
      },
      cancel: async (reason) => {
        close()
        await reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
}

import { safeUrl } from '../redact.ts'
import { describeFailure } from './failure.ts'
import type { Reply } from './transport.ts'

/** The body of a reply as a stream that the call's signal and limits still rule, and that lets go of everything when it ends. */
export function openBody(reply: Reply): ReadableStream<Uint8Array> | null {
  const { body } = reply.response
  if (body === null) return null
  const close = reply.keepOpen()
  const reader = body.getReader()
  const { signal } = reply.scope
  const fail = (error: unknown): unknown =>
    signal.aborted
      ? signal.reason
      : describeFailure(error, { method: reply.call.method, url: safeUrl(reply.call.url), secrets: reply.secrets })
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reply.scope.race(reader.read())
          if (!done) return controller.enqueue(value)
          close()
          controller.close()
        } catch (error) {
          const reason = fail(error)
          close()
          reader.cancel(reason).catch(() => undefined)
          controller.error(reason)
        }
      },
      async cancel(reason) {
        close()
        await reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
}

/** What happens in a request's stream while it is sent. */
export interface StreamWatch {
  /** A chunk of so many bytes has been taken for sending; 0 at the end. */
  onChunk(bytes: number): void
  /** The stream itself failed: that is not the connection's fault. */
  onFailure(error: unknown): void
}

/** A stream for a request, and the means to end it. */
export interface WatchedStream {
  readonly stream: ReadableStream<Uint8Array>
  /** Cancels the source. Node's fetch would read on after an abort or a failure, to the end, without yielding to anything else. */
  stop(reason: unknown): void
}

/** The same stream, watched. */
export function watchedStream(source: ReadableStream<Uint8Array>, watch: StreamWatch): WatchedStream {
  const reader = source.getReader()
  let over = false
  let end: (reason: unknown) => void = () => undefined
  const stream = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        end = (reason) => controller.error(reason)
      },
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          if (over) return
          watch.onChunk(value?.byteLength ?? 0)
          over = done
          if (done) controller.close()
          else controller.enqueue(value)
        } catch (error) {
          if (over) return
          over = true
          watch.onFailure(error)
          controller.error(error)
        }
      },
      cancel(reason) {
        over = true
        return reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
  const stop = (reason: unknown): void => {
    if (over) return
    over = true
    end(reason)
    reader.cancel(reason).catch(() => undefined)
  }
  return { stream, stop }
}

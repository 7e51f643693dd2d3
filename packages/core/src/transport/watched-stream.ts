/** What goes on in a request's stream while it is sent. */
export interface StreamWatch {
  /** A chunk has been taken for sending. */
  onChunk(): void
  /** The stream itself failed: that is not the connection's fault. */
  onFailure(error: unknown): void
}

/** The same stream, watched. */
export function watchedStream(stream: ReadableStream<Uint8Array>, watch: StreamWatch): ReadableStream<Uint8Array> {
  const reader = stream.getReader()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          watch.onChunk()
          if (done) controller.close()
          else controller.enqueue(value)
        } catch (error) {
          watch.onFailure(error)
          controller.error(error)
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}

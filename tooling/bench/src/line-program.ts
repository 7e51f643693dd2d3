// A line between client and cloud, in a process of its own: all connections share its rate, each way, and what is sent arrives later.
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** What a line is like. */
export interface LineSettings {
  /** Of the server at its other end. */
  readonly port: number
  readonly bytesPerSecond: number
  /** Until what is sent arrives, each way: half of a round trip. */
  readonly delayMs: number
}

/** What a connection may have on the way before its sender has to wait. */
const windowBytes = 4 * 2 ** 20

const { port, bytesPerSecond, delayMs } = JSON.parse(process.argv[2] ?? '') as LineSettings

/** One way of the line. */
class Way {
  /** When the line will have taken all that was sent so far. */
  #freeAt = 0

  /** Passes on what comes, at the rate of the line. */
  carry(from: Socket, to: Socket): void {
    const queue: { chunk: Buffer | undefined; at: number }[] = []
    let bytes = 0
    let timer: NodeJS.Timeout | undefined
    const deliver = (): void => {
      timer = undefined
      const now = performance.now()
      for (let first = queue[0]; first !== undefined && first.at <= now; first = queue[0]) {
        queue.shift()
        if (first.chunk === undefined) to.end()
        else {
          bytes -= first.chunk.length
          if (!to.destroyed) to.write(first.chunk)
        }
      }
      if (bytes < windowBytes && to.writableLength < windowBytes) from.resume()
      if (queue[0] !== undefined) timer ??= setTimeout(deliver, Math.max(1, Math.floor(queue[0].at - now)))
    }
    const take = (chunk: Buffer | undefined): void => {
      const now = performance.now()
      const length = chunk?.length ?? 0
      this.#freeAt = Math.max(now, this.#freeAt) + (length / bytesPerSecond) * 1000
      queue.push({ chunk, at: this.#freeAt + delayMs })
      bytes += length
      if (bytes >= windowBytes || to.writableLength >= windowBytes) from.pause()
      timer ??= setTimeout(deliver, Math.max(1, Math.floor(this.#freeAt + delayMs - now)))
    }
    from.on('data', take)
    from.on('end', () => take(undefined))
    to.on('drain', () => {
      if (bytes < windowBytes) from.resume()
    })
    from.on('close', () => {
      if (from.readableEnded) return
      clearTimeout(timer)
      to.destroy()
    })
    from.on('error', () => to.destroy())
  }
}

const up = new Way()
const down = new Way()
const server = createServer({ noDelay: true, allowHalfOpen: true }, (client) => {
  const cloud = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true })
  up.carry(client, cloud)
  down.carry(cloud, client)
})
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
// Whatever becomes of the parent.
process.on('disconnect', () => process.exit(0))
process.on('message', () => process.exit(0))

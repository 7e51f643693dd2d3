import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import type { LinkOptions } from '../server/options.ts'

/** What a connection may have on its way before its sender has to wait. */
const WINDOW = 4 * 1024 * 1024

/** A line in front of a server: all connections share its rate, each way, and what is sent arrives later. */
export class Link {
  readonly #server: Server
  /** Whose connections they are, by the port that the server behind sees. */
  readonly #peers: Map<number, string> = new Map()

  /** `target` is the port of the server behind, on the loopback address. */
  constructor({ bitsPerSecond = Number.POSITIVE_INFINITY, latencyMs = 0 }: LinkOptions, target: () => number) {
    const up = new Way(bitsPerSecond, latencyMs / 2)
    const down = new Way(bitsPerSecond, latencyMs / 2)
    this.#server = createServer({ noDelay: true, allowHalfOpen: true, pauseOnConnect: true }, (caller) => {
      const server = connect({ port: target(), host: '127.0.0.1', noDelay: true, allowHalfOpen: true })
      endTogether(caller, server)
      server.once('connect', () => {
        const port = server.localPort ?? 0
        this.#peers.set(port, caller.remoteAddress ?? '')
        server.once('close', () => this.#peers.delete(port))
        // A connection is opened by a packet there and one back, before anything is sent.
        up.carry(caller, server, latencyMs)
        down.carry(server, caller)
      })
    })
  }

  /** @returns the port */
  async listen(port: number, host: string): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject)
        resolve()
      })
    })
    return (this.#server.address() as AddressInfo).port
  }

  /** The address of whoever is at the other end of a connection that the server behind has. */
  peerOf({ remotePort = 0, remoteAddress }: Socket): string | undefined {
    return this.#peers.get(remotePort) ?? remoteAddress
  }

  /** Takes no more connections. */
  close(): void {
    this.#server.close()
  }
}

/** What happens to one end of a connection happens to the other. */
function endTogether(one: Socket, other: Socket): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET') to.resetAndDestroy()
      else to.destroy()
    })
    from.on('close', () => {
      if (!from.readableEnded) to.destroy()
    })
  }
}

interface Packet {
  /** Undefined: the end. */
  readonly bytes: Buffer | undefined
  /** When it arrives. */
  readonly at: number
}

/** One way of the line. */
class Way {
  readonly #bytesPerMs: number
  readonly #delayMs: number
  /** When the line will have taken all that was sent so far. */
  #freeAt = 0

  constructor(bitsPerSecond: number, delayMs: number) {
    this.#bytesPerMs = bitsPerSecond / 8000
    this.#delayMs = delayMs
  }

  /** Passes on what comes; the first of it is late by `lateMs`. */
  carry(from: Socket, to: Socket, lateMs = 0): void {
    const packets: Packet[] = []
    let bytesUnderWay = 0
    let timer: NodeJS.Timeout | undefined
    let earliest = performance.now() + lateMs
    const flow = () => {
      if (bytesUnderWay < WINDOW && to.writableLength < WINDOW) from.resume()
      else from.pause()
    }
    const deliver = () => {
      timer = undefined
      for (let next = packets[0]; next && next.at <= performance.now(); next = packets[0]) {
        packets.shift()
        bytesUnderWay -= next.bytes?.length ?? 0
        if (!next.bytes) to.end()
        else if (to.writable) to.write(next.bytes)
      }
      flow()
      plan()
    }
    const plan = () => {
      const [next] = packets
      if (next) timer ??= setTimeout(deliver, Math.min(Math.max(0, next.at - performance.now()), 2 ** 31 - 1))
    }
    const send = (bytes: Buffer | undefined) => {
      const now = performance.now()
      this.#freeAt = Math.max(now, this.#freeAt) + (bytes?.length ?? 0) / this.#bytesPerMs
      earliest = Math.max(earliest, this.#freeAt)
      packets.push({ bytes, at: earliest + this.#delayMs })
      bytesUnderWay += bytes?.length ?? 0
      flow()
      plan()
    }
    from.on('data', send)
    from.on('end', () => send(undefined))
    to.on('drain', flow)
    to.on('close', () => clearTimeout(timer))
    from.resume()
  }
}

import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import type { Material, Piece, Strike, Times } from './fault.ts'
import { bytesOf, RequestReader, responding, type WireRequest, type WireResponse } from './wire.ts'

/** What a faulty server is told. */
export interface FaultPlan {
  readonly strike: Strike | undefined
  readonly times: Times
  readonly isTarget: (request: WireRequest) => boolean
  /** How many connections are served before those that are struck as they are accepted. */
  readonly before: number
  readonly elsewhere: string
  /** What the cloud makes of a request. */
  readonly handle: (request: WireRequest) => Promise<WireResponse>
}

/** How much of a request's body arrives before a fault amid it. */
const arrivedPart = 20_000

/**
 * An HTTP server on bare sockets, which misbehaves as it is told and passes on to the cloud what it does not strike. It counts what
 * arrives.
 */
export class FaultServer {
  readonly #plan: FaultPlan
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #connections = 0
  #arrived = 0
  #struck = 0

  private constructor(plan: FaultPlan) {
    this.#plan = plan
    this.#server = createServer({ noDelay: true }, (socket) => {
      this.#sockets.add(socket)
      socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket))
      this.#converse(socket).catch(() => socket.destroy())
    })
  }

  static async listen(plan: FaultPlan): Promise<FaultServer> {
    const server = new FaultServer(plan)
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve))
    return server
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Requests of the kind that is struck, and connections that were struck before one came. */
  get arrived(): number {
    return this.#arrived
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  /** Whether the next one is struck. */
  #strikes(): boolean {
    if (this.#plan.strike === undefined || (this.#plan.times === 'once' && this.#struck > 0)) return false
    this.#struck += 1
    return true
  }

  async #converse(socket: Socket): Promise<void> {
    const { strike, isTarget, before, handle } = this.#plan
    const at = strike?.at ?? 'end'
    const reader = new RequestReader(socket)
    this.#connections += 1
    if (at === 'accept' && this.#connections > before && this.#strikes()) {
      this.#arrived += 1
      return this.#misbehave(socket)
    }
    for (;;) {
      const head = await reader.head()
      if (head === undefined) return
      if (isTarget(head)) this.#arrived += 1
      const strikes = isTarget(head) && at !== 'accept' && this.#strikes()
      if (strikes && at === 'headers') return this.#misbehave(socket, head)
      if (head.headers.get('expect') === '100-continue') socket.write('HTTP/1.1 100 Continue\r\n\r\n')
      const body = await reader.body(head, strikes && at === 'upload' ? arrivedPart : undefined)
      const request = { ...head, body }
      if (!strikes) {
        const response = await handle(request)
        // Faults of connections have each request come on one of its own.
        const { headers } = response
        const closing = at === 'accept' ? ([...headers, ['connection', 'close']] as const) : headers
        socket.write(bytesOf({ ...response, headers: closing }))
        if (at === 'accept') return void socket.end()
      } else {
        await this.#misbehave(socket, request, strike?.handled === true ? await handle(request) : undefined)
        if (strike?.end !== undefined) return
      }
    }
  }

  async #misbehave(socket: Socket, request?: WireRequest, real: WireResponse = responding(200)): Promise<void> {
    const { strike, elsewhere } = this.#plan
    const material: Material = { real, target: request?.target ?? '', elsewhere }
    for (const piece of strike?.send?.(material) ?? []) await sendPiece(socket, piece)
    if (strike?.end === 'reset') {
      // What was sent is to arrive first.
      if (strike.send !== undefined) await pause(20)
      socket.resetAndDestroy()
    } else if (strike?.end === 'close') socket.end()
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Between two bytes that drip. */
const dripMs = 100

async function sendPiece(socket: Socket, piece: Piece): Promise<void> {
  if (typeof piece === 'string') socket.write(piece, 'latin1')
  else if (piece instanceof Uint8Array) socket.write(piece)
  else if ('pauseMs' in piece) await pause(piece.pauseMs)
  else {
    for (const byte of piece.drip) {
      if (socket.destroyed) return
      socket.write(Buffer.of(byte))
      await pause(dripMs)
    }
  }
}

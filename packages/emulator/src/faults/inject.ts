import { aborted, sleep } from '../base/abort.ts'
import { Random } from '../base/random.ts'
import { type Fault, fault as makeFault } from '../http/fault.ts'
import type { Call } from '../http/request.ts'
import type { Reply } from '../http/response.ts'
import { ConnectionEnd, ConnectionReset, cut, flipped, throttled } from './streams.ts'
import type { InjectedFault } from './types.ts'

type Of<K extends InjectedFault['kind']> = Extract<InjectedFault, { kind: K }>
type Handle = (call: Call) => Promise<Reply>

const encoder = new TextEncoder()

/** Handles a request with these faults; `refuse` renders a fault as the service would. */
export async function handleWithFaults(
  call: Call,
  faults: readonly InjectedFault[],
  handle: Handle,
  refuse: (call: Call, fault: Fault) => Reply,
): Promise<Reply> {
  const all = <K extends InjectedFault['kind']>(kind: K) => faults.filter((one): one is Of<K> => one.kind === kind)
  for (const { ms } of all('delay')) await sleep(ms, call.signal)
  const resets = all('reset')
  if (resets.some(({ when }) => when === 'before')) throw new ConnectionReset()
  const [status] = all('status')
  if (status && !status.handled) return statusReply(call, status, refuse)
  for (const { bytesPerSecond, upload } of all('bandwidth')) {
    if (upload) call.wrapBody((pieces) => throttled(pieces, bytesPerSecond, call.signal))
  }
  for (const { when, afterBytes } of resets) {
    if (when === 'upload') call.wrapBody((pieces) => cut(pieces, afterBytes ?? 0, reset))
  }
  let reply = await handle(call)
  if (resets.some(({ when }) => when === 'upload')) throw new ConnectionReset()
  if (status) reply = statusReply(call, status, refuse)
  if (resets.some(({ when }) => when === 'headers')) reply.resetInHeaders = true
  for (const one of faults) changeBody(call, reply, one)
  return reply
}

function statusReply(
  call: Call,
  { status, message, retryAfter, headers }: Of<'status'>,
  refuse: (call: Call, fault: Fault) => Reply,
): Reply {
  const reply = refuse(call, makeFault(status, message))
  if (retryAfter !== undefined) reply.set('Retry-After', retryAfter)
  for (const [name, value] of Object.entries(headers ?? {})) reply.set(name, value)
  return reply
}

function changeBody(call: Call, reply: Reply, one: InjectedFault): void {
  if (call.method === 'HEAD') return
  const length = lengthOf(reply)
  const half = Math.floor((length ?? 2) / 2)
  switch (one.kind) {
    case 'bandwidth':
      if (one.download !== false) reply.body = throttled(pieces(reply, length), one.bytesPerSecond, call.signal)
      break
    case 'stall':
      reply.body = cut(pieces(reply, length), one.afterBytes ?? 0, () => aborted(call.signal))
      break
    case 'truncate':
      reply.body = cut(pieces(reply, length), one.afterBytes ?? half, () => {
        throw new ConnectionEnd()
      })
      break
    case 'reset':
      if (one.when === 'body') reply.body = cut(pieces(reply, length), one.afterBytes ?? half, reset)
      break
    case 'corrupt': {
      const dice = new Random(length ?? 1)
      const offsets = new Set<number>()
      while (offsets.size < Math.min(one.bytes ?? 1, length ?? 1)) offsets.add(dice.below(length ?? 1))
      reply.body = flipped(pieces(reply, length), offsets)
      break
    }
  }
}

function reset(): never {
  throw new ConnectionReset()
}

function lengthOf(reply: Reply): number | undefined {
  const { body } = reply
  if (body === null) return 0
  if (typeof body === 'string') return encoder.encode(body).byteLength
  if (body instanceof Uint8Array) return body.byteLength
  for (const [name, value] of reply.headers) if (name.toLowerCase() === 'content-length') return Number(value)
  return undefined
}

/** The body piece by piece; its headers go on promising the whole of it. */
function pieces(reply: Reply, length: number | undefined): AsyncIterable<Uint8Array> {
  const { body } = reply
  if (length !== undefined && !reply.has('Content-Length')) reply.set('Content-Length', length)
  if (body !== null && typeof body !== 'string' && !(body instanceof Uint8Array)) return body
  const bytes = typeof body === 'string' ? encoder.encode(body) : (body ?? new Uint8Array(0))
  return (async function* () {
    if (bytes.byteLength > 0) yield bytes
  })()
}

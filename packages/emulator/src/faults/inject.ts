import { aborted, sleep } from '../base/abort.ts'
import { Random } from '../base/random.ts'
import { type Fault, fault as makeFault } from '../http/fault.ts'
import type { Call } from '../http/request.ts'
import type { HttpResponse } from '../http/response.ts'
import { ConnectionEnd, ConnectionReset, cut, flipped, throttled } from './streams.ts'
import type { InjectedFault } from './types.ts'

type Of<K extends InjectedFault['kind']> = Extract<InjectedFault, { kind: K }>
type Handle = (call: Call) => Promise<HttpResponse>

const encoder = new TextEncoder()

/** Handles a request with these faults; `refuse` renders a fault as the service would. */
export async function handleWithFaults(
  call: Call,
  faults: readonly InjectedFault[],
  handle: Handle,
  refuse: (call: Call, fault: Fault) => HttpResponse,
): Promise<HttpResponse> {
  const all = <K extends InjectedFault['kind']>(kind: K) => faults.filter((one): one is Of<K> => one.kind === kind)
  for (const { ms } of all('delay')) await sleep(ms, call.signal)
  const resets = all('reset')
  if (resets.some(({ when }) => when === 'before')) throw new ConnectionReset()
  const [status] = all('status')
  if (status && !status.handled) return statusResponse(call, status, refuse)
  for (const { bytesPerSecond, upload } of all('bandwidth')) {
    if (upload) call.wrapBody((pieces) => throttled(pieces, bytesPerSecond, call.signal))
  }
  for (const { when, afterBytes } of resets) {
    if (when === 'upload') call.wrapBody((pieces) => cut(pieces, afterBytes ?? 0, reset))
  }
  let response = await handle(call)
  if (resets.some(({ when }) => when === 'upload')) throw new ConnectionReset()
  if (status) response = statusResponse(call, status, refuse)
  if (resets.some(({ when }) => when === 'headers')) response.resetInHeaders = true
  for (const one of faults) changeBody(call, response, one)
  return response
}

function statusResponse(
  call: Call,
  { status, message, retryAfter, headers }: Of<'status'>,
  refuse: (call: Call, fault: Fault) => HttpResponse,
): HttpResponse {
  const response = refuse(call, makeFault(status, message))
  if (retryAfter !== undefined) response.set('Retry-After', retryAfter)
  for (const [name, value] of Object.entries(headers ?? {})) response.set(name, value)
  return response
}

function changeBody(call: Call, response: HttpResponse, one: InjectedFault): void {
  if (call.method === 'HEAD') return
  const length = bodyLength(response)
  const half = Math.floor((length ?? 2) / 2)
  switch (one.kind) {
    case 'bandwidth':
      if (one.download !== false)
        response.body = throttled(bodyPieces(response, length), one.bytesPerSecond, call.signal)
      break
    case 'stall':
      response.body = cut(bodyPieces(response, length), one.afterBytes ?? 0, () => aborted(call.signal))
      break
    case 'truncate':
      response.body = cut(bodyPieces(response, length), one.afterBytes ?? half, () => {
        throw new ConnectionEnd()
      })
      break
    case 'reset':
      if (one.when === 'body') response.body = cut(bodyPieces(response, length), one.afterBytes ?? half, reset)
      break
    case 'corrupt': {
      const dice = new Random(length ?? 1)
      const offsets = new Set<number>()
      while (offsets.size < Math.min(one.bytes ?? 1, length ?? 1)) offsets.add(dice.below(length ?? 1))
      response.body = flipped(bodyPieces(response, length), offsets)
      break
    }
  }
}

function reset(): never {
  throw new ConnectionReset()
}

/** How many bytes a body has; undefined if that is not known before they are there. */
export function bodyLength(response: HttpResponse): number | undefined {
  const { body } = response
  if (body === null) return 0
  if (typeof body === 'string') return encoder.encode(body).byteLength
  if (body instanceof Uint8Array) return body.byteLength
  for (const [name, value] of response.headers) if (name.toLowerCase() === 'content-length') return Number(value)
  return undefined
}

/** The body piece by piece; its headers go on promising the whole of it. */
export function bodyPieces(response: HttpResponse, length: number | undefined): AsyncIterable<Uint8Array> {
  const { body } = response
  if (length !== undefined && !response.has('Content-Length')) response.set('Content-Length', length)
  if (body !== null && typeof body !== 'string' && !(body instanceof Uint8Array)) return body
  const bytes = typeof body === 'string' ? encoder.encode(body) : (body ?? new Uint8Array(0))
  return (async function* () {
    if (bytes.byteLength > 0) yield bytes
  })()
}

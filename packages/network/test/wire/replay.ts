import { ApiError, ConnectionError, InvalidArgumentError } from '@kamaki/core'
import { type Played, playCase, type WireCase } from '@kamaki-tooling/wire'
import { expect } from 'vitest'
import type { Args } from './calls.ts'

/** What the old library raised. */
interface Raised {
  error: { class: string; status?: number; message: string; details: string[] | null }
}

function raisedBy({ result }: WireCase): Raised['error'] | undefined {
  return typeof result === 'object' && result !== null && 'error' in result ? (result as Raised).error : undefined
}

/** A case whose recorded bodies lack some members: the server does not look at them, and we do not send them. */
export function withoutInBody(wireCase: WireCase, ...names: string[]): WireCase {
  const strip = (body: unknown): unknown => {
    if (typeof body !== 'object' || body === null) return body
    if (Array.isArray(body)) return body.map(strip)
    const kept = Object.entries(body).filter(([name]) => !names.includes(name))
    return Object.fromEntries(kept.map(([name, value]) => [name, strip(value)]))
  }
  const exchanges = wireCase.exchanges.map((exchange) => ({
    ...exchange,
    request: { ...exchange.request, body: strip(exchange.request.body) },
  }))
  return { ...wireCase, exchanges }
}

/** Plays a case with one of our clients and expects the same requests, and the same result or a failure of the same kind. */
export async function replay<C>(
  wireCase: WireCase,
  connect: (endpointUrl: string, token: string) => C,
  calls: Record<string, (client: C, args: Args) => unknown>,
): Promise<Played> {
  const call = calls[wireCase.method]
  if (!call) throw new Error(`no call for ${wireCase.method}`)
  const args = structuredClone(wireCase.args) as unknown as Args
  const played = await playCase(wireCase, async (_base, token, endpointUrl) => call(connect(endpointUrl, token), args))
  expect(played.mismatches).toEqual([])
  expect(args).toEqual(wireCase.args)
  const raised = raisedBy(wireCase)
  if (raised === undefined) {
    expect(played.error).toBeUndefined()
    expect(played.result ?? null).toEqual(expectedResult(wireCase, played))
  } else if (raised.class === 'ValueError') {
    expect(InvalidArgumentError.isInstance(played.error)).toBe(true)
    expect(played.requests).toEqual([])
  } else {
    expectFailure(played.error, raised)
  }
  return played
}

/** A status and what the fault says, however it came; without a status, a connection that failed. */
function expectFailure(error: unknown, raised: Raised['error']): void {
  if (raised.status === undefined || raised.status < 100) {
    expect(ConnectionError.isInstance(error)).toBe(true)
    return
  }
  expect(ApiError.isInstance(error)).toBe(true)
  const { status, message, details } = error as ApiError
  expect(status).toBe(raised.status)
  const said = /\((.*)\)/.exec(raised.message)?.[1]
  if (said !== undefined && !raised.message.includes('<html')) expect(message).toContain(said)
  if (raised.details?.[0] !== undefined) expect(details).toBe(raised.details[0])
}

function expectedResult({ result, method, args }: WireCase, { result: ours }: Played): unknown {
  // Calls whose response has no content return nothing; the old library returned the headers, or the response itself.
  if (ours === undefined) return null
  if (method === '__init__') return ours
  if (method === 'get_subnet_details') return (result as { subnet: unknown }).subnet
  if (method.startsWith('create_') && Array.isArray(args['networks'])) return result
  const response = (result as { __response__?: { content: string } } | null)?.__response__
  return response ? JSON.parse(response.content) : result
}

import type { ClientOptions, TokenSource } from '@kamaki/core'
import { createNodeFetch } from '@kamaki/core/node'
import { createEmulator, type Emulator } from '@kamaki/emulator'
import type { Elsewhere, Ending } from './fault.ts'
import { FaultServer } from './fault-server.ts'
import type { Case } from './matrix.ts'
import { blockSizeOf } from './operations.ts'
import { retryLimit } from './policy.ts'
import { endToEnd, type WireRequest, type WireResponse } from './wire.ts'

/** What came of a case. */
export interface Observation {
  /** How often the client sent the request, and how often it arrived. */
  readonly sendings: number
  readonly arrived: number
  readonly ending: Ending | 'hangs'
  readonly message: string
  readonly ms: number
  /** What is wrong in the cloud, or with the result. */
  readonly problem: string | undefined
  /** Requests to another origin. */
  readonly strayed: number
}

/** Limits of an attempt: of one that is to end by it, of one that the next is to keep, of one that never comes near it. */
const attemptLimits = { short: 500, kept: 2_500, ample: 60_000 }

/** What one sending takes that waits for nothing, on a busy machine. */
const sendingMs = 1_000

function attemptLimit({ fault, times, expected }: Case): number {
  if (fault.slow !== true) return attemptLimits.ample
  return times === 'always' && /Timeout/.test(expected.ending) ? attemptLimits.short : attemptLimits.kept
}

/** The `timeoutMs` of a wait. */
function waitLimit({ fault, expected }: Case): number {
  if (expected.ending !== 'WaitTimeoutError') return 60_000
  if (fault.slow) return 10 * attemptLimits.short
  return fault.waitMs === undefined ? 2_000 : 10 * fault.waitMs
}

/** When a case counts as one that hangs: ten times what its pauses and limits add up to. */
function boundOf(one: Case): number {
  const { fault, operation, expected } = one
  const sendings = Math.min(expected.sendings[1], 2 + retryLimit)
  const each = sendingMs + (fault.slow ? attemptLimit(one) : 0) + (fault.waitMs ?? 0) * 2
  const waiting = operation.waits && expected.ending === 'WaitTimeoutError' ? waitLimit(one) : 0
  return 10 * (Math.max(1, sendings) * each + waiting)
}

/** The least that a case takes, because the server asks for pauses. */
export function pausesOf({ fault, expected }: Case): number {
  return fault.waitMs === undefined ? 0 : (fault.waitMs - 5) * (expected.sendings[0] - 1)
}

const tokenOf = (n: number): string => `a-token-of-the-matrix-${n}`

/** Passes a request on to the cloud, with the token that it has there. */
async function passOn(emulator: Emulator, request: WireRequest): Promise<WireResponse> {
  const headers = new Headers(endToEnd(request.headers))
  if (headers.get('x-auth-token')?.startsWith(tokenOf(0).slice(0, -1))) {
    headers.set('x-auth-token', emulator.env().users['alice']?.token ?? '')
  }
  const { method, target, body } = request
  const content = method === 'GET' || method === 'HEAD' ? {} : { body: new Uint8Array(body) }
  const response = await emulator.fetch(new Request(emulator.state.origin + target, { method, headers, ...content }))
  // Only a response to HEAD states the length of a body that does not come.
  const sent = endToEnd(response.headers).filter(([name]) => method === 'HEAD' || name !== 'content-length')
  return {
    status: response.status,
    headers: sent,
    body: Buffer.from(await response.arrayBuffer()),
  }
}

/** Runs a case in a cloud of its own. */
export async function runCase(one: Case): Promise<Observation> {
  const { operation, fault, times, fetch: fetchName } = one
  const { strike } = fault
  const emulator = createEmulator({ clock: 'manual', blockSize: blockSizeOf(fault.large === true) })
  const stray = await FaultServer.listen({
    strike: undefined,
    times: 'always',
    isTarget: () => true,
    before: 0,
    elsewhere: '',
    handle: (request) => passOn(emulator, request),
  })
  const server = await FaultServer.listen({
    strike,
    times,
    isTarget: (request) => operation.isTarget(request),
    before: operation.before,
    elsewhere: stray.origin,
    handle: (request) => passOn(emulator, request),
  })
  const elsewhere: Elsewhere | undefined = await fault.endpoint?.()
  const nodeFetch = fetchName === 'createNodeFetch' ? createNodeFetch() : undefined
  let sendings = 0
  // A fault that strikes whatever comes is seen in whatever is sent.
  const isAny = strike === undefined || (strike.at === 'accept' && times === 'always')
  const token: TokenSource = fault.token?.(times, tokenOf) ?? tokenOf(1)
  const options: ClientOptions = {
    ...(nodeFetch === undefined ? {} : { fetch: nodeFetch }),
    attemptTimeoutMs: attemptLimit(one),
    retry: { limit: retryLimit, baseMs: 1, maxMs: 5 },
    hooks: {
      onRequest({ method, url }) {
        const { pathname, search } = new URL(url)
        if (isAny ? sent() >= operation.before : operation.isTarget({ method, target: pathname + search }))
          sendings += 1
      },
    },
  }
  let requests = 0
  // Of faults that strike whatever comes, those requests count that come after the ones that are served.
  const sent = (): number => (fault.endpoint === undefined && strike !== undefined ? requests++ : operation.before)
  const world = {
    emulator,
    origin: elsewhere?.origin ?? server.origin,
    token,
    account: emulator.env().users['alice']?.uuid ?? '',
    options,
    waitMs: waitLimit(one),
    large: fault.large === true,
  }
  try {
    const { run, problem, harm } = await operation.prepare(world)
    const start = performance.now()
    const result = await settled(run({}), boundOf(one))
    const ms = performance.now() - start
    const wrong = result.ending === 'success' ? await problem(result.value) : await harm?.()
    return {
      sendings,
      arrived: server.arrived,
      ending: result.ending,
      message: result.message,
      ms,
      problem: wrong,
      strayed: stray.arrived,
    }
  } finally {
    await Promise.all([server.close(), stray.close(), elsewhere?.close()])
    await nodeFetch?.close()
    await emulator.close()
  }
}

interface Settled {
  readonly ending: Observation['ending']
  readonly message: string
  readonly value?: unknown
}

async function settled(work: Promise<unknown>, boundMs: number): Promise<Settled> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const hangs = new Promise<Settled>((resolve) => {
    timer = setTimeout(() => resolve({ ending: 'hangs', message: `not settled after ${boundMs} ms` }), boundMs)
  })
  const ends = work.then(
    (value): Settled => ({ ending: 'success', message: '', value }),
    (error: unknown): Settled => {
      const { name, message } = error instanceof Error ? error : new Error(String(error))
      return { ending: name === 'Error' ? 'own' : (name as Ending), message }
    },
  )
  try {
    return await Promise.race([ends, hangs])
  } finally {
    clearTimeout(timer)
  }
}

/** Where undici, Node's own included, keeps what all fetches of the process send through. */
const globalDispatcher = Symbol.for('undici.globalDispatcher.1')

/** Options of Node's dispatcher. */
interface Settings {
  readonly maxHeaderSize: number
  readonly headersTimeout: number
  readonly bodyTimeout: number
}

type DispatcherClass = new (settings: Settings) => object

/**
 * Metadata travels in headers, in Pithos many kilobytes of it; Node's own limit is 16 KiB. How long to wait is set by the calls; undici's
 * own limits of five minutes would cut longer ones short.
 */
export const roomy: Settings = { maxHeaderSize: 1024 * 1024, headersTimeout: 0, bodyTimeout: 0 }

let seen: unknown
let ours: object | undefined

/**
 * What Node's own fetch sends through unless told otherwise, made to read headers up to 1 MiB. Undefined where fetch or its dispatcher is not
 * Node's own: a process that sets another (a proxy, a mock, an agent with certificates), or a limit of its own, keeps it.
 */
export function roomyDispatcher(): object | undefined {
  if (!isNodesOwn(globalThis.fetch)) return undefined
  // Node sets its dispatcher when the first of these globals is read.
  const current = dispatcherOfProcess() ?? (globalThis.Response && dispatcherOfProcess())
  if (current !== seen) {
    seen = current
    ours = isPlainAgent(current) && !hasOwnLimit() ? made(current) : undefined
  }
  return ours
}

/** The dispatcher of all fetches that name no other; undefined before the first of them. */
export function dispatcherOfProcess(): object | undefined {
  return Reflect.get(globalThis, globalDispatcher) as object | undefined
}

let lastFetch: unknown
let lastIsOwn = false

/** Whether a fetch is Node's, not one that replaced it. */
export function isNodesOwn(fetch: unknown): boolean {
  if (fetch !== lastFetch) {
    lastFetch = fetch
    lastIsOwn = typeof fetch === 'function' && Function.prototype.toString.call(fetch).includes('internal/deps/undici')
  }
  return lastIsOwn
}

/** Whether it is an agent that was created without options. */
function isPlainAgent(dispatcher: object | undefined): dispatcher is object {
  if (dispatcher?.constructor.name !== 'Agent') return false
  const key = Object.getOwnPropertySymbols(dispatcher).find(({ description }) => description === 'options')
  const options: unknown = key === undefined ? undefined : Reflect.get(dispatcher, key)
  if (typeof options !== 'object' || options === null) return false
  return Object.values(options).every((value) => value === undefined || value === Number.POSITIVE_INFINITY)
}

/** Whether the process was started with a limit. */
function hasOwnLimit(): boolean {
  const { process } = globalThis as { process?: { execArgv?: string[]; env?: Record<string, string | undefined> } }
  return [...(process?.execArgv ?? []), process?.env?.['NODE_OPTIONS']].join(' ').includes('max-http-header-size')
}

function made(dispatcher: object): object | undefined {
  try {
    return new (dispatcher.constructor as DispatcherClass)(roomy)
  } catch {
    return undefined
  }
}

import { dispatcherOfProcess, roomyDispatcher } from './node-dispatcher.ts'
import { setAside } from './set-aside-encoding.ts'

type Handler = Record<string | symbol, unknown>

/** The needed part of undici's Dispatcher. */
interface Dispatcher {
  dispatch(options: unknown, handler: Handler): boolean
}

/** The key in the init of a fetch that asks `createNodeFetch` not to decode bodies. */
export const rawContentEncodingMark: symbol = Symbol.for('@kamaki/core/undecoded')

/**
 * The init of a fetch that returns bodies as they were sent. Fetch decodes a body with `Content-Encoding: gzip`, and fails if it is not gzip, or only part of
 * one: but an object in Pithos has whatever Content-Encoding its writer set. Node and Bun can be told not to decode; Deno does not if the request has an
 * Accept-Encoding; browsers always do.
 */
export function rawContentEncodingInit(builtIn: boolean): Record<string | symbol, unknown> {
  const dispatcher = (builtIn ? roomyDispatcher() : undefined) ?? dispatcherOfProcess()
  return {
    [rawContentEncodingMark]: rawContentEncoding,
    ...(dispatcher === undefined ? {} : { dispatcher: rawContentEncoding(dispatcher as Dispatcher) }),
  }
}

/** A dispatcher that hides the Content-Encoding of responses from fetch. */
function rawContentEncoding(dispatcher: Dispatcher): Dispatcher {
  return { dispatch: (options, handler) => dispatcher.dispatch(options, withoutEncoding(handler)) }
}

function withoutEncoding(handler: Handler): Handler {
  return new Proxy(handler, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key)
      if (typeof value !== 'function') return value
      if (key === 'onHeaders') {
        return (status: number, raw: unknown[], ...rest: unknown[]): unknown =>
          value.call(target, status, renamedList(raw), ...rest)
      }
      if (key === 'onResponseStart') {
        return (controller: unknown, status: number, headers: object, ...rest: unknown[]): unknown =>
          value.call(target, controller, status, renamedObject(headers), ...rest)
      }
      return value.bind(target) as unknown
    },
  })
}

function rename(name: string): string {
  return name.toLowerCase() === 'content-encoding' ? setAside : name
}

/** Names and values in turn, as bytes or strings. */
function renamedList(raw: unknown[]): unknown[] {
  return raw.map((part, index) => {
    if (index % 2 === 1) return part
    const name = String(part)
    const renamed = rename(name)
    return renamed === name ? part : toBuffer(renamed)
  })
}

/** Node's Buffer, which this file must not import. */
function toBuffer(text: string): unknown {
  const { Buffer: buffer } = globalThis as unknown as { Buffer: { from(text: string): unknown } }
  return buffer.from(text)
}

function renamedObject(headers: object): object {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [rename(name), value]))
}

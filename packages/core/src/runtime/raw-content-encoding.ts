/** Where the encoding of a body that is left as it is stands until the reply is handed on. */
const setAside = 'x-kamaki-content-encoding'

type Handler = Record<string | symbol, unknown>

/** As much of undici's Dispatcher as is needed. */
interface Dispatcher {
  dispatch(options: unknown, handler: Handler): boolean
}

/** The key of a fetch's init by which `createNodeFetch` is asked to leave bodies as they are. */
export const rawContentEncodingMark: symbol = Symbol.for('@kamaki/core/undecoded')

/**
 * What a fetch's init needs so that bodies come as they were sent. Fetch decodes what says `Content-Encoding: gzip`, and fails where that is not true of the
 * part or the whole that it gets: but an object in Pithos has whatever Content-Encoding its writer gave it. Node and Bun can be told to leave it; Deno leaves
 * it where Accept-Encoding is stated; browsers cannot be kept from it.
 */
export function rawContentEncodingInit(): Record<string | symbol, unknown> {
  const global = Reflect.get(globalThis, Symbol.for('undici.globalDispatcher.1')) as Dispatcher | undefined
  return {
    [rawContentEncodingMark]: rawContentEncoding,
    ...(global === undefined ? {} : { dispatcher: rawContentEncoding(global) }),
  }
}

/** A dispatcher whose replies do not tell fetch of their encoding. */
export function rawContentEncoding(dispatcher: Dispatcher): Dispatcher {
  return { dispatch: (options, handler) => dispatcher.dispatch(options, withoutEncoding(handler)) }
}

/** The headers of a reply with its encoding where it belongs. */
export function withEncoding(headers: Headers): Headers {
  const encoding = headers.get(setAside)
  if (encoding === null) return headers
  const result = new Headers(headers)
  result.delete(setAside)
  result.set('content-encoding', encoding)
  return result
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

/** Names and values in turn, as bytes or texts. */
function renamedList(raw: unknown[]): unknown[] {
  return raw.map((part, index) => {
    if (index % 2 === 1) return part
    const name = String(part)
    const renamed = rename(name)
    return renamed === name ? part : toBuffer(renamed)
  })
}

/** Node's Buffer, which this file may not import. */
function toBuffer(text: string): unknown {
  const { Buffer: buffer } = globalThis as unknown as { Buffer: { from(text: string): unknown } }
  return buffer.from(text)
}

function renamedObject(headers: object): object {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [rename(name), value]))
}

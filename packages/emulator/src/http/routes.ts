import { RegExpRouter } from 'hono/router/reg-exp-router'
import { SmartRouter } from 'hono/router/smart-router'
import { TrieRouter } from 'hono/router/trie-router'
import { endpointNotFound, notAllowed } from './fault.ts'
import type { Call } from './request.ts'
import type { HttpResponse } from './response.ts'

export type Handler = (call: Call) => HttpResponse | Promise<HttpResponse>

/** One service: turns a request into its response, or throws a `Fault`. */
export interface App {
  handle(call: Call): HttpResponse | Promise<HttpResponse>
}

export interface RouteOptions {
  /** The response of a path that is routed to a method that it does not have. Default: the 405 `notAllowed` fault, with `allow`. */
  notAllowed?: (call: Call, allow: readonly string[]) => HttpResponse | Promise<HttpResponse>
}

interface Route {
  methods: ReadonlyMap<string, Handler>
  options: RouteOptions
}

/**
 * The paths of a service, matched by Hono's router on the percent-decoded path. First come, first matched: put
 * `/servers/detail` before `/servers/:id`. Patterns are Hono's: `:id`, `:id{[0-9]+}`, a trailing `*`.
 */
export class Routes implements App {
  readonly #router = new SmartRouter<Route>({ routers: [new RegExpRouter<Route>(), new TrieRouter<Route>()] })
  readonly #base: string
  readonly #options: RouteOptions
  #otherwise: Handler = () => {
    throw endpointNotFound()
  }

  /** `base` goes before every path given to `on`. */
  constructor(base = '', options: RouteOptions = {}) {
    this.#base = base
    this.#options = options
  }

  /** Routes a path. The order of the methods is that of the Allow header. `*` as a method takes any that has no handler. */
  on(path: string, methods: Readonly<Record<string, Handler>>, options: RouteOptions = {}): this {
    const route = { methods: new Map(Object.entries(methods)), options: { ...this.#options, ...options } }
    this.#router.add('ALL', this.#base + path, route)
    return this
  }

  /** Routes a path with each of these endings. */
  each(
    path: string,
    ends: readonly string[],
    methods: Readonly<Record<string, Handler>>,
    options?: RouteOptions,
  ): this {
    for (const end of ends) {
      this.on(path + end, methods, options)
      // Any character will do for the dot, a slash too: before the paths beneath get to see it.
      if (end === '.json' || end === '.xml') this.on(`${path}/${end.slice(1)}`, methods, options)
    }
    return this
  }

  /** The handler of all other paths; by default the fault "API endpoint not found". */
  otherwise(handler: Handler): this {
    this.#otherwise = handler
    return this
  }

  handle(call: Call): HttpResponse | Promise<HttpResponse> {
    const route = call.path === null ? undefined : this.#find(call, call.path)
    if (!route) return this.#otherwise(call)
    const handler = route.methods.get(call.method) ?? route.methods.get('*')
    if (handler) return handler(call)
    const allow = [...route.methods.keys()]
    if (route.options.notAllowed) return route.options.notAllowed(call, allow)
    throw notAllowed(allow)
  }

  #find(call: Call, path: string): Route | undefined {
    for (const one of spellings(path)) {
      const found = this.#router.match('ALL', one)
      const first = found[0][0]
      if (!first) continue
      const [route, params] = first
      const stash = found[1]
      call.params = Object.fromEntries(
        Object.entries(params).map(([name, at]) => [name, typeof at === 'number' ? (stash?.[at] ?? '') : at]),
      )
      return route
    }
    return undefined
  }
}

/**
 * A path, and as which others it counts to the server's patterns: their `$` also matches before a line feed at the end, and the dot
 * of their `.json` matches any character.
 */
function* spellings(path: string): Generator<string> {
  yield path
  if (path.endsWith('\n')) yield path.slice(0, -1)
  const format = /^(.*)[^\n](json|xml)\n?$/s.exec(path)
  if (format) yield `${format[1]}.${format[2]}`
}

import { internalServerError, notAllowed } from '../http/fault.ts'
import { FORMATS, SLASH_OR_FORMAT, WORD } from '../http/path-params.ts'
import type { Call } from '../http/request.ts'
import { type HttpResponse, json } from '../http/response.ts'
import { type App, type Handler, Routes } from '../http/routes.ts'
import { FloatingIpHandlers } from './floating-ip-handlers.ts'
import type { NetworkCloud } from './network-cloud.ts'
import { NetworkHandlers } from './network-handlers.ts'
import { PortHandlers } from './port-handlers.ts'
import { SubnetHandlers } from './subnet-handlers.ts'

type Methods = Readonly<Record<string, Handler>>

const NAME = `[${WORD}]+`
const NAME_OR_DASH = `[-${WORD}]+`
const SUFFIX = '(?:\\.json|\\.xml)?'

/** Takes `.json` and `.xml` off the id that a route matched. */
function withoutSuffix(methods: Methods): Methods {
  const wrap =
    (handler: Handler): Handler =>
    (call) => {
      const id = (call.params['id'] ?? '').replace(/\.(?:json|xml)$/, '')
      call.params = { ...call.params, id }
      return handler(call)
    }
  return Object.fromEntries(Object.entries(methods).map(([method, handler]) => [method, wrap(handler)]))
}

/** A floating IP's response is JSON whatever was asked for. */
function jsonOnly(methods: Methods): Methods {
  const wrap =
    (handler: Handler): Handler =>
    (call) => {
      call.format = 'json'
      return handler(call)
    }
  return Object.fromEntries(Object.entries(methods).map(([method, handler]) => [method, wrap(handler)]))
}

class NetworkRoutes {
  readonly routes: Routes = new Routes('/cyclades/network')

  /** The list of a kind: with and without slash or suffix, and `/detail`. */
  collection(path: string, methods: Methods, detail: Handler): this {
    this.routes.each(`/v2.0${path}`, SLASH_OR_FORMAT, methods).each(`/v2.0${path}/detail`, FORMATS, { GET: detail })
    return this
  }

  /** One of a kind, with and without slash or suffix. `methods` are in the order of the Allow header; `hidden` ones are not in it. */
  item(path: string, id: string, methods: Methods, hidden: Methods = {}): this {
    const shown = Object.keys(methods)
    const all = withoutSuffix({ ...methods, ...hidden })
    const routed = this.routes
    routed.on(`/v2.0${path}/:id{${id}${SUFFIX}}`, all, { notAllowed: refuse(shown) })
    routed.on(`/v2.0${path}/:id{${id}}/`, all, { notAllowed: refuse(shown) })
    return this
  }

  action(path: string, ends: readonly string[], handler: Handler): this {
    this.routes.each(`/v2.0${path}/:id{${NAME}}/action`, ends, { POST: handler })
    return this
  }
}

function refuse(allow: readonly string[]): () => never {
  return () => {
    throw notAllowed(allow)
  }
}

/** Networks, subnets, ports and floating IPs: everything under `/cyclades/network`. */
export function networkRoutes(cloud: NetworkCloud): App {
  const networks = new NetworkHandlers(cloud)
  const subnets = new SubnetHandlers(cloud)
  const ports = new PortHandlers(cloud)
  const ips = new FloatingIpHandlers(cloud)
  const api = new NetworkRoutes()
  api.routes.each('', ['', '/', '/.json', '/.xml'], { GET: versions }).on('/v2.0/', {
    GET: (call) => {
      cloud.authenticate(call)
      // The handler asks for a user but not for a token: an assertion on that combination fails.
      throw internalServerError()
    },
  })
  return api
    .collection('/networks', { GET: networks.list, POST: networks.create }, networks.list)
    .item('/networks', NAME, { GET: networks.get, PUT: networks.rename, DELETE: networks.delete })
    .action('/networks', SLASH_OR_FORMAT, networks.action)
    .collection('/subnets', { GET: subnets.list, POST: subnets.create }, subnets.list)
    .item('/subnets', NAME_OR_DASH, { GET: subnets.get, DELETE: subnets.delete, PUT: subnets.rename })
    .collection('/ports', { GET: ports.list, POST: ports.create }, ports.list)
    .item('/ports', NAME_OR_DASH, { GET: ports.get, DELETE: ports.delete, PUT: ports.update })
    .collection('/floatingips', jsonOnly({ GET: ips.list, POST: ips.create }), ips.detail)
    .item('/floatingips', NAME, jsonOnly({ GET: ips.get, DELETE: ips.delete }), jsonOnly({ PUT: ips.update }))
    .action('/floatingips', FORMATS, ips.action).routes
}

function versions(call: Call): HttpResponse {
  const href = `${call.origin}/cyclades/network/v2.0/`
  return json(200, { versions: [{ status: 'CURRENT', id: 'v2.0', links: [{ href, rel: 'self' }] }] })
}

import { endpointNotFound, notAllowed } from '../http/fault.ts'
import { askedFormat } from '../http/format.ts'
import type { Call, Format } from '../http/request.ts'
import { type HttpResponse, html } from '../http/response.ts'
import type { App } from '../http/routes.ts'
import { headAccount, listAccount, listSharing, logIn, updateAccount } from './account-handlers.ts'
import { createContainer, headContainer, removeContainer, updateContainer } from './container-handlers.ts'
import { authenticated, type Context } from './context.ts'
import { copyTo } from './object-copy-handlers.ts'
import { headObject, readObject, removeObject } from './object-handlers.ts'
import { listContainer } from './object-list-handlers.ts'
import { updateObject } from './object-update-handlers.ts'
import { putObject, uploadForm } from './object-upload-handlers.ts'
import { splitPath } from './path.ts'
import type { PithosCloud } from './pithos-cloud.ts'
import { proxyToAstakos } from './proxy-handlers.ts'
import { readPublic, viewObject } from './public-handlers.ts'

/** Where the service is, as the catalog says. */
const PITHOS = '/pithos'
const ENDPOINT = `${PITHOS}/object-store/v1/`

interface Operation {
  run(context: Context): HttpResponse | Promise<HttpResponse>
  /** How responses are written when nothing is asked for; undefined: always JSON, whatever is asked for. */
  format?: Format
}

type Operations = Readonly<Record<string, Operation>>

// The order is that of the Allow header.
const ACCOUNT: Operations = {
  HEAD: { run: headAccount },
  POST: { run: updateAccount },
  GET: { run: listAccount, format: 'text' },
}
const CONTAINER: Operations = {
  HEAD: { run: headContainer },
  PUT: { run: createContainer },
  POST: { run: updateContainer, format: 'json' },
  DELETE: { run: removeContainer },
  GET: { run: listContainer, format: 'text' },
}
const OBJECT: Operations = {
  HEAD: { run: headObject },
  GET: { run: readObject, format: 'json' },
  PUT: { run: putObject },
  COPY: { run: (context) => copyTo(context, false), format: 'json' },
  MOVE: { run: (context) => copyTo(context, true), format: 'json' },
  POST: { run: updateObject, format: 'json' },
  DELETE: { run: removeObject },
}
const FORM: Operation = { run: uploadForm }

/** The Pithos service: object store, public addresses, browser view, relay to Astakos. */
export function pithosRoutes(cloud: PithosCloud, astakos: App): App {
  return { handle: (call) => route(call, cloud, astakos) }
}

function route(call: Call, cloud: PithosCloud, astakos: App): HttpResponse | Promise<HttpResponse> {
  const { path } = call
  if (path === null) throw endpointNotFound()
  if (path.startsWith(ENDPOINT)) return objectStore(call, cloud, path.slice(ENDPOINT.length))
  if (path.startsWith(`${PITHOS}/object-store`)) throw endpointNotFound()
  const id = /^\/pithos\/public\/([^\n]+?)\/?$/.exec(path)?.[1]
  if (id !== undefined) return readPublic(call, cloud, id)
  if (path.startsWith(`${PITHOS}/ui/view/`)) return viewObject(call, cloud, path.slice(`${PITHOS}/ui/view/`.length))
  if (path.startsWith(`${PITHOS}/_astakos/`)) return proxyToAstakos(call, astakos)
  return html(404)
}

function objectStore(call: Call, cloud: PithosCloud, rest: string): HttpResponse | Promise<HttpResponse> {
  if (rest === '') return top(call, cloud)
  const path = splitPath(rest)
  if (!path) throw endpointNotFound()
  const operations = path.object !== undefined ? OBJECT : path.container !== undefined ? CONTAINER : ACCOUNT
  const operation = operationFor(operations, call, path.object !== undefined)
  if (!operation) throw notAllowed(Object.keys(operations))
  call.format = operation.format ? askedFormat(call, operation.format) : 'json'
  return operation.run(authenticated(call, cloud, path))
}

function operationFor(operations: Operations, call: Call, isObject: boolean): Operation | undefined {
  const form =
    isObject && call.method === 'POST' && (call.header('content-type') ?? '').startsWith('multipart/form-data')
  return form ? FORM : Object.hasOwn(operations, call.method) ? operations[call.method] : undefined
}

function top(call: Call, cloud: PithosCloud): HttpResponse {
  if (call.method !== 'GET') throw notAllowed(['GET'])
  if (call.header('x-auth-token') === undefined && !call.query.has('X-Auth-Token')) return logIn(call)
  call.format = askedFormat(call, 'text')
  return listSharing(authenticated(call, cloud, { account: '' }))
}

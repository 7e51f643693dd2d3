import { computeRoutes } from '../compute/routes.ts'
import { ConnectionReset } from '../faults/streams.ts'
import { endpointNotFound, Fault, internalServerError } from '../http/fault.ts'
import { askedFormat, faultResponse, finish } from '../http/format.ts'
import type { Call } from '../http/request.ts'
import { empty, HttpResponse, html } from '../http/response.ts'
import type { App } from '../http/routes.ts'
import { COMPUTE_XMLNS } from '../http/xml.ts'
import { identityRoutes } from '../identity/routes.ts'
import { imageRoutes } from '../image/routes.ts'
import { networkRoutes } from '../network/routes.ts'
import { pithosRoutes } from '../pithos/routes.ts'
import { OverflowError } from '../python/int.ts'
import { volumeRoutes } from '../volume/routes.ts'
import type { BuiltCloud } from './build-cloud.ts'
import type { EmulatorOptions } from './options.ts'

const IDENTITY_XMLNS = 'http://docs.openstack.org/identity/api/v2.0'

interface Mount {
  prefix: string
  app: App
  xmlns: string | undefined
}

function mounts(cloud: BuiltCloud): Mount[] {
  const identity = onCall(() => identityRoutes(cloud))
  const at = (prefix: string, app: App, xmlns?: string): Mount => ({ prefix, app, xmlns })
  const cyclades = (path: string, routes: () => App) => at(`/cyclades${path}`, onCall(routes), COMPUTE_XMLNS)
  return [
    at('/astakos', identity, IDENTITY_XMLNS),
    at('/pithos', pithosRoutes(cloud, identity)),
    cyclades('/volume', () => volumeRoutes(cloud)),
    cyclades('/network', () => networkRoutes(cloud)),
    cyclades('/image', () => imageRoutes(cloud)),
    cyclades('', () => computeRoutes(cloud)),
  ]
}

/** A service whose routes are set up when the first call comes: most tests need one or two of six. */
function onCall(routes: () => App): App {
  let app: App | undefined
  return {
    handle: (call) => {
      app ??= routes()
      return app.handle(call)
    },
  }
}

const beneath = (path: string, prefix: string) => path === prefix || path.startsWith(`${prefix}/`)

/** Hands each request to the service whose catalog path it lies under, and renders what the service throws. */
export class Dispatcher {
  readonly #cloud: BuiltCloud
  readonly #mounts: readonly Mount[]
  readonly #onError: EmulatorOptions['onError']
  readonly #commit: () => void

  /** `commit` writes what a call has changed, before its response is sent. */
  constructor(cloud: BuiltCloud, onError: EmulatorOptions['onError'], commit: () => void) {
    this.#cloud = cloud
    this.#onError = onError
    this.#commit = commit
    this.#mounts = mounts(cloud)
  }

  async handle(call: Call): Promise<HttpResponse> {
    const path = call.path ?? call.rawPath
    const mount = this.#mountOf(call)
    call.format = askedFormat(call)
    let response: HttpResponse
    try {
      if (call.path === null) response = notUtf8()
      else if (mount) response = await mount.app.handle(call)
      else if (path === '/' || path === '') response = html(302, '', { Location: '/astakos/ui/' })
      else throw endpointNotFound()
    } catch (error) {
      response = this.#failed(call, error, mount?.xmlns)
    }
    try {
      this.#commit()
    } catch (error) {
      response = this.#failed(call, error, mount?.xmlns)
    }
    return finish(call, response, this.#cloud.clock.now())
  }

  /** A fault as the service at the call's path would write it. */
  refuse(call: Call, fault: Fault): HttpResponse {
    call.format = askedFormat(call)
    return finish(call, faultResponse(call, fault, this.#mountOf(call)?.xmlns), this.#cloud.clock.now())
  }

  #mountOf(call: Call): Mount | undefined {
    const path = call.path ?? call.rawPath
    return this.#mounts.find(({ prefix }) => beneath(path, prefix))
  }

  #failed(call: Call, error: unknown, xmlns: string | undefined): HttpResponse {
    if (error instanceof Fault) return faultResponse(call, error, error.unrouted ? undefined : xmlns)
    if (error instanceof HttpResponse) return error
    // A reset that was asked for is not a bug.
    // Nor is what Python raises where the server does not expect it.
    if (!call.signal.aborted && !(error instanceof ConnectionReset) && !(error instanceof OverflowError)) {
      reportBug(this.#onError, error, call)
    }
    return faultResponse(call, internalServerError(), xmlns)
  }
}

/** Tells of an exception that nobody expected. */
export function reportBug(onError: EmulatorOptions['onError'], error: unknown, call: Call): void {
  if (onError) onError(error, { method: call.method, target: call.target })
  // biome-ignore lint/suspicious/noConsole: a bug of the emulator must not pass in silence.
  else console.error(`kamaki-emulator: ${call.method} ${call.rawPath}:`, error)
}

/** No service gets to see a path that is not UTF-8: Django does not. To a HEAD too a chunk follows, and spoils the connection. */
function notUtf8(): HttpResponse {
  const response = empty(400, { 'Content-Type': 'text/html; charset=utf-8' })
  response.bare = true
  response.strayChunk = true
  return response
}

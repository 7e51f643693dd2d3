import { badRequest, itemNotFound } from '../http/fault.ts'
import type { Call } from '../http/request.ts'
import { HttpResponse } from '../http/response.ts'
import type { ComputeCloud } from './compute-cloud.ts'
import { serverOfGraph } from './server-stats.ts'

const KINDS: readonly string[] = ['cpu-bar', 'net-bar', 'cpu-ts', 'net-ts', 'cpu-ts-w', 'net-ts-w']

/** One grey pixel. */
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=='

/** The graphs that the stats of a server link to. They are open to all. */
export class GraphHandlers {
  readonly #cloud: ComputeCloud

  constructor(cloud: ComputeCloud) {
    this.#cloud = cloud
  }

  get = (call: Call): HttpResponse => {
    const { kind = '', name = '' } = call.params
    const id = serverOfGraph(name)
    if (!KINDS.includes(kind) || id === undefined) throw badRequest('Invalid server name')
    const server = this.#cloud.servers.find(id)
    if (!server || server.helper || server.deleted) throw itemNotFound('No such instance')
    const bytes = Uint8Array.from(atob(PIXEL), (char) => char.charCodeAt(0))
    return new HttpResponse(200, bytes, { 'Content-Type': 'image/png' })
  }
}

import { badRequest } from '../http/fault.ts'
import { attribute } from '../http/fields.ts'
import { jsonBody } from '../http/json-body.ts'
import { param } from '../http/path-params.ts'
import type { Call } from '../http/request.ts'
import { empty, type HttpResponse, json } from '../http/response.ts'
import { requireAttached, type Volume } from '../volume/model.ts'
import type { ComputeCloud } from './compute-cloud.ts'
import { serverOf } from './server-param.ts'

function shown(volume: Volume): Record<string, unknown> {
  return { id: volume.id, volumeId: volume.id, serverId: volume.serverId, device: '' }
}

/** The operations on volumes of servers. */
export class VolumeAttachmentHandlers {
  readonly #cloud: ComputeCloud

  constructor(cloud: ComputeCloud) {
    this.#cloud = cloud
  }

  list = (call: Call): HttpResponse => {
    const server = serverOf(call, this.#cloud)
    return json(200, { volumeAttachments: this.#cloud.volumes.of(server.id).map(shown) })
  }

  get = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    const server = this.#cloud.servers.get(user, param(call, 'id'))
    const volume = this.#cloud.volumes.get(user, param(call, 'volume'), { nonDeleted: true, missing: badRequest })
    requireAttached(volume, server.id)
    return json(200, { volumeAttachment: shown(volume) })
  }

  create = async (call: Call): Promise<HttpResponse> => {
    const user = this.#cloud.authenticate(call)
    const body = await jsonBody(call)
    const server = this.#cloud.servers.get(user, param(call, 'id'), { nonDeleted: true })
    const id = attribute(attribute(body, 'volumeAttachment', 'any'), 'volumeId', 'any')
    const volume = this.#cloud.volumes.get(user, id, { nonDeleted: true, missing: badRequest })
    this.#cloud.volumes.attach(volume, server.id)
    return json(202, { volumeAttachment: shown(volume) })
  }

  delete = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    const server = this.#cloud.servers.get(user, param(call, 'id'), { nonDeleted: true })
    const volume = this.#cloud.volumes.get(user, param(call, 'volume'), { nonDeleted: true, missing: badRequest })
    this.#cloud.volumes.detach(volume, server.id)
    return empty(202)
  }
}

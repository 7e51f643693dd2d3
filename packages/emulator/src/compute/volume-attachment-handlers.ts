import { badRequest } from '../http/fault.ts'
import { attribute } from '../http/fields.ts'
import { jsonBody } from '../http/json-body.ts'
import { param } from '../http/path-params.ts'
import type { Call } from '../http/request.ts'
import { empty, json, type Reply } from '../http/response.ts'
import type { Routes } from '../http/routes.ts'
import { requireAttached, type Volume } from '../volume/model.ts'
import type { ComputeCloud } from './compute-cloud.ts'

export function volumeAttachmentRoutes(routes: Routes, cloud: ComputeCloud): void {
  const calls = new VolumeAttachmentHandlers(cloud)
  const item = '/servers/:id{[0-9]+}'
  for (const end of ['', '.json'])
    routes.on(`${item}/os-volume_attachments${end}`, { GET: calls.list, POST: calls.create })
  routes.on(`${item}/os-volume_attachments/:volume{[0-9]+(?:.json)?}`, { GET: calls.get, DELETE: calls.delete })
}

function shown(volume: Volume): Record<string, unknown> {
  return { id: volume.id, volumeId: volume.id, serverId: volume.serverId, device: '' }
}

/** The operations on volumes of servers. */
class VolumeAttachmentHandlers {
  readonly #cloud: ComputeCloud

  constructor(cloud: ComputeCloud) {
    this.#cloud = cloud
  }

  list = (call: Call): Reply => {
    const server = this.#cloud.servers.get(this.#cloud.authenticate(call), param(call, 'id'))
    return json(200, { volumeAttachments: this.#cloud.volumes.of(server.id).map(shown) })
  }

  get = (call: Call): Reply => {
    const user = this.#cloud.authenticate(call)
    const server = this.#cloud.servers.get(user, param(call, 'id'))
    const volume = this.#cloud.volumes.get(user, param(call, 'volume'), { nonDeleted: true, missing: badRequest })
    requireAttached(volume, server.id)
    return json(200, { volumeAttachment: shown(volume) })
  }

  create = async (call: Call): Promise<Reply> => {
    const user = this.#cloud.authenticate(call)
    const body = await jsonBody(call)
    const server = this.#cloud.servers.get(user, param(call, 'id'), { nonDeleted: true })
    const id = attribute(attribute(body, 'volumeAttachment', 'any'), 'volumeId', 'any')
    const volume = this.#cloud.volumes.get(user, id, { nonDeleted: true, missing: badRequest })
    this.#cloud.volumes.attach(volume, server.id)
    return json(202, { volumeAttachment: shown(volume) })
  }

  delete = (call: Call): Reply => {
    const user = this.#cloud.authenticate(call)
    const server = this.#cloud.servers.get(user, param(call, 'id'), { nonDeleted: true })
    const volume = this.#cloud.volumes.get(user, param(call, 'volume'), { nonDeleted: true, missing: badRequest })
    this.#cloud.volumes.detach(volume, server.id)
    return empty(202)
  }
}

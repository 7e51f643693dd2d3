import type { Cloud } from '../cloud.ts'
import { badRequest } from '../http/fault.ts'
import { attribute } from '../http/fields.ts'
import { jsonBody } from '../http/json-body.ts'
import { param } from '../http/path-params.ts'
import type { Call } from '../http/request.ts'
import { empty, json, type Reply } from '../http/response.ts'
import type { Routes } from '../http/routes.ts'
import { authenticate } from '../identity/authenticate.ts'
import type { Volume } from '../volume/model.ts'
import { attachVolume, detachVolume, requireAttached } from '../volume/volume-jobs.ts'

export function volumeAttachmentRoutes(routes: Routes, cloud: Cloud): void {
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
  readonly #cloud: Cloud

  constructor(cloud: Cloud) {
    this.#cloud = cloud
  }

  list = (call: Call): Reply => {
    const server = this.#cloud.servers.get(authenticate(call, this.#cloud), param(call, 'id'))
    return json(200, { volumeAttachments: this.#cloud.volumes.of(server.id).map(shown) })
  }

  get = (call: Call): Reply => {
    const user = authenticate(call, this.#cloud)
    const server = this.#cloud.servers.get(user, param(call, 'id'))
    const volume = this.#cloud.volumes.get(user, param(call, 'volume'), { nonDeleted: true, missing: badRequest })
    requireAttached(server, volume)
    return json(200, { volumeAttachment: shown(volume) })
  }

  create = async (call: Call): Promise<Reply> => {
    const user = authenticate(call, this.#cloud)
    const body = await jsonBody(call)
    const server = this.#cloud.servers.get(user, param(call, 'id'), { nonDeleted: true })
    const id = attribute(attribute(body, 'volumeAttachment', 'any'), 'volumeId', 'any')
    const volume = this.#cloud.volumes.get(user, id, { nonDeleted: true, missing: badRequest })
    attachVolume(this.#cloud, server, volume)
    return json(202, { volumeAttachment: shown(volume) })
  }

  delete = (call: Call): Reply => {
    const user = authenticate(call, this.#cloud)
    const server = this.#cloud.servers.get(user, param(call, 'id'), { nonDeleted: true })
    const volume = this.#cloud.volumes.get(user, param(call, 'volume'), { nonDeleted: true, missing: badRequest })
    detachVolume(this.#cloud, server, volume)
    return empty(202)
  }
}

import { changesSince } from '../http/changes-since.ts'
import { badRequest } from '../http/fault.ts'
import { attribute, optional } from '../http/fields.ts'
import { jsonBody } from '../http/json-body.ts'
import { param } from '../http/path-params.ts'
import type { Call } from '../http/request.ts'
import { empty, type HttpResponse, json } from '../http/response.ts'
import { pythonText } from '../python/repr.ts'
import { findSnapshot, listSnapshots, ownerOf, snapshotJson, takeSnapshot } from './snapshots.ts'
import type { VolumeCloud } from './volume-cloud.ts'

/** The operations on snapshots. */
export class SnapshotHandlers {
  readonly #cloud: VolumeCloud

  constructor(cloud: VolumeCloud) {
    this.#cloud = cloud
  }

  /** Both lists show every field. Nothing changed is an empty list, not 304. */
  list = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    const snapshots = listSnapshots(this.#cloud, user, changesSince(call, this.#cloud.clock))
    return json(200, { snapshots: snapshots.map((snapshot) => snapshotJson(call, snapshot)) })
  }

  create = async (call: Call): Promise<HttpResponse> => {
    const user = this.#cloud.authenticate(call)
    const body = await jsonBody(call)
    const asked = attribute(body, 'snapshot', 'object')
    const volumeId = attribute(asked, 'volume_id', 'any')
    const volume = this.#cloud.volumes.get(user, volumeId, { nonDeleted: true, missing: badRequest })
    const metadata = optional(asked, 'metadata', 'object') ?? {}
    const name = optional(asked, 'display_name', 'string') ?? `Snapshot of volume '${pythonText(volumeId)}'`
    const description = optional(asked, 'display_description', 'string') ?? ''
    optional(body, 'force', 'boolean')
    const snapshot = takeSnapshot(this.#cloud, user, volume, { name, description, metadata })
    return json(202, { snapshot: snapshotJson(call, snapshot) })
  }

  get = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    return json(200, { snapshot: snapshotJson(call, findSnapshot(this.#cloud, user, param(call, 'id'))) })
  }

  update = async (call: Call): Promise<HttpResponse> => {
    const user = this.#cloud.authenticate(call)
    const body = await jsonBody(call)
    const snapshot = findSnapshot(this.#cloud, user, param(call, 'id'))
    const { id } = snapshot
    const asked = attribute(body, 'snapshot', 'object')
    const name = optional(asked, 'display_name', 'string')
    const description = optional(asked, 'display_description', 'string')
    if (name === undefined && description === undefined) throw badRequest('Nothing to update.')
    this.#cloud.images.rename(ownerOf(this.#cloud, snapshot, user), id, {
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
    })
    return json(200, { snapshot: snapshotJson(call, findSnapshot(this.#cloud, user, id)) })
  }

  delete = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    const snapshot = findSnapshot(this.#cloud, user, param(call, 'id'))
    this.#cloud.images.deleteFile(ownerOf(this.#cloud, snapshot, user), snapshot.id)
    return empty(202)
  }

  metadata = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    return json(200, { metadata: findSnapshot(this.#cloud, user, param(call, 'id')).properties })
  }

  async #setMetadata(call: Call, replace: boolean): Promise<HttpResponse> {
    const user = this.#cloud.authenticate(call)
    const body = await jsonBody(call)
    const { id } = findSnapshot(this.#cloud, user, param(call, 'id'))
    const items = attribute(body, 'metadata', 'object')
    const properties = Object.fromEntries(Object.entries(items).map(([key, value]) => [key, pythonText(value)]))
    // Replacing wipes all that makes the object a snapshot: what follows finds none.
    if (replace) this.#cloud.images.replaceDomain(user, id, properties)
    else this.#cloud.images.setProperties(user, id, properties)
    return json(200, { metadata: findSnapshot(this.#cloud, user, id).properties })
  }

  mergeMetadata = (call: Call): Promise<HttpResponse> => this.#setMetadata(call, false)

  replaceMetadata = (call: Call): Promise<HttpResponse> => this.#setMetadata(call, true)

  deleteMetadata = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    const { id } = findSnapshot(this.#cloud, user, param(call, 'id'))
    this.#cloud.images.setProperties(user, id, { [call.params['key'] ?? '']: '' })
    return empty(200)
  }
}

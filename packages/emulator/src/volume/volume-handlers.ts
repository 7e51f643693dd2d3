import { withoutKey } from '../base/values.ts'
import { changed, changesSince, notModified } from '../http/changes-since.ts'
import { badRequest, conflict, forbidden, itemNotFound } from '../http/fault.ts'
import { attribute, optional, requireStorable } from '../http/fields.ts'
import { isObject, jsonBody } from '../http/json-body.ts'
import { param } from '../http/path-params.ts'
import type { Call } from '../http/request.ts'
import { empty, type HttpResponse, html, json } from '../http/response.ts'
import { dictItems } from '../python/dict-order.ts'
import { pythonInt } from '../python/int.ts'
import { pythonText } from '../python/repr.ts'
import { VOLUME_TYPES } from './model.ts'
import type { VolumeCloud } from './volume-cloud.ts'
import { createVolume } from './volume-create.ts'
import { volumeDetail, volumeSummary, volumeTypeJson } from './volume-json.ts'
import { setVolumeMetadata, volumeMetadata } from './volume-metadata.ts'
import { checkTermination, checkVolumeDescription, checkVolumeName } from './volume-plan.ts'

/** The operations on volumes and their types. */
export class VolumeHandlers {
  readonly #cloud: VolumeCloud

  constructor(cloud: VolumeCloud) {
    this.#cloud = cloud
  }

  #list(call: Call, show: typeof volumeSummary): HttpResponse {
    const user = this.#cloud.authenticate(call)
    const found = changed(this.#cloud.volumes.visible(user), changesSince(call, this.#cloud.clock))
    if (!found) return notModified(this.#cloud.clock)
    return json(200, { volumes: found.map((volume) => show(call, volume)) })
  }

  list = (call: Call): HttpResponse => this.#list(call, volumeSummary)

  listDetail = (call: Call): HttpResponse => this.#list(call, volumeDetail)

  create = async (call: Call): Promise<HttpResponse> => {
    const user = this.#cloud.authenticate(call)
    const volume = createVolume(this.#cloud, user, await jsonBody(call))
    return json(202, { volume: volumeSummary(call, volume) })
  }

  get = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    return json(200, { volume: volumeDetail(call, this.#cloud.volumes.get(user, param(call, 'id'))) })
  }

  update = async (call: Call): Promise<HttpResponse> => {
    const user = this.#cloud.authenticate(call)
    const body = await jsonBody(call)
    const volume = this.#cloud.volumes.get(user, param(call, 'id'), { nonDeleted: true })
    const asked = attribute(body, 'volume', 'object')
    const name = optional(asked, 'display_name', 'any')
    const description = optional(asked, 'display_description', 'any')
    const remove = optional(asked, 'delete_on_termination', 'boolean')
    if (name === undefined && description === undefined && remove === undefined) throw badRequest('Nothing to update.')
    if (name !== undefined) checkVolumeName(pythonText(name))
    if (description !== undefined) checkVolumeDescription(pythonText(description))
    if (remove !== undefined) checkTermination(volume.type, remove)
    if (name !== undefined) volume.name = pythonText(name)
    if (description !== undefined) volume.description = pythonText(description)
    if (remove !== undefined) volume.deleteOnTermination = remove
    this.#cloud.volumes.touch(volume)
    // The response shows a description as it was sent, a number as a number; only what is stored is a string.
    const sent = description === undefined ? {} : { display_description: description }
    return json(200, { volume: { ...volumeDetail(call, volume), ...sent } })
  }

  delete = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    this.#cloud.volumes.delete(this.#cloud.volumes.get(user, param(call, 'id'), { nonDeleted: true }))
    return empty(202)
  }

  /** What is malformed fails outside the server's fault wrapper: a page, not a fault. */
  action = async (call: Call): Promise<HttpResponse> => {
    const body = await jsonBody(call).catch(() => undefined)
    const [action, args] = (isObject(body) && dictItems(body)[0]) || []
    if (action !== 'reassign' || args === null || args === undefined || !isObject(args)) return html(500)
    const user = this.#cloud.authenticate(call)
    const project = args['project'] ?? undefined
    if (project === undefined) throw badRequest("Missing 'project' attribute.")
    const volume = this.#cloud.volumes.get(user, param(call, 'id'), { nonDeleted: true })
    if (volume.owner !== user.uuid) throw forbidden("Action 'reassign' is allowed only to the owner of the volume.")
    if (volume.index === 0) throw conflict(`Cannot reassign: ${volume.id} is a system volume`)
    this.#cloud.volumes.reassign(volume, project, args['shared_to_project'])
    return empty(200)
  }

  metadata = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    const volume = this.#cloud.volumes.get(user, param(call, 'id'))
    return json(200, { metadata: Object.fromEntries(volume.metadata) })
  }

  async #setMetadata(call: Call, replace: boolean): Promise<HttpResponse> {
    const user = this.#cloud.authenticate(call)
    const items = volumeMetadata(await jsonBody(call))
    const volume = this.#cloud.volumes.get(user, param(call, 'id'), { nonDeleted: true })
    setVolumeMetadata(volume, items, replace)
    return json(200, { metadata: Object.fromEntries(volume.metadata) })
  }

  mergeMetadata = (call: Call): Promise<HttpResponse> => this.#setMetadata(call, false)

  replaceMetadata = (call: Call): Promise<HttpResponse> => this.#setMetadata(call, true)

  deleteMetadata = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    const volume = this.#cloud.volumes.get(user, param(call, 'id'), { nonDeleted: true })
    // The key goes to the end of the path here, a format's name included.
    const key = call.params['key'] ?? ''
    requireStorable(key)
    const kept = withoutKey(volume.metadata, key)
    if (!kept) throw badRequest('Metadata key not found')
    volume.metadata = kept
    return empty(200)
  }

  listTypes = (call: Call): HttpResponse => {
    this.#cloud.authenticate(call)
    return json(200, { volume_types: VOLUME_TYPES.filter((type) => !type.deleted).map(volumeTypeJson) })
  }

  getType = (call: Call): HttpResponse => {
    this.#cloud.authenticate(call)
    const id = pythonInt(param(call, 'id'))
    const type = VOLUME_TYPES.find((known) => known.id === id)
    if (!type) throw itemNotFound(`Volume type ${id} not found`)
    return json(200, { volume_type: volumeTypeJson(type) })
  }
}

/** The two names that the one version of the API has. */
export function listVersions(call: Call): HttpResponse {
  const version = (id: string) => ({
    id,
    status: 'CURRENT',
    version: '2.0',
    min_version: '2.0',
    links: [{ rel: 'self', href: `${call.origin}/cyclades/volume/${id}/` }],
    media_types: [{ base: 'application/json', type: 'application/vnd.openstack.compute.v2+json' }],
  })
  return json(200, { versions: [version('v2.0'), version('v2')] })
}

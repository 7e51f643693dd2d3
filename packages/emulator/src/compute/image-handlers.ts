import { changesSince, imageChanged } from '../http/changes-since.ts'
import { badRequest, internalServerError, itemNotFound, notImplemented } from '../http/fault.ts'
import { isObject, type JsonObject, jsonBody } from '../http/json-body.ts'
import { param } from '../http/path-params.ts'
import type { Call } from '../http/request.ts'
import { empty, type HttpResponse, json } from '../http/response.ts'
import type { Image } from '../image/model.ts'
import { isoSeconds } from '../python/dates.ts'
import { pythonText } from '../python/repr.ts'
import type { ComputeCloud } from './compute-cloud.ts'
import { imageLinks } from './links.ts'
import { imagesXml, imageXml, metadataXml, metaXml } from './xml.ts'

const STATUS: Readonly<Record<string, string>> = {
  AVAILABLE: 'ACTIVE',
  UNAVAILABLE: 'SAVING',
  CREATING: 'SAVING',
  ERROR: 'ERROR',
  DELETED: 'DELETED',
}

/** Images as the compute API knows them. */
export class ImageHandlers {
  readonly #cloud: ComputeCloud

  constructor(cloud: ComputeCloud) {
    this.#cloud = cloud
  }

  #image(call: Call): Image {
    return this.#cloud.images.get(this.#cloud.authenticate(call), param(call, 'id'))
  }

  #list(call: Call, detail: boolean): HttpResponse {
    const user = this.#cloud.authenticate(call)
    const since = changesSince(call, this.#cloud.clock)
    const found = this.#cloud.images
      .list(user)
      .filter(({ updatedAt }) => imageChanged(updatedAt, since))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
    const images = found.map((image) => (detail ? full(call, image) : { id: image.id, name: image.name }))
    return call.format === 'xml' ? imagesXml(images) : json(200, { images })
  }

  list = (call: Call): HttpResponse => this.#list(call, false)

  listDetail = (call: Call): HttpResponse => this.#list(call, true)

  create = (call: Call): HttpResponse => {
    this.#cloud.authenticate(call)
    throw notImplemented('Not supported.')
  }

  get = (call: Call): HttpResponse => {
    const shown = full(call, this.#image(call))
    return call.format === 'xml' ? imageXml(shown) : json(200, { image: shown })
  }

  delete = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    this.#cloud.images.unregister(user, param(call, 'id'))
    return empty(204)
  }

  #metadata(call: Call, status: number, metadata: JsonObject): HttpResponse {
    return call.format === 'xml' ? metadataXml(status, metadata) : json(status, { metadata })
  }

  #meta(call: Call, status: number, key: string, value: unknown): HttpResponse {
    return call.format === 'xml' ? metaXml(status, key, value) : json(status, { meta: { [key]: value } })
  }

  metadata = (call: Call): HttpResponse => this.#metadata(call, 200, this.#image(call).properties)

  mergeMetadata = async (call: Call): Promise<HttpResponse> => {
    const user = this.#cloud.authenticate(call)
    const body = await jsonBody(call)
    const image = this.#image(call)
    if (!isObject(body)) throw internalServerError()
    const { metadata } = body
    if (!isObject(metadata)) throw badRequest('Malformed request.')
    this.#cloud.images.setProperties(user, image.id, asText(metadata))
    // What was sent is shown as it came, even what is thereby deleted.
    return this.#metadata(call, 201, { ...image.properties, ...metadata })
  }

  getMetadata = (call: Call): HttpResponse => {
    const key = param(call, 'key')
    const { properties } = this.#image(call)
    if (!Object.hasOwn(properties, key)) throw itemNotFound('Metadata key not found.')
    return this.#meta(call, 200, key, properties[key])
  }

  setMetadata = async (call: Call): Promise<HttpResponse> => {
    const user = this.#cloud.authenticate(call)
    const body = await jsonBody(call)
    if (!isObject(body)) throw internalServerError()
    const key = param(call, 'key')
    const { meta } = body
    if (!isObject(meta) || Object.keys(meta).length !== 1 || !Object.hasOwn(meta, key))
      throw badRequest('Malformed request.')
    const image = this.#image(call)
    this.#cloud.images.setProperties(user, image.id, asText({ [key]: meta[key] }))
    return this.#meta(call, 201, key, meta[key])
  }

  /** Deletes nothing: what is left is merged with what there was. It needs permission to write all the same. */
  deleteMetadata = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    this.#cloud.images.setProperties(user, this.#image(call).id, {})
    return empty(204)
  }
}

function asText(values: JsonObject): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, pythonText(value)]))
}

function full(call: Call, image: Image): Record<string, unknown> {
  const status = STATUS[image.status.toUpperCase()] ?? 'UNKNOWN'
  return {
    id: image.id,
    name: image.name,
    updated: isoSeconds(image.updatedAt),
    created: isoSeconds(image.createdAt),
    status,
    progress: status === 'ACTIVE' ? 100 : 0,
    user_id: image.owner,
    tenant_id: image.owner,
    public: image.isPublic,
    links: imageLinks(call, image.id),
    metadata: image.properties,
    is_snapshot: image.isSnapshot,
  }
}

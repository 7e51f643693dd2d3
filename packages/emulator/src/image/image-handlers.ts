import { badRequest } from '../http/fault.ts'
import type { Call } from '../http/request.ts'
import { empty, type HttpResponse, json } from '../http/response.ts'
import type { ImageCloud } from './image-cloud.ts'
import { type ImageParams, imageHeaders, readImageHeaders } from './image-headers.ts'
import { imageDetail, imageSummary, sortImages } from './image-lists.ts'
import { parseLocation } from './location.ts'

const ADDABLE: readonly string[] = [
  'name',
  'id',
  'store',
  'disk_format',
  'container_format',
  'size',
  'checksum',
  'owner',
  'location',
]
const UPDATABLE: readonly string[] = ['name', 'disk_format', 'container_format', 'owner', 'status']
const DISK_FORMATS: readonly string[] = ['diskdump', 'extdump', 'ntfsdump']
const CONTAINER_FORMATS: readonly string[] = ['aki', 'ari', 'ami', 'bare', 'ovf']

/** The operations on images. */
export class ImageHandlers {
  readonly #cloud: ImageCloud

  constructor(cloud: ImageCloud) {
    this.#cloud = cloud
  }

  list = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    return json(200, { images: sortImages(call, () => this.#cloud.images.list(user)).map(imageSummary) })
  }

  detail = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    return json(200, { images: sortImages(call, () => this.#cloud.images.list(user)).map(imageDetail) })
  }

  register = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    const params = readImageHeaders(call)
    if (!onlyHas(params, ADDABLE)) throw badRequest('Invalid parameters')
    const { name, location, ...attributes } = params.attributes
    if (name === undefined) throw badRequest("Image 'name' parameter is required")
    if (name === '') throw badRequest('Invalid image name')
    if (location === undefined) throw badRequest("'location' parameter is required")
    parseLocation(location)
    checkFields(attributes)
    const image = this.#cloud.images.register(user, name, location, { ...params, attributes })
    return empty(200, imageHeaders(image))
  }

  /** Handing out the data was never built. */
  data = (call: Call): HttpResponse => {
    this.#cloud.authenticate(call)
    return empty(501)
  }

  head = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    return empty(200, imageHeaders(this.#cloud.images.get(user, call.params['id'] ?? '')))
  }

  update = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    const params = readImageHeaders(call)
    if (!onlyHas(params, UPDATABLE)) throw badRequest('Invalid metadata')
    checkFields(params.attributes)
    return empty(200, imageHeaders(this.#cloud.images.update(user, call.params['id'] ?? '', params)))
  }

  unregister = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    this.#cloud.images.unregister(user, call.params['id'] ?? '')
    return empty(204)
  }
}

function onlyHas({ attributes }: ImageParams, allowed: readonly string[]): boolean {
  return Object.keys(attributes).every((name) => allowed.includes(name))
}

/** @throws {Fault} 400 */
function checkFields(attributes: Readonly<Record<string, string>>): void {
  const { id, store, disk_format: disk, container_format: container } = attributes
  if (id !== undefined) throw badRequest('Setting the image ID is not supported')
  // The server looks whether "pithos" contains it: any part of that gets through here.
  if (store !== undefined && !'pithos'.includes(store)) throw badRequest(`Invalid store type '${store}'`)
  if (disk !== undefined && !DISK_FORMATS.includes(disk)) throw badRequest(`Invalid disk format '${disk}'`)
  if (container !== undefined && !CONTAINER_FORMATS.includes(container))
    throw badRequest(`Invalid container format '${container}'`)
}

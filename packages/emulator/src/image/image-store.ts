import type { Plan } from '../base/jobs.ts'
import type { Cloud } from '../cloud.ts'
import { badRequest, forbidden, itemNotFound } from '../http/fault.ts'
import type { User } from '../identity/model.ts'
import type { PithosObject } from '../pithos/model.ts'
import { codePointLength } from '../python/code-points.ts'
import { pythonText } from '../python/repr.ts'
import type { ImageParams } from './image-headers.ts'
import { parseLocation } from './location.ts'
import { DOMAIN, isImage, toImage, toStored } from './metadata.ts'
import type { Image, Images, SnapshotInit } from './model.ts'

const UUID = /^(?:urn:uuid:)?\{?[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\}?$/i

/** The image registry (Plankton): it keeps nothing itself, an image is a Pithos object with metadata and permissions. */
export class ImageStore implements Images {
  readonly #cloud: Cloud
  readonly #planStatus: Plan<{ readonly id: string; readonly status: 'AVAILABLE' | 'ERROR' }>

  constructor(cloud: Cloud) {
    this.#cloud = cloud
    this.#planStatus = cloud.jobs.define('status of a snapshot', ({ id, status }) => this.setStatus(id, status))
  }

  list(user: User): Image[] {
    const images = this.#cloud.pithos.objectsOfDomain(DOMAIN, user.uuid).map(toImage)
    return images.sort((a, b) => b.createdAt - a.createdAt)
  }

  /** Every image and snapshot of every user. */
  all(): Image[] {
    return this.#cloud.pithos.objectsOfDomain(DOMAIN).filter(isImage).map(toImage)
  }

  get(user: User, id: string): Image {
    return toImage(this.#object(user, id))
  }

  peek(id: string): Image | undefined {
    const object = this.#cloud.pithos.objectByUuid(id)
    return object && isImage(object) ? toImage(object) : undefined
  }

  #object(user: User, id: string): PithosObject {
    if (!UUID.test(id)) throw badRequest('')
    const object = this.#cloud.pithos.objectByUuid(id)
    if (!object) throw itemNotFound('')
    if (!this.#canRead(user, object)) throw forbidden('')
    if (!isImage(object)) throw notAnImage(id)
    return object
  }

  #canRead(user: User, object: PithosObject): boolean {
    return this.#cloud.pithos.canRead(user.uuid, object)
  }

  #canWrite(user: User, object: PithosObject): boolean {
    return this.#cloud.pithos.canWrite(user.uuid, object)
  }

  /**
   * Registers an object as an image, or changes it if it is one: metadata are merged, permissions set anew.
   * @throws {Fault} 400, 403, 404
   */
  register(user: User, name: string, location: string, params: ImageParams): Image {
    const { size, checksum, store = 'pithos', ...attributes } = params.attributes
    if (store !== 'pithos') throw badRequest(`Invalid store '${store}'. Only 'pithos' store is supported`)
    const object = this.#objectAt(user, location)
    // A string is compared as if it were a number: no size is right.
    if (size !== undefined) throw badRequest("Invalid 'size' field")
    if (checksum !== undefined && checksum !== object.hash) throw badRequest('Invalid checksum field')
    if (object.account !== user.uuid) throw forbidden('')
    const created = String(Math.floor(this.#cloud.clock.now() / 10) / 100)
    const stored = toStored(
      { disk_format: 'diskdump', container_format: 'bare', ...attributes, name, created_at: created },
      params.properties,
    )
    this.#cloud.pithos.updateObjectMeta(user.uuid, object, DOMAIN, stored, false)
    this.#cloud.pithos.updatePermissions(user.uuid, object, { read: params.isPublic ? [user.uuid, '*'] : [user.uuid] })
    return this.get(user, object.uuid)
  }

  #objectAt(user: User, text: string): PithosObject {
    const ref = parseLocation(text)
    const object = this.#cloud.pithos.findObject(ref)
    if (object && this.#canRead(user, object)) return object
    throw ref.account === user.uuid ? itemNotFound('') : forbidden('')
  }

  /** Changes what is named and leaves the rest. @throws {Fault} 400, 403, 404 */
  update(user: User, id: string, params: ImageParams): Image {
    const object = this.#object(user, id)
    if (params.isPublic !== undefined && object.account !== user.uuid) throw forbidden('')
    const stored = toStored(params.attributes, params.properties)
    if (!this.#canWrite(user, object)) throw forbidden('')
    // Without a name it would not be an image any more: there is no response to write, and all is taken back.
    if (params.attributes['name'] === '') throw notAnImage(id)
    this.#cloud.pithos.updateObjectMeta(user.uuid, object, DOMAIN, stored, false)
    if (params.isPublic !== undefined) this.#publish(user, object, params.isPublic)
    return this.get(user, id)
  }

  #publish(user: User, object: PithosObject, isPublic: boolean): void {
    const others = object.permissions.read.filter((reader) => reader !== '*')
    this.#setReaders(user, object, isPublic ? [...others, '*'] : others)
  }

  #setReaders(user: User, object: PithosObject, read: readonly string[]): void {
    if (object.account !== user.uuid) throw forbidden('')
    // The columns' width.
    if (read.some((reader) => codePointLength(reader) > 256)) throw badRequest('')
    this.#cloud.pithos.updatePermissions(user.uuid, object, { ...object.permissions, read: [...read] })
  }

  unregister(user: User, id: string): void {
    this.#replaceMeta(user, this.#object(user, id), {})
  }

  setProperties(user: User, id: string, properties: Readonly<Record<string, string>>): void {
    const object = this.#object(user, id)
    const stored = toStored({}, properties)
    if (!this.#canWrite(user, object)) throw forbidden('')
    this.#cloud.pithos.updateObjectMeta(user.uuid, object, DOMAIN, stored, false)
  }

  replaceDomain(user: User, id: string, properties: Readonly<Record<string, string>> = {}): void {
    this.#replaceMeta(user, this.#object(user, id), toStored({}, properties))
  }

  #replaceMeta(user: User, object: PithosObject, stored: Record<string, string>): void {
    if (!this.#canWrite(user, object)) throw forbidden('')
    this.#cloud.pithos.updateObjectMeta(user.uuid, object, DOMAIN, stored, true)
  }

  rename(user: User, id: string, changes: { name?: string; description?: string }): void {
    const object = this.#object(user, id)
    const stored = toStored({ ...changes }, {})
    if (!this.#canWrite(user, object)) throw forbidden('')
    this.#cloud.pithos.updateObjectMeta(user.uuid, object, DOMAIN, stored, false)
  }

  /** Who may read the image, `*` left out. @throws {Fault} 400, 403, 404 */
  members(user: User, id: string): readonly string[] {
    return this.get(user, id).users
  }

  /** @throws {Fault} 400, 403 (unless nothing has to change), 404 */
  addMember(user: User, id: string, member: string): void {
    const object = this.#object(user, id)
    const readers = object.permissions.read
    if (!readers.includes(member)) this.#setReaders(user, object, [...readers, member])
  }

  /** @throws {Fault} 400, 403 (unless nothing has to change), 404 */
  removeMember(user: User, id: string, member: string): void {
    const object = this.#object(user, id)
    const readers = object.permissions.read
    if (readers.includes(member))
      this.#setReaders(
        user,
        object,
        readers.filter((reader) => reader !== member),
      )
  }

  /** Replaces all readers but `*`. @throws {Fault} 400, 403, 404 */
  replaceMembers(user: User, id: string, members: readonly unknown[]): void {
    const object = this.#object(user, id)
    const texts = members.map(memberText)
    const isPublic = object.permissions.read.includes('*')
    // Each is stored once.
    const readers = new Set(isPublic ? [...texts, '*'] : texts)
    this.#setReaders(user, object, [...readers])
  }

  registerSnapshot(user: User, init: SnapshotInit): string {
    const attributes = {
      name: init.name,
      description: init.description,
      volume_id: init.volumeId,
      disk_format: 'diskdump',
      container_format: 'bare',
    }
    const object = this.#cloud.pithos.registerMap(user.uuid, {
      account: user.uuid,
      container: 'snapshots',
      name: init.file ?? init.name,
      size: init.size,
      type: 'application/octet-stream',
      map: init.map ?? `snf-snapshot-${this.#cloud.random.hex(16)}`,
      domain: DOMAIN,
      meta: toStored(attributes, init.properties ?? {}),
    })
    return object.uuid
  }

  setStatus(id: string, status: 'AVAILABLE' | 'ERROR'): void {
    this.#cloud.pithos.setAvailable(id, status === 'AVAILABLE' ? 1 : -1)
  }

  planStatus(id: string, status: 'AVAILABLE' | 'ERROR'): void {
    this.#planStatus(this.#cloud.options.transitionMs, { id, status })
  }

  deleteFile(user: User, id: string): void {
    const object = this.#object(user, id)
    if (object.account !== user.uuid) throw forbidden('')
    this.#cloud.pithos.deleteObject(user.uuid, object)
  }
}

/** A member as it is stored: a list of nulls or strings as PostgreSQL writes an array. @throws {Fault} 400 for what is not a string */
function memberText(member: unknown): string {
  if (typeof member === 'string') return member
  if (!Array.isArray(member)) throw badRequest('')
  const kinds = new Set(member.filter((item) => item !== null).map((item) => typeof item))
  if (kinds.size > 1) throw badRequest('')
  return `{${member.map(arrayItem).join(',')}}`
}

function arrayItem(item: unknown): string {
  if (item === null) return 'NULL'
  if (typeof item === 'boolean') return item ? 't' : 'f'
  if (typeof item === 'number' || typeof item === 'bigint') return pythonText(item)
  if (typeof item !== 'string') throw badRequest('')
  const plain = item !== '' && !/[{}",\\\s]|^null$/i.test(item)
  return plain ? item : `"${item.replace(/["\\]/g, '\\$&')}"`
}

function notAnImage(id: string): Error {
  return itemNotFound(`Object '${id}' does not exist.`)
}

import { EmulatorArgumentError, formatValue, rejectInput } from '../../base/input.ts'
import { Fault } from '../../http/fault.ts'
import type { User } from '../../identity/model.ts'
import { addProject } from '../../identity/seed.ts'
import { addImage } from '../../image/seed.ts'
import { putContainer, updateContainerPolicy } from '../../pithos/containers.ts'
import { updateObjectPublic } from '../../pithos/objects.ts'
import { setLimit } from '../limits.ts'
import type { WholeCloud } from '../whole-cloud.ts'
import { bytesOf, OBJECT_META } from './schema.ts'
import type {
  CloudContents,
  ContainerContents,
  FileContents,
  FlavorContents,
  ImageContents,
  NetworkContents,
  ProjectContents,
  UserContents,
} from './types.ts'

/**
 * Puts contents into a cloud whose users are there already.
 * @throws {EmulatorArgumentError} naming what cannot be, by its place: `contents.images[0].owner`
 */
export function addContents(cloud: WholeCloud, contents: CloudContents): void {
  const adder = new Adder(cloud)
  const { users = [], projects = [], flavors = [], networks = [], images = [], containers = [] } = contents
  for (const [i, user] of users.entries()) adder.at(`users[${i}]`, () => adder.limit(user))
  for (const [i, project] of projects.entries()) adder.at(`projects[${i}]`, () => adder.project(project))
  for (const [i, flavor] of flavors.entries()) adder.at(`flavors[${i}]`, () => adder.flavor(flavor))
  for (const [i, network] of networks.entries()) adder.at(`networks[${i}]`, () => adder.network(network))
  for (const [i, image] of images.entries()) adder.at(`images[${i}]`, () => adder.image(image))
  for (const [i, container] of containers.entries()) {
    adder.at(`containers[${i}]`, () => adder.container(container))
    for (const [j, file] of (container.files ?? []).entries())
      adder.at(`containers[${i}].files[${j}]`, () => adder.file(container, file))
  }
}

class Adder {
  readonly #cloud: WholeCloud
  readonly #containers: Set<string> = new Set()

  constructor(cloud: WholeCloud) {
    this.#cloud = cloud
  }

  /** Does something; what is wrong is told with its place. */
  at(place: string, work: () => void): void {
    try {
      work()
    } catch (error) {
      if (error instanceof EmulatorArgumentError)
        throw new EmulatorArgumentError(`${place}.${error.parameter}`, `${place}.${error.message}`)
      if (error instanceof Fault)
        throw new EmulatorArgumentError(place, `${place} cannot be created: ${wordsOf(error)}`)
      throw error
    }
  }

  limit({ name, quotas = {} }: UserContents): void {
    const { uuid } = this.#user('name', name)
    for (const [resource, size] of Object.entries(quotas)) setLimit(this.#cloud, uuid, uuid, resource, bytesOf(size))
  }

  project({ id, name, owner, members = [], quotas = {}, ...more }: ProjectContents): void {
    const { projects, random } = this.#cloud
    const uuid = id ?? random.uuid()
    if (projects.get(uuid)) rejectInput('id', `is taken by another project; got ${formatValue(uuid)}`)
    if (projects.all().some((other) => other.name === name))
      rejectInput('name', `is taken by another project; got ${formatValue(name)}`)
    const { homepage = '', description = '', joinPolicy = 'moderated', leavePolicy = 'moderated' } = more
    const limits = Object.entries(quotas).map(([resource, limit]) => {
      const { project, member } = typeof limit === 'object' ? limit : { project: limit, member: limit }
      return [resource, { project: bytesOf(project), member: bytesOf(member) }] as const
    })
    addProject(projects, {
      id: uuid,
      name,
      owner: this.#user('owner', owner).uuid,
      homepage,
      description,
      endDate: Date.UTC(2099, 0, 1),
      joinPolicy,
      leavePolicy,
      maxMembers: 1000n,
      limits: new Map(limits),
      members: [...new Set([owner, ...members])].map((member) => this.#user('members', member).uuid),
    })
  }

  /** The cloud has its flavors from the beginning on. */
  flavor({ id }: FlavorContents): void {
    if (this.#cloud.options.flavors.filter((flavor) => flavor.id === id).length > 1)
      rejectInput('id', `is taken by another flavor; got ${id}`)
  }

  network({ name, owner: given, public: isPublic = false, cidr, gateway }: NetworkContents): void {
    const { networks, subnets, clock } = this.#cloud
    if (isPublic) {
      if (cidr === undefined) rejectInput('cidr', 'is missing: a public network needs one')
      if (given !== undefined) rejectInput('owner', 'must be left out: nobody owns a public network')
      if (gateway !== undefined)
        rejectInput('gateway', 'must be left out: that of a public network is its first address')
      subnets.addPublic(networks.addPublic(name, clock.now()), cidr.includes(':') ? 6 : 4, cidr)
      return
    }
    const user = this.#user('owner', given ?? 'alice')
    const network = networks.create(user, { name, type: 'MAC_FILTERED' })
    if (cidr === undefined) return
    const version = cidr.includes(':') ? 6 : 4
    const init = {
      network_id: network.id,
      cidr,
      ip_version: version,
      ...(gateway !== undefined && { gateway_ip: gateway }),
    }
    subnets.create(user, init)
  }

  image({ name, owner, content, size, readers = [], public: isPublic = true, ...more }: ImageContents): void {
    const user = owner === undefined ? this.#cloud.users.operator : this.#user('owner', owner)
    const { description, properties = {}, diskFormat = 'diskdump', containerFormat = 'bare' } = more
    addImage(this.#cloud, {
      name,
      owner: user.uuid,
      file: this.#freeName(user.uuid, name.replace(/[^\w.-]+/g, '_'), diskFormat),
      properties,
      attributes: {
        disk_format: diskFormat,
        container_format: containerFormat,
        ...(description === undefined ? {} : { description }),
      },
      readers: [user.uuid, ...(isPublic ? ['*'] : []), ...this.#uuids('readers', readers)],
      ...this.#content(content, size),
    })
  }

  /** A name for the object of an image: others may have much the same name. */
  #freeName(account: string, name: string, suffix: string): string {
    for (let count = 1; ; count++) {
      const free = `${name}${count > 1 ? `-${count}` : ''}.${suffix}`
      if (!this.#cloud.pithos.findObject({ account, container: 'images', name: free })) return free
    }
  }

  container({ name, owner = 'alice', quota, versioning }: ContainerContents): void {
    const { uuid } = this.#user('owner', owner)
    const { store } = this.#cloud.pithos
    const policy = new Map([
      ...(quota === undefined ? [] : [['quota', String(bytesOf(quota))] as const]),
      ...(versioning === undefined ? [] : [['versioning', versioning] as const]),
    ])
    const path = `${uuid}/${name}`
    if (this.#containers.has(path))
      rejectInput('name', `is taken by another container of ${owner}; got ${formatValue(name)}`)
    this.#containers.add(path)
    store.transaction.run(() => {
      // An image has made its own.
      if (!putContainer(store, uuid, uuid, name, policy)) updateContainerPolicy(store, uuid, uuid, name, policy, true)
    })
  }

  file({ name: container, owner = 'alice' }: ContainerContents, file: FileContents): void {
    const { pithos } = this.#cloud
    const { uuid: account } = this.#user('owner', owner)
    const { name, type = 'application/octet-stream', metadata = {}, readers = [], writers = [] } = file
    const ref = { account, container, name }
    if (pithos.findObject(ref))
      rejectInput('name', `is taken by another file of the container; got ${formatValue(name)}`)
    const meta = new Map<string, string>()
    for (const [key, value] of Object.entries(metadata)) {
      const header = headerName(key)
      if (meta.has(header)) rejectInput('metadata', `must not have ${header} twice`)
      meta.set(header, value)
    }
    const shared = readers.length + writers.length > 0
    pithos.createObject(account, {
      ...ref,
      type,
      meta: Object.fromEntries(meta),
      ...(shared && {
        permissions: { read: this.#uuids('readers', readers), write: this.#uuids('writers', writers) },
      }),
      ...this.#content(file.content, file.size),
    })
    const { store } = pithos
    if (file.public) store.transaction.run(() => updateObjectPublic(store, account, ref, true))
  }

  #content(content: string | Uint8Array = '', size: FileContents['size']): { content: Uint8Array; bytes?: number } {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
    if (size === undefined) return { content: bytes }
    const length = Number(bytesOf(size))
    if (length < bytes.byteLength) rejectInput('size', `must be at least the ${bytes.byteLength} bytes of the content`)
    return { content: bytes, bytes: length }
  }

  #user(field: string, name: string): User {
    const found = this.#cloud.users.byName(name)
    if (found) return found
    const names = this.#cloud.users.all().map((user) => user.name)
    return rejectInput(field, `must be the name of a user (${names.slice(0, 10).join(', ')}); got ${formatValue(name)}`)
  }

  #uuids(field: string, names: readonly string[]): string[] {
    return names.map((name) => (name === '*' ? '*' : this.#user(field, name).uuid))
  }
}

/** Quotas tell in the details which limit it was. */
function wordsOf({ message, details, fault }: Fault): string {
  return `${message} ${details ?? ''}`.trim() || fault
}

/** As the server keeps the names of metadata: `X-Object-Meta-Camera-Model`. */
function headerName(key: string): string {
  const words = key.split(/[-_\s]+/).map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())
  return OBJECT_META + words.join('-')
}

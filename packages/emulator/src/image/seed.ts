import type { Cloud } from '../cloud.ts'
import { DOMAIN, toStored } from './metadata.ts'

/** An image that is there from the start. */
interface NewImage {
  readonly name: string
  /** Uuid of a user, in whose container `images` it is. */
  readonly owner: string
  /** Name of its object. */
  readonly file: string
  readonly content: Uint8Array
  /** What the content is filled up to with zero bytes. */
  readonly bytes?: number
  readonly attributes: Readonly<Record<string, string>>
  readonly properties: Readonly<Record<string, string>>
  /** Uuids of users, or `*`. */
  readonly readers: readonly string[]
}

/** The public Debian image of the operator. */
export function addPublicImage(cloud: Cloud): void {
  const { operator } = cloud.users
  addImage(cloud, {
    name: 'Debian Base',
    owner: operator.uuid,
    file: 'debian_base.diskdump',
    content: new TextEncoder().encode('A disk image would be here.\n'),
    bytes: 5_000_000,
    attributes: { disk_format: 'diskdump', container_format: 'bare' },
    properties: { os: 'debian', osfamily: 'linux', root_partition: '1', users: 'root' },
    readers: [operator.uuid, '*'],
  })
}

/** @throws {Fault} 400, 413 */
export function addImage({ clock, pithos }: Cloud, image: NewImage): void {
  const { name, owner, file, attributes, properties, readers, ...content } = image
  pithos.ensureContainer(owner, 'images')
  pithos.createObject(owner, {
    account: owner,
    container: 'images',
    name: file,
    type: 'application/octet-stream',
    ...content,
    domain: DOMAIN,
    meta: toStored({ name, ...attributes, created_at: String(clock.now() / 1000) }, properties),
    permissions: { read: [...readers], write: [] },
  })
}

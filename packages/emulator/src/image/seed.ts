import type { Cloud } from '../cloud.ts'
import { DOMAIN, toStored } from './metadata.ts'

const SIZE = 5_000_000

/** The public Debian image of the operator. */
export function addPublicImage({ clock, pithos, users: { operator } }: Cloud): void {
  const attributes = {
    name: 'Debian Base',
    disk_format: 'diskdump',
    container_format: 'bare',
    created_at: String(clock.now() / 1000),
  }
  pithos.ensureContainer(operator.uuid, 'images')
  pithos.createObject(operator.uuid, {
    account: operator.uuid,
    container: 'images',
    name: 'debian_base.diskdump',
    type: 'application/octet-stream',
    content: new TextEncoder().encode('A disk image would be here.\n'),
    bytes: SIZE,
    domain: DOMAIN,
    meta: toStored(attributes, { os: 'debian', osfamily: 'linux', root_partition: '1', users: 'root' }),
    permissions: { read: [operator.uuid, '*'], write: [] },
  })
}

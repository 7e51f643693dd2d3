import type { Cloud } from '../cloud.ts'
import { OPERATOR } from '../identity/default-users.ts'
import { blockHashSync, EMPTY_HASH } from '../pithos/hash.ts'
import { DOMAIN, toStored } from './metadata.ts'

const SIZE = 5_000_000

/** The public Debian image of the operator. */
export function addPublicImage(cloud: Cloud): void {
  const operator = cloud.users.byName(OPERATOR)
  if (!operator) return
  // All but a line of it is NULs, which are not stored.
  const block = new TextEncoder().encode('A disk image would be here.\n')
  const hash = blockHashSync(block)
  void cloud.blocks.put(hash, block)
  const rest = Math.ceil(SIZE / cloud.pithos.backend.blockSize) - 1
  const attributes = {
    name: 'Debian Base',
    disk_format: 'diskdump',
    container_format: 'bare',
    created_at: String(cloud.clock.now() / 1000),
  }
  cloud.pithos.ensureContainer(operator.uuid, 'images')
  cloud.pithos.createObject(operator.uuid, {
    account: operator.uuid,
    container: 'images',
    name: 'debian_base.diskdump',
    type: 'application/octet-stream',
    bytes: SIZE,
    hashes: [hash, ...Array<string>(rest).fill(EMPTY_HASH)],
    domain: DOMAIN,
    meta: toStored(attributes, { os: 'debian', osfamily: 'linux', root_partition: '1', users: 'root' }),
    permissions: { read: [operator.uuid, '*'], write: [] },
  })
}

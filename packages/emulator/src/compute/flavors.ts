import type { Cloud } from '../cloud.ts'
import { badRequest, itemNotFound } from '../http/fault.ts'
import type { User } from '../identity/model.ts'
import { pythonInt } from '../python/int.ts'
import { pythonText } from '../python/repr.ts'
import { VOLUME_TYPES, type VolumeType } from '../volume/model.ts'
import type { Flavor } from './model.ts'

type FlavorSize = Pick<Flavor, 'vcpus' | 'ram' | 'disk'>

function flavorsOf(
  first: number,
  type: VolumeType | undefined,
  cpus: number[],
  rams: number[],
  disks: number[],
): Flavor[] {
  if (!type) return []
  const sizes = cpus.flatMap((vcpus) => rams.flatMap((ram) => disks.map((disk) => ({ vcpus, ram, disk }))))
  return sizes.map((size, index) => publicFlavor(first + index, type, size))
}

/** A flavor that everybody may use; by default its name says its size, as Synnefo's do. */
export function publicFlavor(
  id: number,
  volumeType: VolumeType,
  { vcpus, ram, disk }: FlavorSize,
  name?: string,
): Flavor {
  return {
    id,
    name: name ?? `C${vcpus}R${ram}D${disk}${volumeType.diskTemplate}`,
    vcpus,
    ram,
    disk,
    volumeType,
    allowCreate: true,
    public: true,
    access: [],
    deleted: false,
  }
}

/** The flavors of the recorded installation. */
export const FLAVORS: readonly Flavor[] = [
  ...flavorsOf(1, VOLUME_TYPES[0], [1, 2, 4], [512, 1024, 2048], [5, 10, 20]),
  ...flavorsOf(28, VOLUME_TYPES[1], [1, 2], [1024], [10, 20]),
]

export function seesFlavor(cloud: Cloud, user: User, flavor: Flavor): boolean {
  if (flavor.public) return true
  const projects = cloud.projects.ofUser(user.uuid)
  return flavor.access.some((project) => projects.includes(project))
}

/** May a project have servers of this flavor? */
export function isOpenTo(flavor: Flavor, project: string): boolean {
  return flavor.public || flavor.access.includes(project)
}

/** A live flavor. @throws {Fault} 400 if the id is not a number, 404 if there is no such flavor. */
export function activeFlavor(cloud: Cloud, id: unknown): Flavor {
  const number = pythonInt(id)
  if (number === undefined) throw badRequest(`Invalid flavor ID '${pythonText(id)}'`)
  const flavor = cloud.options.flavors.find((known) => known.id === number && !known.deleted)
  if (!flavor) throw itemNotFound('Flavor not found.')
  return flavor
}

import { publicFlavor } from '../../compute/flavors.ts'
import type { Flavor } from '../../compute/model.ts'
import { VOLUME_TYPES, type VolumeType } from '../../volume/model.ts'
import type { FlavorContents } from './types.ts'

/** Where the numbers of flavors begin that have none of their own. */
const FIRST = 101

/** Flavors beside those that every cloud has; everybody may use them. */
export function ownFlavors(described: readonly FlavorContents[] = []): Flavor[] {
  const taken = new Set(described.map(({ id }) => id))
  let next = FIRST
  const free = () => {
    while (taken.has(next)) next++
    return next++
  }
  return described.map(({ id, name, volumeType, ...size }) => {
    const type = VOLUME_TYPES.find((known) => known.name === volumeType) ?? (VOLUME_TYPES[0] as VolumeType)
    return publicFlavor(id ?? free(), type, size, name)
  })
}

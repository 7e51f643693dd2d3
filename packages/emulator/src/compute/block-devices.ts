import { badRequest } from '../http/fault.ts'
import { isObject } from '../http/json-body.ts'
import { type Integer, pythonInt } from '../python/int.ts'

const SOURCES = ['image', 'volume', 'blank', 'snapshot'] as const

export interface BlockDevice {
  readonly source: (typeof SOURCES)[number]
  /** As it came: the image, snapshot or volume; undefined for a blank one. */
  readonly uuid: unknown
  /** GiB; undefined if none came. */
  readonly size: Integer | undefined
  readonly deleteOnTermination: boolean
}

/** The disks that `block_device_mapping_v2` asks for. @throws {Fault} 400 */
export function blockDevices(mapping: unknown): BlockDevice[] {
  if (!Array.isArray(mapping)) throw badRequest('Block Device Mapping is Invalid')
  return mapping.map(blockDevice)
}

const invalid = (what: string) => badRequest(`Block Device Mapping is Invalid: ${what}`)

function blockDevice(device: unknown): BlockDevice {
  if (!isObject(device)) throw badRequest('Block Device Mapping is Invalid')
  const type = device['source_type'] ?? undefined
  if (type === undefined) throw invalid('Invalid source_type field')
  const source = SOURCES.find((known) => known === type)
  if (!source) throw invalid(`source_type must be on of ${SOURCES.join(', ')}`)
  const uuid = device['uuid'] ?? undefined
  if (uuid === undefined && source !== 'blank') throw invalid(`uuid of ${source} is missing`)
  const asked = device['volume_size'] ?? undefined
  const size = pythonInt(asked)
  if (asked !== undefined && size === undefined) throw invalid('Invalid size field')
  const remove = device['delete_on_termination'] ?? source !== 'volume'
  if (typeof remove !== 'boolean') throw invalid('Invalid delete_on_termination field')
  return { source, uuid, size, deleteOnTermination: remove }
}

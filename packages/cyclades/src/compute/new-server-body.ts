import {
  omitUndefined,
  rejectArgument,
  requireArray,
  requireId,
  requireKnownFields,
  requireObject,
  requireOneOf,
  requireString,
  requireStringValues,
} from '@kamaki/core/toolkit'
import { checkSize, checkTag } from '../common/checks.ts'
import { toBase64 } from './base64.ts'
import type { BlockDevice, Contents, NetworkRequest, NewCycladesServer, PersonalityFile } from './new-server-types.ts'

const SERVER = Object.keys({
  ...{ name: true, flavorRef: true, imageRef: true, adminPass: true, metadata: true, tags: true, personality: true },
  ...{ networks: true, user_data: true, key_name: true, block_device_mapping_v2: true, security_groups: true },
  ...{ availability_zone: true, 'SNF:key_names': true, project: true, shared_to_project: true },
} satisfies Record<keyof NewCycladesServer, true>)
const NETWORK = Object.keys({ uuid: true, fixed_ip: true, port: true } satisfies Record<keyof NetworkRequest, true>)
const FILE = Object.keys({
  ...{ path: true, contents: true, encoding: true, owner: true, group: true, mode: true },
} satisfies Record<keyof PersonalityFile, true>)
const DEVICE = Object.keys({
  ...{ source_type: true, uuid: true, volume_size: true, delete_on_termination: true },
} satisfies Record<keyof BlockDevice, true>)

/**
 * The body for a new server, with its files and user data encoded. Rejects what the cloud would reject anyway (or respond
 * to with 500).
 */
export function encodeNewServer(server: NewCycladesServer): Record<string, unknown> {
  const {
    personality,
    user_data,
    networks,
    metadata,
    tags,
    block_device_mapping_v2: devices,
  } = requireKnownFields(requireObject(server, 'server'), SERVER, '')
  requireString(server.name, 'name', { maxLength: 255 })
  requireId(server.flavorRef, 'flavorRef')
  if (server.imageRef !== null) requireId(server.imageRef, 'imageRef')
  if (server.imageRef === null && !devices?.length) {
    rejectArgument('imageRef', 'may be null only when block_device_mapping_v2 names the image of the first disk')
  }
  if (server.key_name !== undefined && server['SNF:key_names'] !== undefined) {
    rejectArgument('key_name', "must not be set together with 'SNF:key_names'; name all keys in the latter")
  }
  return omitUndefined({
    ...server,
    metadata: metadata && requireStringValues(metadata, 'metadata'),
    tags: items(tags, 'tags')?.map((tag, index) => checkTag(tag, `tags[${index}]`)),
    personality: items(personality, 'personality')?.map(encodeFile),
    user_data: user_data === undefined ? undefined : toBase64(checkContents(user_data, 'user_data')),
    networks: items(networks, 'networks')?.map(checkNetwork),
    block_device_mapping_v2: items(devices, 'block_device_mapping_v2')?.map(checkDevice),
  })
}

function items<T>(list: readonly T[] | undefined, parameter: string): readonly T[] | undefined {
  return list === undefined ? undefined : requireArray(list, parameter)
}

function encodeFile(given: PersonalityFile, index: number): Record<string, unknown> {
  const parameter = `personality[${index}]`
  const {
    contents,
    encoding = 'utf8',
    ...file
  } = requireKnownFields(requireObject(given, parameter), FILE, `${parameter}.`)
  requireOneOf(encoding, ['utf8', 'base64'], `${parameter}.encoding`)
  requireString(file.path, `${parameter}.path`)
  const checked = checkContents(contents, `${parameter}.contents`)
  if (encoding === 'utf8') return omitUndefined({ ...file, contents: toBase64(checked) })
  if (typeof checked !== 'string') rejectArgument(`${parameter}.contents`, 'must be a string if its encoding is base64')
  return omitUndefined({ ...file, contents: checked })
}

function checkContents(contents: Contents, parameter: string): Contents {
  const fits = typeof contents === 'string' || contents instanceof Uint8Array || contents instanceof ArrayBuffer
  return fits ? contents : rejectArgument(parameter, 'must be a string, a Uint8Array or an ArrayBuffer')
}

function checkNetwork(network: NetworkRequest, index: number): NetworkRequest {
  const parameter = `networks[${index}]`
  requireKnownFields(network, NETWORK, `${parameter}.`)
  const given = omitUndefined({ ...network })
  if (given.uuid === undefined && given.port === undefined) rejectArgument(parameter, 'must have a uuid or a port')
  if (given.uuid !== undefined) requireId(given.uuid, `${parameter}.uuid`)
  if (given.port !== undefined) requireId(given.port, `${parameter}.port`)
  if (given.fixed_ip === null) rejectArgument(`${parameter}.fixed_ip`, 'must not be null; omit it to have one chosen')
  return given
}

function checkDevice(device: BlockDevice, index: number): BlockDevice {
  const parameter = `block_device_mapping_v2[${index}]`
  requireKnownFields(device, DEVICE, `${parameter}.`)
  const given = omitUndefined({ ...device })
  if (given.source_type === 'volume') {
    rejectArgument(
      `${parameter}.source_type`,
      'must not be volume, to which Synnefo responds 500; attach the volume when the server is ACTIVE',
    )
  }
  requireOneOf(given.source_type, ['image', 'snapshot', 'blank'], `${parameter}.source_type`)
  if (given.source_type === 'blank' && index === 0) {
    rejectArgument(`${parameter}.source_type`, 'must not be blank for the first disk, which is the root')
  }
  if (given.source_type !== 'blank') requireString(given.uuid ?? '', `${parameter}.uuid`)
  checkSize(given.volume_size, `${parameter}.volume_size`)
  if (given.delete_on_termination !== undefined && given.delete_on_termination !== true) {
    rejectArgument(`${parameter}.delete_on_termination`, 'must be true or omitted; the cloud rejects anything else')
  }
  return given
}

import type { Cloud } from '../cloud.ts'
import { badRequest, internalServerError } from '../http/fault.ts'
import { isObject, type JsonObject } from '../http/json-body.ts'
import { pythonText } from '../python/repr.ts'
import { type BlockDevice, blockDevices } from './block-devices.ts'
import { activeFlavor } from './flavors.ts'
import type { Flavor } from './model.ts'
import { isStrong, newPassword } from './passwords.ts'
import { checkPersonality } from './personality.ts'

/** What the body of `POST /servers` asks for, checked as far as it can be without looking at anything else. */
export interface ServerRequest {
  readonly name: string
  readonly flavor: Flavor
  readonly imageRef: unknown
  readonly metadata: JsonObject
  readonly tags: readonly unknown[]
  /** As it came; undefined or null: by the cloud's policy. */
  readonly networks: unknown
  readonly keyNames: readonly string[]
  readonly project: string | undefined
  /** As it came. */
  readonly shared: unknown
  readonly devices: readonly BlockDevice[] | undefined
  readonly password: string
}

const malformed = () => badRequest('Malformed request')

/** @throws {Fault} 400, 404 no such flavor, 413 personality, 500 what the server does not expect */
export function serverRequest(body: unknown, cloud: Cloud): ServerRequest {
  // The server looks at body['server']['name'], whatever they are.
  if (!isObject(body)) throw internalServerError()
  if (!Object.hasOwn(body, 'server')) throw malformed()
  const server = body['server']
  if (!isObject(server)) throw internalServerError()
  for (const member of ['name', 'imageRef', 'flavorRef']) if (!Object.hasOwn(server, member)) throw malformed()
  const metadata = Object.hasOwn(server, 'metadata') ? server['metadata'] : {}
  const tags = Object.hasOwn(server, 'tags') ? server['tags'] : []
  const personality = Object.hasOwn(server, 'personality') ? server['personality'] : []
  const networks = server['networks'] ?? undefined
  if (!isObject(metadata) || !Array.isArray(tags) || !Array.isArray(personality)) throw malformed()
  if (networks !== undefined && !Array.isArray(networks)) throw malformed()
  const keyNames = askedKeys(server)
  const mapping = server['block_device_mapping_v2'] ?? undefined
  const devices = mapping === undefined ? undefined : blockDevices(mapping)
  checkPersonality(personality)
  checkUserData(server['user_data'])
  const flavor = activeFlavor(cloud, server['flavorRef'])
  const project = server['project'] ?? undefined
  // Numbers become strings; the database has no place for null.
  if (server['name'] === null) throw internalServerError()
  return {
    name: pythonText(server['name']),
    flavor,
    imageRef: server['imageRef'],
    metadata,
    tags,
    networks,
    keyNames,
    project: project === undefined ? undefined : pythonText(project),
    shared: server['shared_to_project'],
    devices,
    password: askedPassword(server['adminPass'] ?? undefined) ?? newPassword(cloud.random),
  }
}

function askedKeys(server: JsonObject): readonly string[] {
  const one = server['key_name'] ?? undefined
  const many = server['SNF:key_names'] ?? undefined
  if (many !== undefined && !Array.isArray(many)) throw malformed()
  if (one !== undefined && many !== undefined) throw badRequest('Only one of the SNF:key_names andkey_name can be set')
  const names: readonly unknown[] = many ?? (one === undefined ? [] : [one])
  return names.map((name) => {
    if (typeof name !== 'string') throw internalServerError()
    return name
  })
}

/** @throws {Fault} 400 unless it is base64 without line breaks */
function checkUserData(data: unknown): void {
  if (data === undefined) return
  if (typeof data !== 'string') throw internalServerError()
  const wellFormed = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(data)
  if (!wellFormed) throw badRequest('Marformed user_data request')
}

/** @throws {Fault} 400 too weak */
function askedPassword(password: unknown): string | undefined {
  if (password === undefined) return undefined
  if (typeof password !== 'string') throw internalServerError()
  if (!isStrong(password))
    throw badRequest('Password not strong (must contain upper case, lower case, digits and be at least 10 characters!')
  return password
}

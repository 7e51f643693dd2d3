import { badRequest, conflict, endpointNotFound, internalServerError } from '../http/fault.ts'
import { requireStorable } from '../http/fields.ts'
import { isObject, jsonBody } from '../http/json-body.ts'
import type { Call } from '../http/request.ts'
import { empty, type HttpResponse, json, text } from '../http/response.ts'
import { codePointLength } from '../python/code-points.ts'
import { isoDate } from '../python/dates.ts'
import { pythonText } from '../python/repr.ts'
import type { ComputeCloud } from './compute-cloud.ts'
import type { Keypair } from './keypair-store.ts'
import { generateSshKeyPair } from './ssh-keygen.ts'

const NAME = 255

/** The operations on key pairs by name. */
export class KeypairHandlers {
  readonly #cloud: ComputeCloud

  constructor(cloud: ComputeCloud) {
    this.#cloud = cloud
  }

  list = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    const keys = this.#cloud.keypairs.list(user).sort((a, b) => (a.name < b.name ? -1 : 1))
    return json(200, { keypairs: keys.map((keypair) => ({ keypair: summary(keypair) })) })
  }

  create = async (call: Call): Promise<HttpResponse> => {
    const user = this.#cloud.authenticate(call)
    const full = () => text(500, 'SSH keys limit exceeded')
    const taken = () => conflict('A keypair with that name already exists')
    if (this.#cloud.keypairs.full(user)) return full()
    const { name, publicKey } = askedKey(await jsonBody(call))
    if (this.#cloud.keypairs.named(user, name)) throw taken()
    if (publicKey !== undefined) {
      const key = this.#cloud.keypairs.add(user, name, pythonText(publicKey))
      return json(201, { keypair: { ...summary(key), public_key: publicKey } })
    }
    const generated = await generateSshKeyPair()
    // Making a key takes a while: another call may have come first.
    if (this.#cloud.keypairs.full(user)) return full()
    if (this.#cloud.keypairs.named(user, name)) throw taken()
    const key = this.#cloud.keypairs.add(user, name, generated.publicKey)
    return json(201, { keypair: { ...summary(key), private_key: generated.privateKey } })
  }

  get = (call: Call): HttpResponse => {
    const name = nameOf(call)
    const user = this.#cloud.authenticate(call)
    const key = this.#cloud.keypairs.get(user, name)
    const bare = (time: number) => isoDate(time).replace(/\+00:00$/, '')
    return json(200, {
      keypair: {
        ...summary(key),
        deleted: false,
        id: key.id,
        created_at: bare(key.created),
        deleted_at: null,
        updated_at: bare(key.updated),
      },
    })
  }

  delete = (call: Call): HttpResponse => {
    const name = nameOf(call)
    const user = this.#cloud.authenticate(call)
    this.#cloud.keypairs.remove(this.#cloud.keypairs.get(user, name))
    return empty(204)
  }
}

function summary({ name, fingerprint, content }: Keypair): Record<string, unknown> {
  return { name, fingerprint, public_key: content }
}

/** Everything after the slash is the name; one with what cannot be printed matches no path. */
function nameOf(call: Call): string {
  const name = call.params['name'] ?? ''
  if (![...name].every(isPrintable) || !startsWell(name)) throw endpointNotFound()
  return name
}

/** @throws {Fault} 400 malformed, 500 members of a kind that the server does not expect */
function askedKey(body: unknown): { name: string; publicKey: unknown } {
  if (!isObject(body)) throw internalServerError()
  if (!Object.hasOwn(body, 'keypair')) throw badRequest('Malformed request.')
  const { keypair } = body as { keypair: unknown }
  if (!isObject(keypair)) throw internalServerError()
  if (!Object.hasOwn(keypair, 'name')) throw badRequest('Malformed request.')
  const { name } = keypair as { name: unknown }
  if (typeof name !== 'string') throw internalServerError()
  if (!startsWell(name)) throw badRequest('Invalid name format')
  if (codePointLength(name) > NAME || keypair['public_key'] === null) throw internalServerError()
  requireStorable(name, pythonText(keypair['public_key']))
  return { name, publicKey: keypair['public_key'] }
}

/** The server knows the characters of the Basic Multilingual Plane only. */
function isPrintable(char: string): boolean {
  return char.length === 1 && !/[\p{C}\p{Zl}\p{Zp}]/u.test(char)
}

/** Is there something to see in it before anything that cannot be printed? */
function startsWell(name: string): boolean {
  for (const char of name) {
    if (!isPrintable(char)) return false
    if (!/\p{Z}/u.test(char)) return true
  }
  return false
}

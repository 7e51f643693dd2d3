import { isStorable } from '../http/fields.ts'
import { isObject, type JsonObject } from '../http/json-body.ts'
import type { Call } from '../http/request.ts'
import { bareNotAllowed, HttpResponse, html } from '../http/response.ts'
import type { Handler } from '../http/routes.ts'
import { parseQuery } from '../http/target.ts'
import type { User } from '../identity/model.ts'
import { parseJson, pythonJson } from '../python/json.ts'
import { pythonText } from '../python/repr.ts'
import { hasLength } from '../python/values.ts'
import type { ComputeCloud } from './compute-cloud.ts'
import type { Keypair } from './keypair-store.ts'
import { generateSshKeyPair } from './ssh-keygen.ts'
import { checkKey } from './userdata-validation.ts'

/** JSON outside the API: labelled without a charset, no further headers. */
function bareJson(status: number, value: unknown): HttpResponse {
  const response = new HttpResponse(status, pythonJson(value), { 'Content-Type': 'application/json' })
  response.bare = true
  return response
}

/** The user data: SSH keys by number, for Cyclades' own pages. What fails here fails with pages and bare messages. */
export class UserdataHandlers {
  readonly #cloud: ComputeCloud

  constructor(cloud: ComputeCloud) {
    this.#cloud = cloud
  }

  /** @throws {HttpResponse} 401 without a token, 500 with a wrong one */
  userOf(call: Call): User {
    const token = call.token
    if (token === undefined) throw html(401, '')
    return this.#userWith(token)
  }

  #userWith(token: string): User {
    const user = this.#cloud.users.byToken(token, this.#cloud.clock.now())
    if (!user) throw html(500)
    return user
  }

  /** @throws {HttpResponse} 404 */
  #key(call: Call, user: User): Keypair {
    const key = this.#cloud.keypairs.numbered(user, Number(call.params['id']))
    if (!key) throw html(404)
    return key
  }

  #shown({ id, name, content, fingerprint }: Keypair): Record<string, unknown> {
    return { id, uri: `/cyclades/userdata/keys/${id}`, name, content, fingerprint }
  }

  /** What a path responds to a method that it does not have. The token is looked at before the method. */
  notAllowed = (call: Call, allow: readonly string[]): HttpResponse => {
    this.userOf(call)
    return this.unknownMethod(call, allow)
  }

  /** The same where no token is needed. */
  unknownMethod = (_call: Call, allow: readonly string[]): HttpResponse => {
    const response = bareNotAllowed(allow)
    response.strayChunk = true
    return response
  }

  list: Handler = (call) => {
    const user = this.userOf(call)
    return bareJson(
      200,
      this.#cloud.keypairs.list(user).map((key) => this.#shown(key)),
    )
  }

  create: Handler = async (call) => {
    const user = this.userOf(call)
    const asked = await body(call)
    const { name, content } = members(asked, { name: '', content: '' })
    const errors = checkKey(this.#cloud, user, { name, content })
    if (errors) return bareJson(422, errors)
    if (!isStorable(name, pythonText(content))) return html(500)
    const key = this.#cloud.keypairs.add(user, name ?? '', pythonText(content))
    return bareJson(200, { ...this.#shown(key), content })
  }

  get: Handler = (call) => bareJson(200, this.#shown(this.#key(call, this.userOf(call))))

  update: Handler = async (call) => {
    const user = this.userOf(call)
    const asked = await body(call)
    const key = this.#key(call, user)
    const { name, content } = members(asked, key)
    const errors = checkKey(this.#cloud, user, { name, content, key })
    if (errors) return bareJson(422, errors)
    if (!isStorable(name, pythonText(content))) return html(500)
    this.#cloud.keypairs.update(key, name ?? '', pythonText(content))
    return bareJson(200, { ...this.#shown(key), content })
  }

  delete: Handler = (call) => {
    this.#cloud.keypairs.remove(this.#key(call, this.userOf(call)))
    return bareJson(200, '')
  }

  /** Stores nothing, and works without a token as well. */
  generate: Handler = async (call) => {
    const token = call.token
    const user = token === undefined ? undefined : this.#userWith(token)
    if (user && this.#cloud.keypairs.full(user)) return html(500, 'SSH keys limit exceeded')
    const { publicKey, privateKey } = await generateSshKeyPair()
    return bareJson(200, { private: privateKey, public: publicKey })
  }
}

/** @throws {HttpResponse} 500 in the several ways that the server has */
async function body(call: Call): Promise<JsonObject> {
  const type = call.header('content-type')
  if (type === undefined) throw html(500)
  if (!type.startsWith('application/json')) throw html(500, 'Unsupported Content-Type.')
  const text = await call.text()
  let value: unknown
  try {
    value = parseJson(text ?? '')
  } catch {
    throw html(500, 'Invalid JSON data.')
  }
  if (!isObject(value)) throw html(500)
  return value
}

/**
 * What a body says of a key, with what it leaves out from `otherwise`. A name becomes a string; content stays as it came until it
 * is stored.
 * @throws {HttpResponse} 500 content that Python has no length for
 */
function members(
  body: JsonObject,
  otherwise: { name: string; content: string },
): { name: string | null; content: unknown } {
  const { name, content } = { ...otherwise, ...body }
  if (content !== null && !hasLength(content)) throw html(500)
  return { name: name === null ? null : pythonText(name), content }
}

/** Returns the string that a form carries, as a file: browsers cannot save what they have made themselves. */
export async function downloadKey(call: Call): Promise<HttpResponse> {
  const isForm = (call.header('content-type') ?? '').startsWith('application/x-www-form-urlencoded')
  const form = parseQuery(call.method === 'POST' && isForm ? ((await call.text()) ?? '') : '')
  const name = (form.get('name') ?? 'key').replace(/[^\x20-\x7e]/g, '')
  const response = new HttpResponse(200, form.get('data') ?? 'None', {
    'Content-Type': 'application/x-pem-key',
    'Content-Disposition': `attachment; filename=${name}`,
  })
  response.bare = true
  return response
}

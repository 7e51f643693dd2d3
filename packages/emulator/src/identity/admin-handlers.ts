import { badRequest, conflict, endpointNotFound, forbidden, internalServerError, itemNotFound } from '../http/fault.ts'
import { isObject, type JsonObject, jsonBody } from '../http/json-body.ts'
import type { Call } from '../http/request.ts'
import { type HttpResponse, json } from '../http/response.ts'
import { isoDate } from '../python/dates.ts'
import { parseJson, pythonJson } from '../python/json.ts'
import type { IdentityCloud } from './identity-cloud.ts'
import type { User } from './model.ts'
import { pickAction } from './project-handlers.ts'
import { newToken, TOKEN_LIFETIME } from './user-store.ts'

/** Members of this group may use the admin API. */
const GROUP = 'admin-api'
const ACTIONS = ['activate', 'deactivate', 'renewToken', 'signTerms', 'setDefaultProject']

/** `/users`: people, for administrators. Not routed unless the option `adminApi` is set, as ASTAKOS_ADMIN_API_ENABLED. */
export class AdminHandlers {
  readonly #cloud: IdentityCloud

  constructor(cloud: IdentityCloud) {
    this.#cloud = cloud
  }

  list = (call: Call): HttpResponse => {
    this.#checkAllowed(call)
    return json(200, { users: this.#cloud.users.all().map((user) => show(user, false)) })
  }

  listDetail = (call: Call): HttpResponse => {
    this.#checkAllowed(call)
    return json(200, { users: this.#cloud.users.all().map((user) => show(user, true)) })
  }

  create = async (call: Call): Promise<HttpResponse> => {
    this.#checkAllowed(call)
    const fields = await userFields(call)
    const email = textOf(fields, 'username')
    const firstName = textOf(fields, 'first_name')
    const lastName = textOf(fields, 'last_name')
    const { users, random, clock } = this.#cloud
    if (users.byEmail(email)) throw conflict('User already exists.')
    const password = typeof fields['password'] === 'string' && fields['password'] ? fields['password'] : random.text(10)
    const now = clock.now()
    const uuid = random.uuid()
    const user = users.add({
      name: email.split('@')[0] ?? email,
      uuid,
      email,
      firstName,
      lastName,
      password,
      token: newToken(random),
      tokenCreated: now,
      tokenExpires: now + TOKEN_LIFETIME,
      defaultProject: uuid,
      groups: [],
      active: true,
      signedTerms: true,
      deactivatedReason: null,
      joined: now,
      metadata: isObject(fields['metadata']) ? pythonJson(fields['metadata']) : '{}',
    })
    this.#cloud.projects.addSystemProject(user)
    return json(200, { user: { id: uuid, password, auth_token: user.token } })
  }

  get = (call: Call): HttpResponse => {
    this.#checkAllowed(call)
    return json(200, { user: show(this.#find(call), true) })
  }

  update = async (call: Call): Promise<HttpResponse> => {
    this.#checkAllowed(call)
    const user = this.#find(call)
    const fields = await userFields(call)
    const { users } = this.#cloud
    if (typeof fields['username'] === 'string') {
      if (users.byEmail(fields['username'])) throw conflict('User already exists.')
      users.changeEmail(user, fields['username'])
    }
    if (typeof fields['first_name'] === 'string') user.firstName = fields['first_name']
    if (typeof fields['last_name'] === 'string') user.lastName = fields['last_name']
    if (typeof fields['password'] === 'string') user.password = fields['password']
    if (isObject(fields['metadata'])) user.metadata = pythonJson(fields['metadata'])
    return json(200, { user: show(user, true) })
  }

  act = async (call: Call): Promise<HttpResponse> => {
    this.#checkAllowed(call)
    const user = this.#find(call)
    const [action, details] = pickAction(ACTIONS, await jsonBody(call))
    if (!isObject(details)) throw internalServerError()
    switch (action) {
      case 'activate':
        user.active = true
        user.deactivatedReason = null
        return json(200, { user: { id: user.uuid, is_active: true } })
      case 'deactivate':
        user.active = false
        user.deactivatedReason = typeof details['reason'] === 'string' ? details['reason'] : ''
        return json(200, { user: { id: user.uuid, is_active: false } })
      case 'renewToken':
        this.#cloud.users.renewToken(user, newToken(this.#cloud.random), this.#cloud.clock.now())
        return json(200, { user: { id: user.uuid, auth_token: user.token } })
      case 'signTerms':
        user.signedTerms = true
        return json(200, { user: { id: user.uuid, has_signed_terms: true } })
      default:
        // The server's handler of setDefaultProject reads a name that is not there.
        throw internalServerError()
    }
  }

  #checkAllowed(call: Call): void {
    if (!this.#cloud.options.adminApi) throw endpointNotFound()
    if (!this.#cloud.authenticate(call).groups.includes(GROUP)) throw forbidden('')
  }

  #find(call: Call): User {
    const user = this.#cloud.users.byUuid(call.params['id'] ?? '')
    if (!user) throw itemNotFound('User not found')
    return user
  }
}

async function userFields(call: Call): Promise<JsonObject> {
  const body = await jsonBody(call)
  const user = isObject(body) ? body['user'] : undefined
  if (!isObject(user)) throw badRequest('Invalid request')
  return user
}

function textOf(fields: JsonObject, key: string): string {
  const value = fields[key]
  if (typeof value !== 'string' || value === '') throw badRequest(`${key} is missing`)
  return value
}

function show(user: User, detail: boolean): JsonObject {
  const date = (time: number) => (detail ? isoDate(time) : undefined)
  return {
    id: user.uuid,
    first_name: user.firstName,
    last_name: user.lastName,
    email: user.email,
    is_active: user.active,
    is_rejected: false,
    deactivated_reason: user.deactivatedReason,
    accepted_policy: 'auto_accept',
    rejected_reason: null,
    roles: user.groups,
    authentication_methods: [
      { identifier: null, active: true, affiliation: null, backend: 'astakos', metadata: parseJson(user.metadata) },
    ],
    date_joined: date(user.joined),
    moderated_at: date(user.joined),
    verified_at: date(user.joined),
    auth_token_expires: date(user.tokenExpires),
  }
}

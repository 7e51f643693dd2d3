import { badRequest, Fault, forbidden, internalServerError, itemNotFound } from '../http/fault.ts'
import { formFields } from '../http/form.ts'
import { isObject, jsonBody } from '../http/json-body.ts'
import type { Call } from '../http/request.ts'
import { empty, type HttpResponse, json } from '../http/response.ts'
import { parseJson } from '../python/json.ts'
import { pythonText } from '../python/repr.ts'
import { componentOf, userOf } from './authenticate.ts'
import type { IdentityCloud } from './identity-cloud.ts'
import { checkAlive, NOT_ALLOWED } from './membership-rules.ts'
import { USING_STATES } from './project-model.ts'

/** What users and components ask about people. */
export class UserHandlers {
  readonly #cloud: IdentityCloud

  constructor(cloud: IdentityCloud) {
    this.#cloud = cloud
  }

  catalogs = async (call: Call): Promise<HttpResponse> => {
    userOf(call, this.#cloud)
    return this.#catalogs(call, false)
  }

  serviceCatalogs = async (call: Call): Promise<HttpResponse> => {
    componentOf(call, this.#cloud)
    return this.#catalogs(call, true)
  }

  feedback = async (call: Call): Promise<HttpResponse> => {
    const user = userOf(call, this.#cloud)
    const fields = await formFields(call)
    const message = fields.get('feedback_msg')
    if (!message) throw badRequest('Invalid data')
    this.#cloud.users.addFeedback({ user: user.uuid, message, data: fields.get('feedback_data') ?? '' })
    return empty(200)
  }

  setDefaultProject = async (call: Call): Promise<HttpResponse> => {
    const user = userOf(call, this.#cloud)
    const body = await jsonBody(call)
    if (!isObject(body)) throw internalServerError()
    const id = body['project_id'] ?? null
    if (id === null) throw forbidden('Project id not specified')
    const { projects } = this.#cloud
    const project = projects.byUuid(id)
    try {
      checkAlive(project)
    } catch (error) {
      // The server does not translate this conflict.
      throw error instanceof Fault ? internalServerError() : error
    }
    const membership = projects.membershipOf(project, user.uuid)
    if (!membership) throw itemNotFound('This is not a valid membership request.')
    if (!USING_STATES.has(membership.state) || project.state !== 'active') throw forbidden(NOT_ALLOWED)
    user.defaultProject = project.id
    return empty(200)
  }

  async #catalogs(call: Call, allForNull: boolean): Promise<HttpResponse> {
    const text = await call.text()
    let body: unknown
    try {
      body = parseJson(text ?? '')
    } catch {
      throw badRequest('Request body should be json formatted.')
    }
    if (!isObject(body)) throw badRequest('Request body should be a json formatted dictionary')
    const { users } = this.#cloud
    const uuids = 'uuids' in body ? body['uuids'] : []
    const everyone = uuids === null && allForNull
    const wanted = everyone ? users.all().map(({ uuid }) => uuid) : iterated(uuids ?? [])
    const names = 'displaynames' in body ? body['displaynames'] : []
    const uuidCatalog = wanted.flatMap((uuid) => {
      const user = typeof uuid === 'string' ? users.byUuid(uuid) : undefined
      return user ? [[user.uuid, user.email]] : []
    })
    if (!Array.isArray(names)) throw badRequest(`Invalid displaynames: ${pythonText(names)}`)
    if (!names.every((name) => typeof name === 'string')) throw badRequest("Items in 'displaynames' must be strings")
    const nameCatalog = names.flatMap((name) => {
      const user = users.byEmail(name)
      return user ? [[name, user.uuid]] : []
    })
    return json(200, {
      displayname_catalog: Object.fromEntries(nameCatalog),
      uuid_catalog: Object.fromEntries(uuidCatalog),
    })
  }
}

/** What Python's `for` would go through; numbers make it fail. */
function iterated(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (typeof value === 'string') return [...value]
  if (isObject(value)) return Object.keys(value)
  throw internalServerError()
}

import { badRequest, internalServerError, itemNotFound, unauthorized } from '../http/fault.ts'
import { isObject, jsonBody } from '../http/json-body.ts'
import type { Call } from '../http/request.ts'
import { type HttpResponse, html, json, text } from '../http/response.ts'
import { isoDate } from '../python/dates.ts'
import { pythonTruth } from '../python/values.ts'
import { type Access, accessXml } from './access-xml.ts'
import { validateUser } from './authenticate.ts'
import { serviceCatalog } from './catalog.ts'
import type { IdentityCloud } from './identity-cloud.ts'
import type { User } from './model.ts'

const UPDATED = '2013-03-06T00:00:00.000Z'

/** The identity service proper: versions, tokens, the catalog. */
export class TokenHandlers {
  readonly #cloud: IdentityCloud

  constructor(cloud: IdentityCloud) {
    this.#cloud = cloud
  }

  /** With credentials a token's user and the catalog, without (no Content-Length, that is) the catalog alone. */
  authenticate = async (call: Call): Promise<HttpResponse> => {
    const catalog = serviceCatalog(call.origin)
    if (call.chunked || !call.contentLength) return answer(call, { serviceCatalog: catalog })
    const [user, tenant] = this.#signIn(await jsonBody(call))
    if (pythonTruth(tenant) && tenant !== user.uuid) throw badRequest('Not conforming tenantName')
    const name = fullName(user)
    return answer(call, {
      token: { expires: isoDate(user.tokenExpires), id: user.token, tenant: { id: user.defaultProject, name } },
      serviceCatalog: catalog,
      user: {
        roles_links: [],
        projects: this.#cloud.projects.ofUser(user.uuid),
        id: user.uuid,
        roles: this.#roles(user),
        name,
      },
    })
  }

  /** Only access tokens of OAuth 2 are found. */
  validate = (call: Call): HttpResponse => {
    const found = this.#cloud.oauth2.consumeToken(call.params['token']?.replace(/\/$/, '') ?? '')
    if (typeof found === 'string') throw itemNotFound(found)
    const belongsTo = call.query.get('belongsTo')
    if (belongsTo !== undefined) {
      if (found.scope === null) throw internalServerError()
      if (!belongsTo.startsWith(found.scope)) throw itemNotFound("The specified tenant is outside the token's scope")
    }
    const { user } = found
    const name = fullName(user)
    return answer(call, {
      token: { id: found.code, expires: isoDate(found.expires), tenant: { id: user.defaultProject, name } },
      user: { roles_links: [], id: user.uuid, roles: this.#roles(user), name },
    })
  }

  versions = (call: Call): HttpResponse =>
    json(200, {
      versions: {
        values: [
          {
            status: 'CURRENT',
            updated: UPDATED,
            id: 'v2.0',
            links: [{ href: `${call.origin}/astakos/identity/v2.0/`, rel: 'self' }],
          },
        ],
      },
    })

  version = (call: Call): HttpResponse =>
    json(200, {
      version: {
        status: 'CURRENT',
        media_types: [{ base: 'application/json', type: 'application/vnd.openstack.identity-v2.0+json' }],
        updated: UPDATED,
        id: 'v2.0',
        links: [
          { href: `${call.origin}/astakos/identity/v2.0/`, rel: 'self' },
          { href: 'https://docs.openstack.org/', type: 'text/html', rel: 'describedby' },
        ],
      },
    })

  noSlash = (): HttpResponse => html(404)

  #signIn(body: unknown): [user: User, tenant: unknown] {
    const auth = isObject(body) ? body['auth'] : undefined
    // Python fails on anything but dictionaries; a missing key is a malformed request.
    if (!isObject(body) || (auth !== undefined && !isObject(auth))) throw internalServerError()
    if (auth === undefined) throw badRequest('Malformed request: missing credentials')
    const [id, uuid] = credentials(auth)
    if (id === null) throw badRequest('Malformed request: missing token')
    const user = typeof id === 'string' ? this.#cloud.users.withToken(id) : undefined
    if (!user) throw unauthorized('Invalid token')
    validateUser(user, this.#cloud.clock.now())
    if (uuid !== null && uuid !== user.uuid) throw unauthorized('Invalid credentials')
    return [user, auth['tenantName']]
  }

  #roles(user: User): { id: string; name: string }[] {
    const groups = this.#cloud.users.groups
    return user.groups.map((name) => ({ id: String(groups.indexOf(name) + 1), name }))
  }
}

function credentials(auth: Record<string, unknown>): [id: unknown, uuid: unknown] {
  const { token } = auth
  if (token !== undefined) {
    if (!isObject(token)) throw internalServerError()
    if ('id' in token) return [token['id'], null]
  }
  const login = auth['passwordCredentials']
  if (login !== undefined && !isObject(login)) throw internalServerError()
  if (!login || !('password' in login) || !('username' in login))
    throw badRequest('Malformed request: missing credentials')
  return [login['password'], login['username']]
}

function fullName({ firstName, lastName }: User): string {
  return `${firstName} ${lastName}`.trim()
}

function answer(call: Call, access: Access): HttpResponse {
  return call.format === 'xml' ? text(200, accessXml(access)) : json(200, { access })
}

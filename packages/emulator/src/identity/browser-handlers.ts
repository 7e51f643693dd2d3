import { formFields } from '../http/form.ts'
import type { Call } from '../http/request.ts'
import { bareNotAllowed, HttpResponse, html } from '../http/response.ts'
import { pythonJson } from '../python/json.ts'
import type { IdentityCloud } from './identity-cloud.ts'
import type { User } from './model.ts'
import { OAuth2Error, TOKEN_SECONDS } from './oauth2-store.ts'
import { cloudServices } from './ui-services.ts'
import { newToken, OPERATOR } from './user-store.ts'

const SESSION = '_pithos2_session'
const CSRF = 'csrftoken'

/** What a browser visits: the login page, weblogin, OAuth 2's consent, and the lists that web pages show. */
export class BrowserHandlers {
  readonly #cloud: IdentityCloud

  constructor(cloud: IdentityCloud) {
    this.#cloud = cloud
  }

  services = (call: Call): HttpResponse => jsonp(call, cloudServices(call.origin))

  menu = (call: Call): HttpResponse => {
    const ui = `${call.origin}/astakos/ui/`
    const user = this.#user(call)
    if (!user) return jsonp(call, [{ url: ui, name: 'Sign in' }])
    return jsonp(call, [
      { url: `${ui}landing`, name: user.email },
      { url: `${ui}landing`, name: 'Overview' },
      { url: `${ui}logout`, name: 'Sign out' },
    ])
  }

  /** In place of a login form: choosing a user signs in as that user. */
  loginPage = (call: Call): HttpResponse => {
    const next = call.query.get('next') ?? '/astakos/ui/'
    const user = this.#cloud.users.byName(call.query.get('as') ?? '')
    if (user) {
      const response = redirect(next)
      response.set('Set-Cookie', `${SESSION}=${user.token}; Path=/; HttpOnly`)
      return response
    }
    const links = this.#cloud.users
      .all()
      .filter(({ name }) => name !== OPERATOR)
      .map(
        ({ name }) =>
          `<li><a href="?as=${encodeURIComponent(name)}&amp;next=${encodeURIComponent(next)}">${name}</a></li>`,
      )
    return html(
      200,
      `<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Sign in as</h1><ul>${links.join('')}</ul></body></html>`,
    )
  }

  /** `/weblogin/login`: sends a browser that is signed in to `next`, with the user's uuid and token. */
  webLogin = (call: Call): HttpResponse => {
    if (['POST', 'PUT', 'DELETE', 'PATCH'].includes(call.method)) return csrfFailure()
    if (call.method !== 'GET') return bareNotAllowed(['GET', 'POST'])
    const next = call.query.get('next')
    if (!next) return html(400, 'No next parameter')
    const [, scheme = ''] = /^([a-z][a-z0-9+.-]*):/i.exec(next) ?? []
    if (!this.#cloud.options.loginSchemes.includes(scheme.toLowerCase())) return html(403, 'Not allowed next parameter')
    if (call.query.get('force') === '') return this.#toLogin(call)
    const user = this.#user(call)
    if (!user) return this.#toLogin(call)
    if (call.query.get('renew') === '')
      this.#cloud.users.renewToken(user, newToken(this.#cloud.random), this.#cloud.clock.now())
    const to = redirect(`${next.replace(/\?.*$/, '')}?${new URLSearchParams({ uuid: user.uuid, token: user.token })}`)
    to.set('Set-Cookie', `${SESSION}=${user.token}; Path=/; HttpOnly`)
    return to
  }

  /** `/oauth2/auth`: asks the user; a trusted client gets its code at once. */
  authorize = async (call: Call): Promise<HttpResponse> => {
    const post = call.method === 'POST'
    if (!post && call.method !== 'GET') return bareNotAllowed(['GET', 'POST'])
    const fields = post ? await formFields(call) : queryFields(call)
    const csrf = cookies(call).get(CSRF)
    if (post && !(csrf && fields.get('csrfmiddlewaretoken') === csrf)) return csrfFailure()
    try {
      this.#checkSecure(call)
      const { client, redirectUri, scope, state } = this.#cloud.oauth2.readCodeRequest(
        fields,
        call.header('authorization'),
      )
      const user = this.#user(call)
      if (!user) return this.#toLogin(call)
      if (post || client.trusted) {
        const code = this.#cloud.oauth2.issueCode(user, client, redirectUri, scope)
        const query = new URLSearchParams(redirectUri.split('?')[1] ?? '')
        query.set('code', code)
        if (state !== null) query.set('state', state)
        return redirect(`${redirectUri.replace(/\?.*$/, '')}?${query}`)
      }
      const consent = html(200, pythonJson({ client: client.id, redirect_uri: redirectUri, scope, state }))
      consent.set('Set-Cookie', `${CSRF}=${this.#cloud.random.text(32)}; Path=/`)
      return consent
    } catch (error) {
      return oauth2Failure(error)
    }
  }

  /** `/oauth2/token`: trades a code for an access token. */
  grant = async (call: Call): Promise<HttpResponse> => {
    if (call.method !== 'POST') return bareNotAllowed(['POST'])
    try {
      this.#checkSecure(call)
      if (call.header('content-type') !== 'application/x-www-form-urlencoded')
        throw new OAuth2Error('Invalid Content-Type header')
      const token = this.#cloud.oauth2.grant(await formFields(call), call.header('authorization'))
      return html(200, pythonJson({ access_token: token.code, token_type: 'Bearer', expires_in: TOKEN_SECONDS }))
    } catch (error) {
      return oauth2Failure(error)
    }
  }

  #checkSecure(call: Call): void {
    if (!call.origin.startsWith('https:') && !this.#cloud.options.oauth2.allowHttp)
      throw new OAuth2Error('Secure request required')
  }

  #user(call: Call): User | undefined {
    return this.#cloud.users.byToken(cookies(call).get(SESSION) ?? '', this.#cloud.clock.now())
  }

  #toLogin(call: Call): HttpResponse {
    return redirect(`/astakos/ui/login?next=${encodeURIComponent(call.target)}`)
  }
}

function queryFields(call: Call): ReadonlyMap<string, string> {
  return new Map([...call.query.keys()].map((key) => [key, call.query.get(key) ?? '']))
}

function cookies(call: Call): ReadonlyMap<string, string> {
  const pairs = (call.header('cookie') ?? '').split(';').map((pair) => pair.trim().split('='))
  return new Map(pairs.map(([name = '', ...value]) => [name, value.join('=')]))
}

function redirect(location: string): HttpResponse {
  return html(302, '', { Location: location.replace(/[^\x21-\x7e]/g, encodeURIComponent) })
}

function csrfFailure(): HttpResponse {
  return html(403, undefined, { 'Content-Type': 'text/html' })
}

function oauth2Failure(error: unknown): HttpResponse {
  if (!(error instanceof OAuth2Error)) throw error
  return html(400, pythonJson({ error: 'generic_error', exception: error.message }))
}

/** JSON, or a call of the function that `callback` names. */
function jsonp(call: Call, value: unknown): HttpResponse {
  const callback = call.query.get('callback')
  const body = pythonJson(value)
  const response = callback
    ? new HttpResponse(200, `${callback}(${body})`, { 'Content-Type': 'application/javascript' })
    : new HttpResponse(200, body, { 'Content-Type': 'application/json' })
  response.bare = true
  return response
}

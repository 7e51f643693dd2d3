import { Table } from '../base/table.ts'
import type { Cloud } from '../cloud.ts'
import type { OAuth2, OAuth2Client, User } from './model.ts'

interface Code {
  readonly code: string
  /** Id of the client that it was issued to. */
  readonly client: string
  readonly redirectUri: string
  readonly scope: string
  readonly user: User
}

export interface AccessToken {
  readonly code: string
  readonly user: User
  readonly scope: string | null
  readonly expires: number
}

/** Pithos itself: sends browsers that view an object for a token. Known to every cloud. */
const PITHOS_VIEW: OAuth2Client = { id: 'pithos-view', redirectUris: [], trusted: true }
const VIEW_PATH = /^https?:\/\/[^/?#]+\/pithos\/ui\/view\//

/** An error of OAuth 2; the message becomes the response's `exception`. */
export class OAuth2Error extends Error {}

const LIFETIME = 20
const MAX_URI = 5000
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

type Params = ReadonlyMap<string, string>

/** Authorization codes and access tokens, as Astakos' OAuth 2 backend issues them. */
export class OAuth2Store implements OAuth2 {
  readonly #cloud: Cloud
  readonly #codes: Table<string, Code>
  readonly #tokens: Table<string, AccessToken>

  constructor(cloud: Cloud) {
    this.#cloud = cloud
    this.#codes = new Table(cloud.records, 'authorization code', ({ code }) => code)
    this.#tokens = new Table(cloud.records, 'access token', ({ code }) => code)
  }

  /** Checks a request for a code. @throws {OAuth2Error} */
  readCodeRequest(
    params: Params,
    authorization: string | undefined,
  ): { client: OAuth2Client; redirectUri: string; scope: string; state: string | null } {
    const type = params.get('response_type')
    if (type === undefined) throw new OAuth2Error('Missing authorization type')
    if (type === 'token') throw new OAuth2Error('Unsupported authorization type')
    if (type !== 'code') throw new OAuth2Error('Invalid authorization type')
    if (!params.has('client_id')) throw new OAuth2Error('Client identification is required')
    const client = this.#client(params, authorization, false)
    const redirectUri = redirectUriOf(client, params)
    return {
      client,
      redirectUri,
      scope: params.get('scope')?.split(' ')[0] || redirectUri,
      state: params.get('state') ?? null,
    }
  }

  issueCode(user: User, client: OAuth2Client, redirectUri: string, scope: string): string {
    const code = this.#cloud.random.text(60, BASE64)
    this.#codes.add({ code, client: client.id, redirectUri, scope, user })
    return code
  }

  /** Trades a code for an access token. A code works once. @throws {OAuth2Error} */
  grant(params: Params, authorization: string | undefined): AccessToken {
    const type = params.get('grant_type')
    if (type === undefined) throw new OAuth2Error('Missing grant type')
    if (type === 'client_credentials' || type === 'token' || /^https?:\/\/\S+$/.test(type))
      throw new OAuth2Error('Unsupported grant type')
    if (type !== 'authorization_code') throw new OAuth2Error('Invalid grant type')
    const client = this.#client(params, authorization, true)
    const wanted = params.get('code')
    if (wanted === undefined) throw new OAuth2Error('Missing authorization code')
    const code = this.#codes.get(wanted)
    if (!code) throw new OAuth2Error('No such authorization code')
    if (code.client !== client.id) throw new OAuth2Error('Mismatching client with code client')
    const redirectUri = redirectUriOf(client, params)
    if (params.has('redirect_uri') && redirectUri !== code.redirectUri) throw new OAuth2Error('Invalid redirect uri')
    if (redirectUri !== code.redirectUri)
      throw new OAuth2Error('The redirect uri does not match the one used during authorization')
    return this.#issueToken(code)
  }

  /** The access token, or why there is none; one that has expired is forgotten by it. */
  consumeToken(code: string): AccessToken | string {
    const token = this.#tokens.get(code)
    if (!token) return 'No such token'
    if (token.expires >= this.#cloud.clock.now()) return token
    this.#tokens.delete(code)
    return 'Token has expired'
  }

  exchange(code: string, redirectUri: string, scope: string): string | undefined {
    const found = this.#codes.get(code)
    if (found?.client !== PITHOS_VIEW.id || found.redirectUri !== redirectUri || found.scope !== scope) return undefined
    return this.#issueToken(found).code
  }

  userOf(accessToken: string, scope: string): string | undefined {
    const token = this.consumeToken(accessToken)
    return typeof token !== 'string' && token.scope !== null && scope.startsWith(token.scope)
      ? token.user.uuid
      : undefined
  }

  /** An access token for the browser view of an object, without a browser. */
  issueViewToken(user: User, scope: string): string {
    return this.#issueToken({ code: '', client: PITHOS_VIEW.id, redirectUri: '', scope, user }).code
  }

  #issueToken(code: Code): AccessToken {
    this.#codes.delete(code.code)
    const expires = this.#cloud.clock.now() + LIFETIME * 1000
    return this.#tokens.add({ code: this.#cloud.random.text(30, BASE64), user: code.user, scope: code.scope, expires })
  }

  #client(params: Params, authorization: string | undefined, authenticate: boolean): OAuth2Client {
    const shown = basic(authorization)
    const named = params.get('client_id')
    if (shown && named !== undefined && named !== shown.id)
      throw new OAuth2Error('Client identification conflicts with client authorization')
    const id = shown?.id ?? named
    if (id === undefined) throw new OAuth2Error('Missing client identification')
    const known = [...this.#cloud.options.oauth2.clients, PITHOS_VIEW]
    const client = known.find((one) => one.id === id)
    if (!client) throw new OAuth2Error('No such client found')
    if (authenticate && client.secret !== undefined && !shown)
      throw new OAuth2Error('Client authentication is required')
    if (shown && shown.secret !== (client.secret ?? '')) throw new OAuth2Error('Invalid credentials')
    return client
  }
}

/** Seconds that an access token is good for. */
export const TOKEN_SECONDS: number = LIFETIME

function basic(authorization: string | undefined): { id: string; secret: string } | undefined {
  const found = /^Basic ([A-Za-z0-9+/=]+)$/.exec(authorization ?? '')
  if (!found) return undefined
  try {
    const [id, secret, ...more] = atob(found[1] ?? '').split(':')
    return id !== undefined && secret !== undefined && more.length === 0 ? { id, secret } : undefined
  } catch {
    return undefined
  }
}

/** Equal to a registered URI or below it; without one, the first that is registered. */
function redirectUriOf(client: OAuth2Client, params: Params): string {
  const uri = params.get('redirect_uri')
  if (uri === undefined) {
    const [first] = client.redirectUris
    if (first === undefined) throw new OAuth2Error('Unable to fallback to client redirect URI')
    return first
  }
  if (!/^[a-z][a-z0-9+.-]*:/i.test(uri)) throw new OAuth2Error('Redirect uri should be an absolute URI')
  if (uri.length > MAX_URI) throw new OAuth2Error('Redirect uri length limit exceeded')
  const below = (known: string) => uri === known || uri.startsWith(known.endsWith('/') ? known : `${known}/`)
  if (!client.redirectUris.some(below) && !(client === PITHOS_VIEW && VIEW_PATH.test(uri)))
    throw new OAuth2Error('Mismatching redirect uri')
  return uri
}

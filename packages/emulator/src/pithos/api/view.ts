import type { Cloud } from '../../cloud.ts'
import { Fault } from '../../frame/fault.ts'
import { pythonQuote } from '../../frame/python.ts'
import { bareNotAllowed, html, type Reply } from '../../frame/reply.ts'
import type { Call } from '../../frame/request.ts'
import { splitPath } from '../path.ts'
import { contextOf } from './context.ts'
import { readObject } from './object-read.ts'

/** What the OAuth 2 side of the identity service does for the view. */
export interface ViewTokens {
  /** Trades an authorization code for an access token. */
  exchange(code: string, redirectUri: string, scope: string): string | undefined
  /** Uuid of the user whose access token this is, for this scope. */
  userOf(accessToken: string, scope: string): string | undefined
}

const CLIENT = 'pithos-view'

/** `GET` and `HEAD /ui/view/account/container/object`: for browsers, which come by way of the identity service. */
export async function viewObject(call: Call, cloud: Cloud, rest: string): Promise<Reply> {
  const path = splitPath(rest)
  if (path?.object === undefined) return html(404)
  if (call.method !== 'GET' && call.method !== 'HEAD') return bareNotAllowed(['GET', 'HEAD'])
  const scope = `/${rest}`
  const token = call.query.get('access_token')
  if (token === undefined) return sendForToken(call, cloud, scope)
  const user = tokensOf(cloud)?.userOf(token, scope)
  if (user === undefined) return html(302, '', { Location: call.origin + call.rawPath })
  call.format = 'json'
  try {
    return await readObject(contextOf(call, cloud, path, user))
  } catch (error) {
    if (error instanceof Fault && (error.status === 403 || error.status === 404)) return html(error.status)
    throw error
  }
}

function sendForToken(call: Call, cloud: Cloud, scope: string): Reply {
  const code = call.query.get('code')
  const parameters = call.rawQuery.split('&').filter((part) => part !== '' && !/^(?:code|state)(?:=|$)/.test(part))
  const own = [call.origin + call.rawPath, parameters.join('&')].filter((part) => part !== '').join('?')
  if (code === undefined) {
    const query = { response_type: 'code', client_id: CLIENT, redirect_uri: decodeURI(own), state: '', scope }
    const text = Object.entries(query).map(([key, value]) => `${key}=${pythonQuote(value, '')}`)
    return html(302, '', { Location: `${call.origin}/astakos/oauth2/auth?${text.join('&')}` })
  }
  const token = tokensOf(cloud)?.exchange(code, own, scope)
  if (token === undefined) return html(403)
  const query = [...parameters, `access_token=${encodeURIComponent(token)}`].join('&')
  return html(302, '', { Location: `${call.origin}${call.rawPath}?${query}` })
}

function tokensOf(cloud: Cloud): ViewTokens | undefined {
  return cloud.pithos.viewTokens
}

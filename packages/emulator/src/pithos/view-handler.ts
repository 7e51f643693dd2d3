import { Fault } from '../http/fault.ts'
import type { Call } from '../http/request.ts'
import { bareNotAllowed, html, type Reply } from '../http/response.ts'
import { unquote } from '../http/target.ts'
import { pythonQuote } from '../python/quote.ts'
import { contextOf } from './context.ts'
import { readObject } from './object-read-handlers.ts'
import { splitPath } from './path.ts'
import type { PithosCloud } from './pithos-cloud.ts'

/** How Pithos is known to the OAuth 2 side of the identity service. */
const CLIENT = 'pithos-view'

/** `GET` and `HEAD /ui/view/account/container/object`: for browsers, which come by way of the identity service. */
export async function viewObject(call: Call, cloud: PithosCloud, rest: string): Promise<Reply> {
  const path = splitPath(rest)
  if (path?.object === undefined) return html(404)
  if (call.method !== 'GET' && call.method !== 'HEAD') return bareNotAllowed(['GET', 'HEAD'])
  const scope = `/${rest}`
  const token = call.query.get('access_token')
  if (token === undefined) return sendForToken(call, cloud, scope)
  // Other than below the endpoint no format can be asked for.
  call.format = 'json'
  const user = cloud.oauth2.userOf(token, scope)
  if (user === undefined) return html(302, '', { Location: call.origin + call.rawPath })
  try {
    return await readObject(contextOf(call, cloud, path, user))
  } catch (error) {
    if (error instanceof Fault && (error.status === 403 || error.status === 404)) return html(error.status)
    throw error
  }
}

/** Sends the browser for a code; once it is back with one, to the same place with a token. */
function sendForToken(call: Call, cloud: PithosCloud, scope: string): Reply {
  const code = call.query.get('code')
  const parameters = call.rawQuery.split('&').filter((part) => part !== '' && !/^(?:code|state)(?:=|$)/.test(part))
  const address = call.origin + call.rawPath
  const withQuery = (query: readonly string[]) => (query.length > 0 ? `${address}?${query.join('&')}` : address)
  const redirectUri = unquote(withQuery(parameters)) ?? address
  if (code === undefined) {
    const fields = { scope, state: '', redirect_uri: redirectUri, response_type: 'code', client_id: CLIENT }
    // A blank is a plus here, as in forms.
    const query = Object.entries(fields).map(
      ([key, value]) => `${key}=${pythonQuote(value, '').replaceAll('%20', '+')}`,
    )
    return html(302, '', { Location: `${call.origin}/astakos/oauth2/auth?${query.join('&')}` })
  }
  const token = cloud.oauth2.exchange(code, redirectUri, scope)
  if (token === undefined) return html(403)
  return html(302, '', { Location: withQuery([...parameters, `access_token=${encodeURIComponent(token)}`]) })
}

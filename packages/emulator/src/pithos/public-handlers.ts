import { Fault, itemNotFound, notAllowed } from '../http/fault.ts'
import type { Call } from '../http/request.ts'
import { bareNotAllowed, HttpResponse, html } from '../http/response.ts'
import { unquote } from '../http/target.ts'
import { pythonQuote } from '../python/quote.ts'
import type { Content } from './block-reader.ts'
import { type Context, contextOf } from './context.ts'
import { dataResponse } from './download.ts'
import { contentsOf, MANIFEST, manifestFacts, manifestParts } from './manifest.ts'
import { describeObject, type ObjectFacts } from './object-description.ts'
import { readObject } from './object-handlers.ts'
import { objectHashmap, objectInfo, publicObject } from './objects.ts'
import { splitPath } from './path.ts'
import type { PithosCloud } from './pithos-cloud.ts'
import { checkMatching, checkModified } from './preconditions.ts'

/** `GET` and `HEAD /public/id`: a published object, for anybody. */
export async function readPublic(call: Call, cloud: PithosCloud, id: string): Promise<HttpResponse> {
  if (call.method !== 'GET' && call.method !== 'HEAD') throw notAllowed(['HEAD', 'GET'])
  call.format = 'json'
  const context = contextOf(call, cloud, { account: '' }, null)
  const { facts, owner } = orNotFound(() => publicFacts(context, id))
  if (call.method === 'HEAD') {
    const response = new HttpResponse(200)
    describeObject(call, response, facts, owner.account, null, true)
    return response
  }
  checkModified(context, facts.modified)
  const unchanged = checkMatching(context, facts.version.hash ?? undefined)
  if (unchanged) return unchanged
  const contents = orNotFound((): Content[] => {
    const manifest = facts.meta.get(MANIFEST)
    if (manifest !== undefined) return contentsOf(context, manifestParts(context, owner.account, manifest))
    return [objectHashmap(context.store, null, owner)]
  })
  return dataResponse(context, contents, facts, owner.account, true)
}

function publicFacts(context: Context, id: string) {
  const owner = publicObject(context.store, id)
  const info = objectInfo(context.store, null, owner)
  const { size, checksum } = info.version
  const manifest = info.meta.get(MANIFEST)
  const parts = manifest === undefined ? undefined : manifestFacts(context, owner.account, manifest)
  const facts: ObjectFacts = { ...info, bytes: size, checksum, ...parts }
  return { facts, owner }
}

/** Whatever goes wrong in finding a published object, it is not there. */
function orNotFound<T>(find: () => T): T {
  try {
    return find()
  } catch (error) {
    throw error instanceof Fault ? itemNotFound('Object does not exist') : error
  }
}

/** How Pithos is known to the OAuth 2 side of the identity service. */
const CLIENT = 'pithos-view'

/** `GET` and `HEAD /ui/view/account/container/object`: for browsers, which come by way of the identity service. */
export async function viewObject(call: Call, cloud: PithosCloud, rest: string): Promise<HttpResponse> {
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
function sendForToken(call: Call, cloud: PithosCloud, scope: string): HttpResponse {
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

import { badRequest } from '../http/fault.ts'
import type { Call } from '../http/request.ts'
import { empty, type Reply } from '../http/response.ts'
import { cgiHeaders } from './request-headers.ts'

/** `GET /` without a token: what clients of the old object API call a login. Nothing is verified. */
export function logIn(call: Call): Reply {
  call.format = 'json'
  const headers = cgiHeaders(call.headers)
  const [user, key] = [headers.get('HTTP_X_AUTH_USER'), headers.get('HTTP_X_AUTH_KEY')]
  if (!user || !key) throw badRequest('Missing X-Auth-User or X-Auth-Key header')
  const url = `${call.origin}${call.rawPath}`
  return empty(204, { 'X-Auth-Token': key, 'X-Storage-Url': `${url}${url.endsWith('/') ? '' : '/'}${user}` })
}

import { Call } from '../http/request.ts'
import { type HttpResponse, html } from '../http/response.ts'
import type { App } from '../http/routes.ts'

const NOT_RELAYED = new Set(['host', 'cookie', 'connection', 'x-forwarded-host'])

/** `/_astakos/...`: a same-origin relay for the web interface. Its pages are only pointed to. */
export function proxyToAstakos(call: Call, astakos: App): HttpResponse | Promise<HttpResponse> {
  const rest = /^\/pithos\/_astakos(\/(identity|account|ui)(?:\/.*)?)$/s.exec(call.rawPath)
  if (!rest) return html(404)
  const target = `/astakos${rest[1]}${call.rawQuery === '' ? '' : `?${call.rawQuery}`}`
  if (rest[2] === 'ui') return html(302, '', { Location: call.origin + target })
  const relayed = new Call({
    method: call.method,
    target,
    headers: new Map([...call.headers].filter(([name]) => !NOT_RELAYED.has(name))),
    origin: call.origin,
    body: { bytes: () => call.bytes(), stream: () => call.stream() },
    signal: call.signal,
  })
  relayed.format = call.format
  return astakos.handle(relayed)
}

import { httpDate } from '../python/dates.ts'
import { pythonJson } from '../python/json.ts'
import type { Fault } from './fault.ts'
import type { Call, Format } from './request.ts'
import { HttpResponse } from './response.ts'
import { escapeXml, XML_HEAD } from './xml.ts'

const TYPES: Readonly<Record<Format, string>> = {
  json: 'application/json; charset=UTF-8',
  xml: 'application/xml; charset=UTF-8',
  text: 'text/plain; charset=UTF-8',
  atom: 'application/atom+xml; charset=UTF-8',
}

/** The format that a caller asks for: query `format`, then the path's ending, then Accept; else `standard`. */
export function askedFormat(call: Call, standard: Format = 'json'): Format {
  const query = call.query.get('format')
  if (query === 'json' || query === 'xml') return query
  const path = call.path ?? ''
  if (path.endsWith('.json')) return 'json'
  if (path.endsWith('.xml')) return 'xml'
  for (const item of (call.header('accept') ?? '').split(',')) {
    // White space before a semicolon counts: of `application/xml ;q=1` nothing is understood.
    const type = item.trim().split(';')[0]
    if (type === 'application/json') return 'json'
    if (type === 'application/xml') return 'xml'
  }
  return standard
}

/** A fault as the service writes it: JSON (also when the response is labelled as plain text), or an XML document. */
export function faultResponse(call: Call, fault: Fault, xmlns: string | undefined): HttpResponse {
  const body =
    call.format === 'xml'
      ? `${XML_HEAD}<${fault.fault}${xmlns === undefined ? '' : ` xmlns="${xmlns}"`} code="${fault.status}">\n` +
        `  <message>${escapeXml(fault.message)}</message>\n  <details>${escapeXml(fault.details ?? '')}</details>\n</${fault.fault}>\n`
      : pythonJson({
          [fault.fault]: {
            message: fault.message,
            code: fault.status,
            ...fault.extra,
            details: fault.details ?? undefined,
          },
        })
  const response = new HttpResponse(fault.status, body)
  if (fault.allow) response.set('Allow', fault.allow.join(','))
  return response
}

/** Headers that every API response has: its label, when it was made, and that nobody may keep it; unless the handler set them. */
export function finish(call: Call, response: HttpResponse, now: number): HttpResponse {
  if (response.bare) return response
  if (!response.has('Content-Type')) response.set('Content-Type', TYPES[call.format])
  // Django's conditional middleware takes Last-Modified out of a 304.
  if (!response.has('Last-Modified') && response.status !== 304) response.set('Last-Modified', httpDate(now))
  if (!response.has('Vary')) response.set('Vary', 'X-Auth-Token')
  if (!response.has('Cache-Control')) response.set('Cache-Control', 'no-cache, no-store, must-revalidate, max-age=0')
  if (!response.has('Expires')) response.set('Expires', httpDate(now))
  return response
}

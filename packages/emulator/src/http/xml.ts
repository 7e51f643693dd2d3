import { HttpResponse } from './response.ts'

export const XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'

/** The namespace of the compute API, which the other Cyclades services use as well. */
export const COMPUTE_XMLNS = 'http://docs.openstack.org/compute/api/v1.1'

/** What stands on the root element of every Cyclades document. */
export const NAMESPACES: XmlAttributes = { xmlns: COMPUTE_XMLNS, 'xmlns:atom': 'http://www.w3.org/2005/Atom' }

export type XmlAttributes = Readonly<Record<string, unknown>>

/** A value as Django's templates write it. */
export function escapeXml(value: unknown): string {
  return pythonName(value)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

function pythonName(value: unknown): string {
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return String(value)
}

/** ` name="value"` for each attribute. */
export function xmlAttributes(attributes: XmlAttributes): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
    .join('')
}

/** A Cyclades document: `root` without its head. */
export function xmlDocument(status: number, root: string): HttpResponse {
  return new HttpResponse(status, `${XML_HEAD}${root}\n`)
}

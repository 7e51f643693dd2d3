import { Reply } from '../http/response.ts'

/** A value as an attribute: Django writes True, False and None. */
function attribute(value: unknown): string {
  const text = value === true ? 'True' : value === false ? 'False' : value === null ? 'None' : String(value)
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

const NAMESPACES = 'xmlns="http://docs.openstack.org/compute/api/v1.1" xmlns:atom="http://www.w3.org/2005/Atom"'

const NETWORK = ['id', 'name', 'status', 'created', 'updated'] as const
const PORT = ['id', 'name', 'status', 'network_id', 'mac_address', 'device_id', 'created', 'updated'] as const

function element(tag: string, names: readonly string[], thing: Readonly<Record<string, unknown>>, outer = ''): string {
  const attributes = names.map((name) => ` ${name}="${attribute(thing[name])}"`).join('')
  return `<${tag}${outer === '' ? '' : ` ${outer}`}${attributes}></${tag}>`
}

const document = (status: number, body: string) =>
  new Reply(status, `<?xml version="1.0" encoding="UTF-8"?>\n${body}\n`)

/** The XML forms are incomplete in the real server as well: a few attributes, no more. */
export function networkXml(status: number, network: Readonly<Record<string, unknown>>): Reply {
  return document(status, element('network', NETWORK, network, NAMESPACES))
}

export function networksXml(networks: readonly Readonly<Record<string, unknown>>[]): Reply {
  const list = networks.map((network) => element('network', NETWORK, network)).join('')
  return document(200, `<networks ${NAMESPACES}>${list}</networks>`)
}

export function portXml(status: number, port: Readonly<Record<string, unknown>>): Reply {
  return document(status, element('port', PORT, port, NAMESPACES))
}

export function portsXml(ports: readonly Readonly<Record<string, unknown>>[]): Reply {
  return document(200, `<ports ${NAMESPACES}>${ports.map((port) => element('port', PORT, port)).join('')}</ports>`)
}

import type { HttpResponse } from '../http/response.ts'
import { NAMESPACES, type XmlAttributes, xmlAttributes, xmlDocument } from '../http/xml.ts'

const NETWORK = ['id', 'name', 'status', 'created', 'updated'] as const
const PORT = ['id', 'name', 'status', 'network_id', 'mac_address', 'device_id', 'created', 'updated'] as const

function element(tag: string, names: readonly string[], thing: XmlAttributes, outer: XmlAttributes = {}): string {
  const shown = Object.fromEntries(names.map((name) => [name, thing[name]]))
  return `<${tag}${xmlAttributes({ ...outer, ...shown })}></${tag}>`
}

/** The XML forms are incomplete in the real server as well: a few attributes, no more. */
export function networkXml(status: number, network: XmlAttributes): HttpResponse {
  return xmlDocument(status, element('network', NETWORK, network, NAMESPACES))
}

export function networksXml(networks: readonly XmlAttributes[]): HttpResponse {
  const list = networks.map((network) => element('network', NETWORK, network)).join('')
  return xmlDocument(200, `<networks${xmlAttributes(NAMESPACES)}>${list}</networks>`)
}

export function portXml(status: number, port: XmlAttributes): HttpResponse {
  return xmlDocument(status, element('port', PORT, port, NAMESPACES))
}

export function portsXml(ports: readonly XmlAttributes[]): HttpResponse {
  return xmlDocument(
    200,
    `<ports${xmlAttributes(NAMESPACES)}>${ports.map((port) => element('port', PORT, port)).join('')}</ports>`,
  )
}

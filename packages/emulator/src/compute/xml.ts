import { HttpResponse } from '../http/response.ts'
import { escapeXml, NAMESPACES, XML_HEAD, type XmlAttributes, xmlAttributes, xmlDocument } from '../http/xml.ts'

function element(tag: string, attributes: XmlAttributes, content = ''): string {
  const opening = `${tag}${xmlAttributes(attributes)}`
  return content === '' ? `<${opening}/>` : `<${opening}>${content}</${tag}>`
}

function documentOf(status: number, tag: string, attributes: XmlAttributes, content: string): HttpResponse {
  return xmlDocument(status, element(tag, { ...NAMESPACES, ...attributes }, content))
}

function members(thing: XmlAttributes, name: string): XmlAttributes[] {
  const list = thing[name]
  return Array.isArray(list) ? list : []
}

const links = (thing: XmlAttributes) =>
  members(thing, 'links')
    .map((link) => element('atom:link', link))
    .join('')

const metaList = (metadata: XmlAttributes) =>
  Object.entries(metadata)
    .map(([key, value]) => `<meta key="${escapeXml(key)}">${escapeXml(value)}</meta>`)
    .join('')

const pick = (thing: XmlAttributes, names: readonly string[]): XmlAttributes =>
  Object.fromEntries(names.filter((name) => name in thing).map((name) => [name, thing[name]]))

const reference = (tag: string, thing: unknown) =>
  thing ? element(tag, pick(thing as XmlAttributes, ['id']), links(thing as XmlAttributes)) : ''

const SERVER = ['id', 'name', 'status', 'hostId', 'progress', 'created', 'updated', 'adminPass'] as const

function serverContent(server: XmlAttributes): string {
  const metadata = server['metadata']
  const addresses = server['addresses']
  return (
    reference('image', server['image']) +
    reference('flavor', server['flavor']) +
    (metadata ? element('metadata', {}, metaList(metadata as XmlAttributes)) : '') +
    (addresses ? element('addresses', {}, networks(addresses as Addresses)) : '') +
    links(server)
  )
}

export function serverXml(status: number, server: XmlAttributes): HttpResponse {
  return documentOf(status, 'server', pick(server, SERVER), serverContent(server))
}

export function serversXml(servers: readonly XmlAttributes[]): HttpResponse {
  const list = servers.map((server) => element('server', pick(server, SERVER), serverContent(server)))
  // The template of this list has no space between its elements, and no short form of an empty one.
  return new HttpResponse(200, `${XML_HEAD.trimEnd()}<servers${xmlAttributes(NAMESPACES)}>${list.join('')}</servers>\n`)
}

const FLAVOR = ['id', 'name', 'ram', 'disk', 'vcpus'] as const

export function flavorXml(flavor: XmlAttributes): HttpResponse {
  return documentOf(200, 'flavor', pick(flavor, FLAVOR), links(flavor))
}

export function flavorsXml(flavors: readonly XmlAttributes[]): HttpResponse {
  const list = flavors.map((flavor) => element('flavor', pick(flavor, FLAVOR), links(flavor)))
  return documentOf(200, 'flavors', {}, list.join(''))
}

const IMAGE = ['id', 'name', 'status', 'progress', 'created', 'updated'] as const

function imageContent(image: XmlAttributes): string {
  const metadata = image['metadata']
  return (metadata ? element('metadata', {}, metaList(metadata as XmlAttributes)) : '') + links(image)
}

export function imageXml(image: XmlAttributes): HttpResponse {
  return documentOf(200, 'image', pick(image, IMAGE), imageContent(image))
}

export function imagesXml(images: readonly XmlAttributes[]): HttpResponse {
  const list = images.map((image) => element('image', pick(image, IMAGE), imageContent(image)))
  return documentOf(200, 'images', {}, list.join(''))
}

type Addresses = Readonly<Record<string, readonly { readonly version: number; readonly addr: string }[]>>

function networks(addresses: Addresses): string {
  return Object.entries(addresses)
    .map(([id, list]) =>
      element('network', { id }, list.map(({ version, addr }) => element('ip', { version, addr })).join('')),
    )
    .join('')
}

export function addressesXml(addresses: Addresses): HttpResponse {
  return documentOf(200, 'addresses', {}, networks(addresses))
}

export function networkAddressesXml(addresses: Addresses): HttpResponse {
  const [id = '', list = []] = Object.entries(addresses)[0] ?? []
  return documentOf(200, 'network', { id }, list.map(({ version, addr }) => element('ip', { version, addr })).join(''))
}

export function metadataXml(status: number, metadata: XmlAttributes): HttpResponse {
  return documentOf(status, 'metadata', {}, metaList(metadata))
}

export function metaXml(status: number, key: string, value: unknown): HttpResponse {
  return documentOf(status, 'meta', { key }, escapeXml(value))
}

export function statsXml(stats: XmlAttributes): HttpResponse {
  const { serverRef, ...rest } = stats
  const list = Object.entries(rest).map(([name, value]) => element(name, {}, escapeXml(value)))
  return documentOf(200, 'stats', { serverRef }, list.join(''))
}

export function consoleXml(access: XmlAttributes): HttpResponse {
  return documentOf(200, 'console', access, '')
}

const VERSION = ['id', 'status', 'updated'] as const

export function versionsXml(versions: readonly XmlAttributes[]): HttpResponse {
  const list = versions.map((version) => element('version', pick(version, VERSION), links(version)))
  return documentOf(200, 'versions', {}, list.join(''))
}

export function versionXml(version: XmlAttributes): HttpResponse {
  const types = members(version, 'media_types').map((type) => element('media-type', type))
  return documentOf(200, 'version', pick(version, VERSION), element('media-types', {}, types.join('')) + links(version))
}

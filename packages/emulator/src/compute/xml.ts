import { Reply } from '../http/response.ts'

type Attributes = Readonly<Record<string, unknown>>

/** A value as Django's templates write it. */
function escaped(value: unknown): string {
  const text =
    value === true ? 'True' : value === false ? 'False' : value === null || value === undefined ? 'None' : String(value)
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

function element(tag: string, attributes: Attributes, content = ''): string {
  const list = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(value)}"`)
  return content === '' ? `<${tag}${list.join('')}/>` : `<${tag}${list.join('')}>${content}</${tag}>`
}

const NAMESPACES: Attributes = {
  xmlns: 'http://docs.openstack.org/compute/api/v1.1',
  'xmlns:atom': 'http://www.w3.org/2005/Atom',
}

function documentOf(status: number, tag: string, attributes: Attributes, content: string): Reply {
  const root = element(tag, { ...NAMESPACES, ...attributes }, content)
  return new Reply(status, `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`)
}

function members(thing: Attributes, name: string): Attributes[] {
  const list = thing[name]
  return Array.isArray(list) ? list : []
}

const links = (thing: Attributes) =>
  members(thing, 'links')
    .map((link) => element('atom:link', link))
    .join('')

const metaList = (metadata: Attributes) =>
  Object.entries(metadata)
    .map(([key, value]) => `<meta key="${escaped(key)}">${escaped(value)}</meta>`)
    .join('')

const pick = (thing: Attributes, names: readonly string[]): Attributes =>
  Object.fromEntries(names.filter((name) => name in thing).map((name) => [name, thing[name]]))

const reference = (tag: string, thing: unknown) =>
  thing ? element(tag, pick(thing as Attributes, ['id']), links(thing as Attributes)) : ''

const SERVER = ['id', 'name', 'status', 'hostId', 'progress', 'created', 'updated', 'adminPass'] as const

function serverContent(server: Attributes): string {
  const metadata = server['metadata']
  const addresses = server['addresses']
  return (
    reference('image', server['image']) +
    reference('flavor', server['flavor']) +
    (metadata ? element('metadata', {}, metaList(metadata as Attributes)) : '') +
    (addresses ? element('addresses', {}, networks(addresses as Addresses)) : '') +
    links(server)
  )
}

export function serverXml(status: number, server: Attributes): Reply {
  return documentOf(status, 'server', pick(server, SERVER), serverContent(server))
}

export function serversXml(servers: readonly Attributes[]): Reply {
  const list = servers.map((server) => element('server', pick(server, SERVER), serverContent(server)))
  return documentOf(200, 'servers', {}, list.join(''))
}

const FLAVOR = ['id', 'name', 'ram', 'disk', 'vcpus'] as const

export function flavorXml(flavor: Attributes): Reply {
  return documentOf(200, 'flavor', pick(flavor, FLAVOR), links(flavor))
}

export function flavorsXml(flavors: readonly Attributes[]): Reply {
  const list = flavors.map((flavor) => element('flavor', pick(flavor, FLAVOR), links(flavor)))
  return documentOf(200, 'flavors', {}, list.join(''))
}

const IMAGE = ['id', 'name', 'status', 'progress', 'created', 'updated'] as const

function imageContent(image: Attributes): string {
  const metadata = image['metadata']
  return (metadata ? element('metadata', {}, metaList(metadata as Attributes)) : '') + links(image)
}

export function imageXml(image: Attributes): Reply {
  return documentOf(200, 'image', pick(image, IMAGE), imageContent(image))
}

export function imagesXml(images: readonly Attributes[]): Reply {
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

export function addressesXml(addresses: Addresses): Reply {
  return documentOf(200, 'addresses', {}, networks(addresses))
}

export function networkAddressesXml(addresses: Addresses): Reply {
  const [id = '', list = []] = Object.entries(addresses)[0] ?? []
  return documentOf(200, 'network', { id }, list.map(({ version, addr }) => element('ip', { version, addr })).join(''))
}

export function metadataXml(status: number, metadata: Attributes): Reply {
  return documentOf(status, 'metadata', {}, metaList(metadata))
}

export function metaXml(status: number, key: string, value: unknown): Reply {
  return documentOf(status, 'meta', { key }, escaped(value))
}

export function statsXml(stats: Attributes): Reply {
  const { serverRef, ...rest } = stats
  const list = Object.entries(rest).map(([name, value]) => element(name, {}, escaped(value)))
  return documentOf(200, 'stats', { serverRef }, list.join(''))
}

export function consoleXml(access: Attributes): Reply {
  return documentOf(200, 'console', access, '')
}

const VERSION = ['id', 'status', 'updated'] as const

export function versionsXml(versions: readonly Attributes[]): Reply {
  const list = versions.map((version) => element('version', pick(version, VERSION), links(version)))
  return documentOf(200, 'versions', {}, list.join(''))
}

export function versionXml(version: Attributes): Reply {
  const types = members(version, 'media_types').map((type) => element('media-type', type))
  return documentOf(200, 'version', pick(version, VERSION), element('media-types', {}, types.join('')) + links(version))
}

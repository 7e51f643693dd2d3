import { escapeXml, XML_HEAD } from '../http/xml.ts'
/** One entry of a listing: its fields as elements, a nested record as `<key/><value/>` pairs. */
export type Entry = Readonly<Record<string, unknown>>

function entryXml(name: string, entry: Entry): string {
  const fields = Object.entries(entry).map(([key, value]) => `    <${key}>${valueXml(value)}</${key}>\n`)
  return `  <${name}>\n${fields.join('')}  </${name}>\n`
}

function valueXml(value: unknown): string {
  if (typeof value !== 'object' || value === null) return escapeXml(value)
  return Object.entries(value)
    .map(([key, item]) => `<key>${escapeXml(key)}</key><value>${escapeXml(item)}</value>`)
    .join('')
}

export function accountsXml(entries: readonly Entry[]): string {
  return `${XML_HEAD}\n<accounts>\n${entries.map((entry) => entryXml('account', entry)).join('')}</accounts>\n`
}

export function containersXml(account: string, entries: readonly Entry[]): string {
  const items = entries.map((entry) => entryXml('container', entry)).join('')
  return `${XML_HEAD}\n<account name="${escapeXml(account)}">\n${items}</account>\n`
}

export function objectsXml(container: string, entries: readonly Entry[]): string {
  const items = entries.map((entry) =>
    'subdir' in entry ? `  <subdir name="${escapeXml(entry['subdir'])}" />\n` : entryXml('object', entry),
  )
  return `${XML_HEAD}\n<container name="${escapeXml(container)}">\n${items.join('')}</container>\n`
}

export function versionsXml(object: string, versions: readonly (readonly [number, string])[]): string {
  const items = versions.map(([serial, time]) => `  <version timestamp="${time}">${serial}</version>\n`)
  return `${XML_HEAD}\n<object name="${escapeXml(object)}">\n${items.join('')}</object>\n`
}

export function hashesXml(object: string, bytes: number, blockSize: number, hashes: readonly string[]): string {
  const items = hashes.map((hash) => `  \n  <hash>${hash}</hash>\n  \n`)
  const attributes = `bytes="${bytes}" block_size="${blockSize}" block_hash="sha256"`
  return `${XML_HEAD}\n<object name="${escapeXml(object)}" ${attributes}>\n${items.join('')}</object>\n`
}

export function itemsXml(items: readonly string[]): string {
  return `${XML_HEAD}\n<items>\n${items.map((item) => `  <item>${escapeXml(item)}</item>\n`).join('')}</items>\n`
}

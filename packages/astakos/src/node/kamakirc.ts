import { parse } from 'ini'

/** A cloud as the old command's configuration file has it. */
export interface KamakircCloud {
  url: string | undefined
  token: string | undefined
}

/** The parts of `~/.kamakirc` that are used here. */
export interface Kamakirc {
  defaultCloud: string | undefined
  caCerts: string | undefined
  ignoreSsl: boolean
  clouds: ReadonlyMap<string, KamakircCloud>
}

/** Reads the content of a `.kamakirc`: `[global]` and a `[cloud "name"]` for each cloud. */
export function parseKamakirc(content: string): Kamakirc {
  const clouds = new Map<string, KamakircCloud>()
  let global: Section = new Map()
  for (const [name, section] of sections(parse(content))) {
    if (name.toLowerCase() === 'global') global = section
    const cloud = /^cloud\s+(?:"(.*)"|'(.*)'|(\S+))$/.exec(name)
    const label = cloud?.[1] ?? cloud?.[2] ?? cloud?.[3]
    if (label !== undefined) clouds.set(label, { url: section.get('url'), token: section.get('token') })
  }
  return {
    defaultCloud: global.get('default_cloud'),
    caCerts: global.get('ca_certs'),
    ignoreSsl: ['on', 'true', 'yes', '1'].includes(global.get('ignore_ssl')?.toLowerCase() ?? ''),
    clouds,
  }
}

type Section = Map<string, string>

/** The library nests a section at each dot of its name: `[cloud "a.b"]` is joined again here. */
function* sections(node: Record<string, unknown>, prefix = ''): Generator<[string, Section]> {
  const values: Section = new Map()
  for (const [key, value] of Object.entries(node)) {
    if (typeof value === 'object' && value !== null) {
      yield* sections(value as Record<string, unknown>, prefix === '' ? key : `${prefix}.${key}`)
    } else if (String(value).trim() !== '') {
      values.set(key.toLowerCase(), String(value).trim())
    }
  }
  if (prefix !== '' && values.size > 0) yield [prefix, values]
}

import { parseRawConfig, setRawValues } from './raw-config.ts'

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

/**
 * Reads the content of a `.kamakirc`: `[global]` and a `[cloud "name"]` for each cloud. Of several tokens of a cloud the first is taken, as
 * kamaki does, and of a URL what stands before a space.
 *
 * @throws {SyntaxError} for a line that kamaki could not read.
 */
export function parseKamakirc(content: string): Kamakirc {
  const config = parseRawConfig(content)
  const clouds = new Map<string, KamakircCloud>()
  for (const [name, section] of config) {
    const label = cloudOf(name)
    if (label === undefined) continue
    const word = (key: string): string | undefined => section.get(key)?.trim().split(/\s/)[0] || undefined
    clouds.set(label, { url: word('url'), token: word('token') })
  }
  const global = (key: string): string | undefined => config.get('global')?.get(key) || undefined
  return {
    defaultCloud: global('default_cloud'),
    caCerts: global('ca_certs'),
    ignoreSsl: ['on', 'true', 'yes', '1'].includes(global('ignore_ssl')?.toLowerCase() ?? ''),
    clouds,
  }
}

/** The name of the cloud that a section is about. */
function cloudOf(section: string): string | undefined {
  const cloud = /^cloud\s+(?:"(.*)"|'(.*)'|(\S+))$/.exec(section)
  return cloud?.[1] ?? cloud?.[2] ?? cloud?.[3]
}

/** What `saveCloud` puts into the file. */
export interface CloudEntry {
  readonly name: string
  readonly authUrl: string
  readonly token: string
  readonly caFile: string | undefined
  /** Otherwise only if the file has no default. */
  readonly isDefault: boolean
}

/** The content of a `.kamakirc` with a cloud added, or changed, and all else as it was. @throws {SyntaxError} if kamaki could not read it. */
export function withCloud(content: string, { name, authUrl, token, caFile, isDefault }: CloudEntry): string {
  const own = (section: string): boolean => cloudOf(section) === name
  const result = setRawValues(content, own, `[cloud "${name}"]`, { url: authUrl, token })
  const global: Record<string, string> = {}
  if (isDefault || parseKamakirc(content).defaultCloud === undefined) global['default_cloud'] = name
  if (caFile !== undefined) global['ca_certs'] = caFile
  if (Object.keys(global).length === 0) return result
  return setRawValues(result, (section) => section === 'global', '[global]', global)
}

import { parseRawConfig } from './raw-config.ts'

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
    const cloud = /^cloud\s+(?:"(.*)"|'(.*)'|(\S+))$/.exec(name)
    const label = cloud?.[1] ?? cloud?.[2] ?? cloud?.[3]
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

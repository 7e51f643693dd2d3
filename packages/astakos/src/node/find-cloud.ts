import { homedir } from 'node:os'
import { join } from 'node:path'
import { CloudConfigError } from './cloud-config-error.ts'
import { type Kamakirc, type KamakircCloud, parseKamakirc } from './kamakirc.ts'
import { readConfig } from './read-config.ts'

/** What the options of `loadCloud` say. */
export interface CloudHints {
  readonly authUrl?: string | undefined
  readonly token?: string | undefined
  readonly caFile?: string | undefined
  readonly ignoreSsl?: boolean | undefined
  readonly configFile?: string | undefined
  readonly env?: Environment | undefined
}

/** A cloud, and where URL and token were found. */
export interface FoundCloud {
  authUrl: string
  token: string
  caFile: string | undefined
  ignoreSsl: boolean
  source: string
}

type Environment = Readonly<Record<string, string | undefined>>

/** A variable of the environment, without the white space around it; undefined if nothing is left. */
const variableOf = (env: Environment, key: string): string | undefined => env[key]?.trim() || undefined

/** The configuration file: what the options say, or the environment, or the one of the user's home. */
export function configPathOf(configFile: string | undefined, env: Environment): string {
  return configFile ?? variableOf(env, 'KAMAKI_CONFIG') ?? join(homedir(), '.kamakirc')
}

/** The CA certificates that the options name, or the environment. */
export function caFileOf(caFile: string | undefined, env: Environment): string | undefined {
  return caFile ?? variableOf(env, 'KAMAKI_CA_CERTS')
}

/**
 * Options, then environment, then file. A token is never paired with a URL that it does not belong to: one of the environment
 * does not go to a URL of the options if the environment names another, one of the file only goes to the URL beside it.
 */
export async function findCloud(name: string | undefined, hints: CloudHints): Promise<FoundCloud> {
  const env = hints.env ?? process.env
  const set =
    name === undefined ? { authUrl: variableOf(env, 'KAMAKI_AUTH_URL'), token: variableOf(env, 'KAMAKI_TOKEN') } : {}
  const lookedAt = [
    `options: ${said(hints.authUrl, 'authUrl')}, ${said(hints.token, 'token')}`,
    name === undefined
      ? `environment: ${said(set.authUrl, 'KAMAKI_AUTH_URL')}, ${said(set.token, 'KAMAKI_TOKEN')}`
      : 'environment: ignored, since a cloud is named',
  ]
  const foreign = hints.authUrl !== undefined && set.authUrl !== undefined && !sameUrl(hints.authUrl, set.authUrl)
  let authUrl = hints.authUrl ?? set.authUrl
  let token = hints.token ?? (foreign ? undefined : set.token)
  let caFile = caFileOf(hints.caFile, env)
  let ignoreSsl = hints.ignoreSsl
  let source = hints.authUrl !== undefined || hints.token !== undefined ? 'options' : 'environment'

  if (authUrl === undefined || token === undefined) {
    const path = configPathOf(hints.configFile, env)
    const file = await read(path, lookedAt)
    const chosen = file && choose(file, name, authUrl, path, lookedAt)
    if (file && chosen) {
      authUrl ??= chosen.cloud.url
      if (authUrl !== undefined && chosen.cloud.url !== undefined && sameUrl(authUrl, chosen.cloud.url))
        token ??= chosen.cloud.token
      caFile ??= expand(file.caCerts)
      ignoreSsl ??= file.ignoreSsl
      source = `${path}, cloud ${JSON.stringify(chosen.name)}`
    }
  }
  if (authUrl === undefined || token === undefined) throw notFound(authUrl, lookedAt)
  return { authUrl, token, caFile, ignoreSsl: ignoreSsl ?? false, source }
}

async function read(path: string, lookedAt: string[]): Promise<Kamakirc | undefined> {
  try {
    return parseKamakirc(await readConfig(path))
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    lookedAt.push(`file ${path}: ${code === 'ENOENT' ? 'does not exist' : `cannot be read (${code ?? message})`}`)
    return undefined
  }
}

/** The cloud that is named; else the one of a URL that is known; else the default; else the only one. */
function choose(
  file: Kamakirc,
  name: string | undefined,
  url: string | undefined,
  path: string,
  lookedAt: string[],
): { name: string; cloud: KamakircCloud } | undefined {
  const names = [...file.clouds.keys()]
  const label =
    name ?? (url === undefined ? (file.defaultCloud ?? only(names)) : names.find((key) => has(file, key, url)))
  const cloud = label === undefined ? undefined : file.clouds.get(label)
  const there =
    names.length === 0 ? 'no [cloud "name"] section' : `clouds ${names.map((key) => JSON.stringify(key)).join(', ')}`
  if (label !== undefined && cloud !== undefined) {
    lookedAt.push(
      `file ${path}, cloud ${JSON.stringify(label)}: ${said(cloud.url, 'url')}, ${said(cloud.token, 'token')}`,
    )
    return { name: label, cloud }
  }
  if (label !== undefined)
    lookedAt.push(
      `file ${path}: ${there}, but no ${JSON.stringify(label)}${name === undefined ? ' (its default_cloud)' : ''}`,
    )
  else if (url !== undefined) lookedAt.push(`file ${path}: ${there}, none with the url ${url}`)
  else lookedAt.push(`file ${path}: ${there}${names.length > 1 ? ' and no default_cloud: name one' : ''}`)
  return undefined
}

function notFound(url: string | undefined, lookedAt: string[]): CloudConfigError {
  const missing = url === undefined ? 'No cloud is configured' : `No token for ${url}`
  return new CloudConfigError(
    `${missing}. Looked at\n${lookedAt.map((line) => `  - ${line}`).join('\n')}\n` +
      'Set KAMAKI_AUTH_URL and KAMAKI_TOKEN (both are on the API access page of the cloud), or write them to ~/.kamakirc:\n' +
      '  [cloud "mine"]\n  url = https://accounts.example.org/identity/v2.0\n  token = ...',
    { lookedAt },
  )
}

function said(value: string | undefined, name: string): string {
  return value === undefined ? `no ${name}` : name
}

function only(names: readonly string[]): string | undefined {
  return names.length === 1 ? names[0] : undefined
}

function has(file: Kamakirc, name: string, url: string): boolean {
  const own = file.clouds.get(name)?.url
  return own !== undefined && sameUrl(own, url)
}

function sameUrl(one: string, other: string): boolean {
  return one.replace(/\/+$/, '') === other.replace(/\/+$/, '')
}

function expand(path: string | undefined): string | undefined {
  return path?.startsWith('~/') ? join(homedir(), path.slice(2)) : path
}

import { createNodeFetch } from '@kamaki/core/node'
import {
  type OptionNames,
  requireBoolean,
  requireKnownOptions,
  requireObject,
  requireString,
} from '@kamaki/core/toolkit'
import { AstakosClient } from '../astakos-client.ts'
import { type AstakosClientOptions, astakosOptionNames } from '../client-options.ts'
import { findCloud } from './find-cloud.ts'

/** Where the cloud is, and how to talk to it. These options go before environment and file. */
export interface LoadCloudOptions extends AstakosClientOptions {
  /** Authentication URL. */
  readonly authUrl?: string | undefined
  readonly token?: string | undefined
  /** File of CA certificates (PEM) to trust besides those that Node knows. */
  readonly caFile?: string | undefined
  /** Accepts any certificate. For tests: whoever is in between can then read the token. */
  readonly ignoreSsl?: boolean | undefined
  /** Instead of `KAMAKI_CONFIG` and `~/.kamakirc`. */
  readonly configFile?: string | undefined
  /** Instead of `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
}

/** A cloud and its user, ready to use. */
export class LoadedCloud {
  /** Authentication URL. */
  readonly authUrl: string
  /** Set up for the cloud's certificates: for clients created by hand. */
  readonly fetch: typeof globalThis.fetch
  readonly astakos: AstakosClient
  /** Where URL and token were found. */
  readonly source: string
  readonly #token: string

  constructor(fields: Pick<LoadedCloud, 'authUrl' | 'token' | 'fetch' | 'astakos' | 'source'>) {
    this.authUrl = fields.authUrl
    this.fetch = fields.fetch
    this.astakos = fields.astakos
    this.source = fields.source
    this.#token = fields.token
  }

  /** Behind a getter, so that neither inspection nor JSON shows it. */
  get token(): string {
    return this.#token
  }

  toJSON(): { authUrl: string; source: string } {
    return { authUrl: this.authUrl, source: this.source }
  }
}

/**
 * Finds URL, token and CA certificates of a cloud where users keep them. In this order: `options`; the variables
 * `KAMAKI_AUTH_URL`, `KAMAKI_TOKEN` and `KAMAKI_CA_CERTS`; the old command's `~/.kamakirc` (or the file that `KAMAKI_CONFIG`
 * names), with its default cloud, or the only one it has.
 *
 *     const { astakos } = await loadCloud()
 *
 * @param name of a `[cloud "name"]` in the file; the variables for URL and token are then ignored.
 * @throws {CloudConfigError} if there is no cloud, or only half of one; the message says where it looked.
 */
export async function loadCloud(name?: string, options: LoadCloudOptions = {}): Promise<LoadedCloud> {
  const known = checked(name, options)
  const { authUrl, token, caFile, ignoreSsl, source } = await findCloud(name, known)
  const fetch = clientFetch(known, caFile, ignoreSsl)
  const astakos = new AstakosClient(authUrl, token, { ...clientOptions(known), fetch })
  return new LoadedCloud({ authUrl, token, fetch, astakos, source })
}

/** @throws {InvalidArgumentError} for what cannot be the name of a cloud, or say where one is. */
function checked(name: string | undefined, given: LoadCloudOptions): LoadCloudOptions {
  if (name !== undefined) requireString(name, 'name')
  const options = requireKnownOptions(requireObject(given, 'options'), cloudOptionNames)
  for (const key of ['authUrl', 'token', 'caFile', 'configFile'] as const) {
    const value = options[key]
    if (value !== undefined) requireString(value, key)
  }
  if (options.ignoreSsl !== undefined) requireBoolean(options.ignoreSsl, 'ignoreSsl')
  if (options.env !== undefined) requireObject(options.env, 'env')
  return options
}

/** The fetch for a cloud's certificates. Without settings of its own, the process-wide ones (patchWithCerts) apply. */
export function clientFetch(
  { fetch }: LoadCloudOptions,
  caFile: string | undefined,
  ignoreSsl = false,
): typeof globalThis.fetch {
  if (fetch !== undefined) return fetch
  const own = caFile !== undefined || ignoreSsl
  return own ? createNodeFetch({ caFile, rejectUnauthorized: !ignoreSsl }) : globalThis.fetch
}

/** The names of the options that say which cloud. */
const placeNames: OptionNames<Omit<LoadCloudOptions, keyof AstakosClientOptions>> = {
  ...{ authUrl: true, token: true, caFile: true, ignoreSsl: true, configFile: true, env: true },
}

/** The names of the options of {@link loadCloud}. */
export const cloudOptionNames: OptionNames<LoadCloudOptions> = { ...astakosOptionNames, ...placeNames }

/** What concerns the client alone. */
export function clientOptions(options: LoadCloudOptions): AstakosClientOptions {
  return Object.fromEntries(Object.entries(options).filter(([key]) => !Object.hasOwn(placeNames, key)))
}

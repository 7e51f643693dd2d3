import { rootCertificates } from 'node:tls'
import { InvalidArgumentError } from '../errors/client-errors.ts'
import { authorities } from './connection-options.ts'
import type { NodeFetchOptions } from './node-fetch.ts'

/** What Deno has to make connections by. */
interface DenoClient {
  close(): void
}

interface Deno {
  createHttpClient(options: {
    caCerts?: string[]
    cert?: string
    key?: string
    proxy?: { url: string }
    poolMaxIdlePerHost?: number
  }): DenoClient
}

/** How a fetch is told of its connections where it takes no dispatcher, and what closes them. */
export interface FetchSettings {
  readonly init: object
  close(): void
}

/** The settings for Bun and Deno, whose fetch has options of its own; undefined on Node. */
export function settingsOfOtherRuntimes(options: NodeFetchOptions): FetchSettings | undefined {
  const { Deno: deno } = globalThis as { Deno?: Deno }
  if (deno !== undefined) return denoSettings(deno, options)
  return process.versions['bun'] === undefined ? undefined : bunSettings(options)
}

function denoSettings(deno: Deno, options: NodeFetchOptions): FetchSettings {
  if (options.rejectUnauthorized === false) {
    throw new InvalidArgumentError('Deno ignores certificates only by its flag --unsafely-ignore-certificate-errors', {
      parameter: 'rejectUnauthorized',
    })
  }
  const { cert, key, proxy } = options
  const client = deno.createHttpClient({
    caCerts: authorities(options).map(textOf),
    ...(cert === undefined || key === undefined ? {} : { cert: textOf(cert), key: textOf(key) }),
    // Deno reads the proxy variables of the environment by itself.
    ...(proxy === undefined || proxy === 'env' ? {} : { proxy: { url: String(proxy) } }),
  })
  return { init: { client }, close: () => client.close() }
}

function bunSettings(options: NodeFetchOptions): FetchSettings {
  const { cert, key, proxy, rejectUnauthorized } = options
  const ca = authorities(options).map(textOf)
  const tls = {
    ...(ca.length === 0 ? {} : { ca: [...rootCertificates, ...ca] }),
    ...(cert === undefined || key === undefined ? {} : { cert: textOf(cert), key: textOf(key) }),
    ...(rejectUnauthorized === undefined ? {} : { rejectUnauthorized }),
  }
  // Bun reads the proxy variables of the environment by itself.
  return {
    init: { tls, ...(proxy === undefined || proxy === 'env' ? {} : { proxy: String(proxy) }) },
    close: () => undefined,
  }
}

function textOf(pem: string | Uint8Array): string {
  return typeof pem === 'string' ? pem : new TextDecoder().decode(pem)
}

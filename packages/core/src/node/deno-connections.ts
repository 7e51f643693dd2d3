import { InvalidArgumentError } from '../errors/client-errors.ts'
import { authorities, type FetchSettings, type NodeFetchOptions, pemText } from './connection-options.ts'

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

/** The settings for Deno, whose fetch has an option of its own; undefined elsewhere. */
export function denoConnections(options: NodeFetchOptions): FetchSettings | undefined {
  const { Deno: deno } = globalThis as { Deno?: Deno }
  if (deno === undefined) return undefined
  if (options.rejectUnauthorized === false) {
    throw new InvalidArgumentError('Deno ignores certificates only by its flag --unsafely-ignore-certificate-errors', {
      parameter: 'rejectUnauthorized',
    })
  }
  const { cert, key, proxy } = options
  const client = deno.createHttpClient({
    caCerts: authorities(options).map(pemText),
    ...(cert === undefined || key === undefined ? {} : { cert: pemText(cert), key: pemText(key) }),
    // Deno reads the proxy variables of the environment by itself.
    ...(proxy === undefined || proxy === 'env' ? {} : { proxy: { url: String(proxy) } }),
  })
  return { init: { client }, close: () => client.close() }
}

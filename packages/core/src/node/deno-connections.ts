import { InvalidArgumentError } from '../errors/client-errors.ts'
import { authorities, type FetchSettings, type NodeFetchOptions, pemText } from './connection-options.ts'

/** Deno's connections. */
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

/** The fetch options for Deno, whose fetch takes its own; undefined on other runtimes. */
export function denoConnections(options: NodeFetchOptions): FetchSettings | undefined {
  const { Deno: deno } = globalThis as { Deno?: Deno }
  if (deno === undefined) return undefined
  if (options.rejectUnauthorized === false) {
    throw new InvalidArgumentError(
      'rejectUnauthorized: false is not available on Deno. Run it with --unsafely-ignore-certificate-errors',
      { parameter: 'rejectUnauthorized' },
    )
  }
  const { cert, key, proxy } = options
  const client = deno.createHttpClient({
    caCerts: authorities(options).map(pemText),
    ...(cert === undefined || key === undefined ? {} : { cert: pemText(cert), key: pemText(key) }),
    // Deno reads the proxy environment variables by itself.
    ...(proxy === undefined || proxy === 'env' ? {} : { proxy: { url: String(proxy) } }),
  })
  return { init: { client }, close: () => client.close() }
}

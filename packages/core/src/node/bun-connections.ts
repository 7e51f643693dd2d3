import { rootCertificates } from 'node:tls'
import { authorities, type FetchSettings, type NodeFetchOptions, pemText } from './connection-options.ts'

/** The fetch options for Bun, whose fetch takes its own; undefined on other runtimes. */
export function bunConnections(options: NodeFetchOptions): FetchSettings | undefined {
  if (process.versions['bun'] === undefined) return undefined
  const { cert, key, proxy, rejectUnauthorized } = options
  const ca = authorities(options).map(pemText)
  const tls = {
    ...(ca.length === 0 ? {} : { ca: [...rootCertificates, ...ca] }),
    ...(cert === undefined || key === undefined ? {} : { cert: pemText(cert), key: pemText(key) }),
    ...(rejectUnauthorized === undefined ? {} : { rejectUnauthorized }),
  }
  // Bun reads the proxy environment variables by itself.
  return {
    init: { tls, ...(proxy === undefined || proxy === 'env' ? {} : { proxy: String(proxy) }) },
    close: () => undefined,
  }
}

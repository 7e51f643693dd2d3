import { rootCertificates } from 'node:tls'
import { authorities, type FetchSettings, type NodeFetchOptions, pemText } from './connection-options.ts'

/** The settings for Bun, whose fetch has options of its own; undefined elsewhere. */
export function bunConnections(options: NodeFetchOptions): FetchSettings | undefined {
  if (process.versions['bun'] === undefined) return undefined
  const { cert, key, proxy, rejectUnauthorized } = options
  const ca = authorities(options).map(pemText)
  const tls = {
    ...(ca.length === 0 ? {} : { ca: [...rootCertificates, ...ca] }),
    ...(cert === undefined || key === undefined ? {} : { cert: pemText(cert), key: pemText(key) }),
    ...(rejectUnauthorized === undefined ? {} : { rejectUnauthorized }),
  }
  // Bun reads the proxy variables of the environment by itself.
  return {
    init: { tls, ...(proxy === undefined || proxy === 'env' ? {} : { proxy: String(proxy) }) },
    close: () => undefined,
  }
}

export { createNodeFetch, type NodeFetch, type NodeFetchOptions } from './node-fetch.ts'
export { type Defaults, defaults, patchIgnoreSsl, patchWithCerts } from './process-wide.ts'
export type { TlsOptions } from './tls-options.ts'

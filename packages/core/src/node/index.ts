export type { TlsOptions } from './connection-options.ts'
export { createNodeFetch, type NodeFetch, type NodeFetchOptions } from './node-fetch.ts'
export { type Defaults, defaults, patchIgnoreSsl, patchWithCerts } from './process-wide.ts'

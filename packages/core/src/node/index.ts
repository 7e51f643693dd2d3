export type { NodeFetchOptions, TlsOptions } from './connection-options.ts'
export { createNodeFetch, type NodeFetch } from './node-fetch.ts'
export { type Defaults, defaults, patchIgnoreSsl, patchWithCerts } from './process-wide.ts'

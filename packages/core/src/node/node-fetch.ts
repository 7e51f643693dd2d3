import { BuiltinResponse } from './builtin-fetch.ts'

// The import above has to come first: see there.

import { Agent, type Dispatcher, EnvHttpProxyAgent, ProxyAgent } from 'undici'
import { InvalidArgumentError } from '../errors/client-errors.ts'
import { nodeFetchMark } from '../runtime/node.ts'
import { rawContentEncodingMark } from '../runtime/raw-content-encoding.ts'
import { requirePositiveInteger } from '../validate/require.ts'
import { bunConnections } from './bun-connections.ts'
import { connectOptions, type NodeFetchOptions } from './connection-options.ts'
import { denoConnections } from './deno-connections.ts'

/** A fetch with connections of its own. */
export interface NodeFetch {
  (input: string | URL | Request, init?: RequestInit): Promise<Response>
  /** Ends its connections when they are idle; requests after that fail. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * The built-in fetch with connections made to order: for clouds with certificates of their own, client certificates, proxies.
 *
 *     const fetch = createNodeFetch({ caFile: 'cloud-ca.pem' })
 *     const astakos = new AstakosClient(url, token, { fetch })
 *     ...
 *     await fetch.close()
 *
 * @throws {InvalidArgumentError} for a file that cannot be read or holds no certificates, a key that does not fit, a proxy that is not a valid URL.
 */
export function createNodeFetch(options: NodeFetchOptions = {}): NodeFetch {
  const other = denoConnections(options) ?? bunConnections(options)
  const dispatcher = other === undefined ? createDispatcher(options) : undefined
  const settings = other?.init ?? { dispatcher }
  const close = async (): Promise<void> => {
    other?.close()
    await dispatcher?.close()
  }
  const nodeFetch = (input: string | URL | Request, init?: RequestInit): Promise<Response> =>
    globalThis.fetch(input, { ...init, ...settings, ...(dispatcher && undecodedDispatcher(dispatcher, init)) })
  return Object.assign(nodeFetch, { [nodeFetchMark]: BuiltinResponse.name, close, [Symbol.asyncDispose]: close })
}

/** The dispatcher that leaves bodies as they are, where a call of ours asks for it. */
function undecodedDispatcher(dispatcher: Dispatcher, init: RequestInit | undefined): object | undefined {
  const wrap = (init as Record<symbol, unknown> | undefined)?.[rawContentEncodingMark]
  return typeof wrap === 'function' ? { dispatcher: wrap(dispatcher) as unknown } : undefined
}

/** @internal */
export function createDispatcher(options: NodeFetchOptions): Dispatcher {
  const connect = connectOptions(options)
  // How long to wait is said by the calls; undici's own limits of five minutes would cut longer ones short.
  const patient = { headersTimeout: 0, bodyTimeout: 0 }
  const pool =
    options.connections === undefined
      ? patient
      : { ...patient, connections: requirePositiveInteger(options.connections, 'connections') }
  if (options.proxy === undefined) return new Agent({ ...pool, connect })
  if (options.proxy === 'env') return new EnvHttpProxyAgent({ ...pool, connect, requestTls: connect })
  const uri = String(options.proxy)
  if (!/^https?:\/\/./.test(uri) || !URL.canParse(uri)) {
    throw new InvalidArgumentError("The proxy must be a URL such as 'http://proxy.example.org:3128', or 'env'", {
      parameter: 'proxy',
    })
  }
  return new ProxyAgent({ ...pool, uri, requestTls: connect, proxyTls: connect })
}

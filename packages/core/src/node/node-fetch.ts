import { BuiltinResponse } from './builtin-fetch.ts'

// The import above must come first: see that file.

import { Agent, type Dispatcher, EnvHttpProxyAgent, ProxyAgent } from 'undici'
import { InvalidArgumentError } from '../errors/client-errors.ts'
import { type DirectRequest, nodeFetchMark } from '../runtime/direct-send.ts'
import { dispatch } from '../runtime/dispatch.ts'
import { roomy } from '../runtime/node-dispatcher.ts'
import { rawContentEncodingMark } from '../runtime/raw-content-encoding.ts'
import { requirePositiveInteger } from '../validate/require.ts'
import { bunConnections } from './bun-connections.ts'
import { checkConnectionOptions, connectOptions, type NodeFetchOptions } from './connection-options.ts'
import { denoConnections } from './deno-connections.ts'

/** A fetch with its own connections. */
export interface NodeFetch {
  (input: string | URL | Request, init?: RequestInit): Promise<Response>
  /** Closes its connections once they are idle; later requests fail. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * The built-in fetch with custom connections: for clouds with their own CA, client certificates, and proxies.
 *
 *     const fetch = createNodeFetch({ caFile: 'cloud-ca.pem' })
 *     const astakos = new AstakosClient(url, token, { fetch })
 *     ...
 *     await fetch.close()
 *
 * @throws {InvalidArgumentError} for a file that cannot be read or contains no certificates, a key that does not match its certificate, or
 * an invalid proxy URL.
 */
export function createNodeFetch(options: NodeFetchOptions = {}): NodeFetch {
  checkConnectionOptions(options)
  const other = denoConnections(options) ?? bunConnections(options)
  const dispatcher = other === undefined ? createDispatcher(options) : undefined
  const settings = other?.init ?? { dispatcher }
  const close = async (): Promise<void> => {
    other?.close()
    await dispatcher?.close()
  }
  const nodeFetch = (input: string | URL | Request, init?: RequestInit): Promise<Response> =>
    globalThis.fetch(input, { ...init, ...settings, ...(dispatcher && undecodedDispatcher(dispatcher, init)) })
  const direct = dispatcher && ((request: DirectRequest) => dispatch(dispatcher as never, request))
  return Object.assign(nodeFetch, {
    [nodeFetchMark]: direct ?? BuiltinResponse.name,
    close,
    [Symbol.asyncDispose]: close,
  })
}

/** The dispatcher that does not decode bodies, for a call that asks for it. */
function undecodedDispatcher(dispatcher: Dispatcher, init: RequestInit | undefined): object | undefined {
  const wrap = (init as Record<symbol, unknown> | undefined)?.[rawContentEncodingMark]
  return typeof wrap === 'function' ? { dispatcher: wrap(dispatcher) as unknown } : undefined
}

function checkProxyVariables(): void {
  for (const name of ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY']) {
    const value = process.env[name]
    if (value === undefined || value === '' || (/^https?:\/\/./.test(value) && URL.canParse(value))) continue
    throw new InvalidArgumentError(
      `The environment variable ${name} is not a valid URL: it must start with http:// or https://, such as 'http://127.0.0.1:3128'`,
      { parameter: 'proxy' },
    )
  }
}

/** @internal */
export function createDispatcher(options: NodeFetchOptions): Dispatcher {
  const connect = connectOptions(options)
  const pool =
    options.connections === undefined
      ? roomy
      : { ...roomy, connections: requirePositiveInteger(options.connections, 'connections') }
  if (options.proxy === undefined) return new Agent({ ...pool, connect })
  if (options.proxy === 'env') {
    checkProxyVariables()
    return new EnvHttpProxyAgent({ ...pool, connect, requestTls: connect })
  }
  const uri = String(options.proxy)
  if (!/^https?:\/\/./.test(uri) || !URL.canParse(uri) || !/^\/?$/.test(new URL(uri).pathname)) {
    throw new InvalidArgumentError("The proxy must be a URL such as 'http://proxy.example.org:3128', or 'env'", {
      parameter: 'proxy',
    })
  }
  return new ProxyAgent({ ...pool, uri, requestTls: connect, proxyTls: connect })
}

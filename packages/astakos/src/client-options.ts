import type { ClientOptions, RequestOptions } from '@kamaki/core'
import { clientOptionNames, type OptionNames, requestOptionNames } from '@kamaki/core/toolkit'
import type { EndpointQuery } from './catalog.ts'

/** Which endpoints, and options of the request for the catalog. */
export interface FindEndpointOptions extends EndpointQuery, RequestOptions {}

/** Which endpoint of a service, where there are several. */
export type EndpointOptions = Omit<FindEndpointOptions, 'type' | 'version'>

/** Options of the client. */
export interface AstakosClientOptions extends ClientOptions {
  /**
   * Uses endpoints without TLS (`http://`) even if the catalog that names them came over https. The token then travels where anyone on the
   * way can read it. Default false: using one is an {@link InsecureEndpointError}.
   */
  readonly allowInsecureEndpoints?: boolean | undefined
}

/** The names of the options of the client. */
export const astakosOptionNames: OptionNames<AstakosClientOptions> = {
  ...clientOptionNames,
  allowInsecureEndpoints: true,
}

/** The names of the options of {@link FindEndpointOptions}. */
export const queryNames: OptionNames<FindEndpointOptions> = {
  ...requestOptionNames,
  ...{ type: true, name: true, region: true, version: true },
}

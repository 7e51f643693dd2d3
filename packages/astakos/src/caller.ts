import { type ApiResponse, type CallOptions, ParseError, type Path } from '@kamaki/core'

/** What a resource class needs of the transport: `Http` of core, or a service that is looked up at its first call. */
export interface Caller {
  json<T>(method: string, path: Path | string, options?: CallOptions): Promise<T>
  empty(method: string, path: Path | string, options?: CallOptions): Promise<ApiResponse>
  send(method: string, path: Path | string, options?: CallOptions): Promise<ApiResponse>
}

/** A reply that is JSON and a success, but lacks what it is asked for. */
export function incomplete(method: string, url: string, missing: string): ParseError {
  return new ParseError(`The cloud answered ${method} ${url} without ${missing}`, { status: 200, method, url })
}

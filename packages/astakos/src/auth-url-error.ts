import { ApiError, type CallOptions, KamakiError, ParseError } from '@kamaki/core'
import type { Http } from '@kamaki/core/toolkit'
import { readableServices } from './catalog.ts'

/** The server at the authentication URL is not the identity service of a Synnefo cloud. */
export class AuthUrlError extends KamakiError {
  static override readonly errorName: string = 'AuthUrlError'

  /** The URL that was tried, version included. */
  declare readonly authUrl: string

  constructor(message: string, fields: { authUrl: string }, options?: ErrorOptions) {
    super(message, options)
    Object.assign(this, fields)
  }
}

/** `POST /tokens` to the server at the URL. A server that is not a Synnefo is distinguished from a Synnefo that rejects the request. */
export async function authenticationCall<T extends { serviceCatalog?: unknown }>(
  http: Http,
  options: CallOptions,
): Promise<T> {
  const response = await http
    .json<{ access?: T } | null>('POST', 'tokens', { ...options, idempotent: true })
    .catch((error: unknown) => {
      const what = belowTokens(http, error) ?? notSynnefo(error)
      throw what === undefined ? error : urlError(http, what, error)
    })
  const access = response?.access
  if (!Array.isArray(access?.serviceCatalog)) throw urlError(http, 'returned JSON without a service catalog')
  return { ...access, serviceCatalog: readableServices(access.serviceCatalog) }
}

function urlError(http: Http, what: string, cause?: unknown): AuthUrlError {
  const authUrl = http.endpointUrl
  return new AuthUrlError(
    `${authUrl} is not the identity service of a Synnefo cloud: POST ${authUrl}/tokens ${what}. ` +
      'Copy the authentication URL from the API access page of the cloud; it looks like https://accounts.example.org/identity/v2.0',
    { authUrl },
    cause === undefined ? undefined : { cause },
  )
}

/** What is wrong with the URL, if it is the URL that is wrong. */
function notSynnefo(error: unknown): string | undefined {
  if (ParseError.isInstance(error)) {
    return /html/i.test(error.contentType ?? '') ? `returned a web page (${error.status})` : undefined
  }
  if (!ApiError.isInstance(error)) return undefined
  const { status, fault, message } = error
  if (fault === 'redirect') return `returned ${message.replace(/ \([^()]*\)$/, '')}`
  if (status >= 300 && status < 400 && status !== 304) return `returned ${status}`
  // Synnefo's word for a path that it does not know.
  if (fault === 'badRequest' && /API endpoint not found/i.test(message))
    return 'is a path that this Synnefo does not know'
  if (fault !== undefined) return undefined
  return status === 404 || status === 405 || status === 403
    ? `returned ${status} without a fault of Synnefo`
    : undefined
}

/** A URL that ends with the path of the call, as API guides write it. */
function belowTokens(http: Http, error: unknown): string | undefined {
  const isBelow = ApiError.isInstance(error) && error.status === 405 && http.endpointUrl.endsWith('/tokens')
  return isBelow ? 'returned 405. Remove /tokens from the URL' : undefined
}

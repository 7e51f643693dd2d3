import { ApiError, type CallOptions, KamakiError, ParseError } from '@kamaki/core'
import { type Http, markError } from '@kamaki/core/toolkit'

/** What answers at AUTHENTICATION_URL is not the identity service of a Synnefo cloud. */
export class AuthenticationUrlError extends KamakiError {
  static {
    markError(AuthenticationUrlError, 'AuthenticationUrlError')
  }

  /** The URL that was tried, version included. */
  readonly authenticationUrl: string

  constructor(message: string, fields: { authenticationUrl: string }, options?: ErrorOptions) {
    super(message, options)
    this.authenticationUrl = fields.authenticationUrl
  }
}

/** `POST /tokens` of whatever is at the URL; what is no Synnefo is told from a Synnefo that refuses. */
export async function authenticationCall<T extends { serviceCatalog?: unknown }>(
  http: Http,
  options: CallOptions,
): Promise<T> {
  const answer = await http
    .json<{ access?: T } | null>('POST', 'tokens', { ...options, idempotent: true })
    .catch((error: unknown) => {
      const what = belowTokens(http, error) ?? notSynnefo(error)
      throw what === undefined ? error : urlError(http, what, error)
    })
  const access = answer?.access
  if (!Array.isArray(access?.serviceCatalog)) throw urlError(http, 'answered JSON, but no service catalog')
  return access
}

function urlError(http: Http, what: string, cause?: unknown): AuthenticationUrlError {
  const authenticationUrl = http.endpointUrl
  return new AuthenticationUrlError(
    `${authenticationUrl} is not the identity service of a Synnefo cloud: POST ${authenticationUrl}/tokens ${what}. ` +
      'Copy AUTHENTICATION_URL from the API access page of the cloud; it is like https://accounts.example.org/identity/v2.0',
    { authenticationUrl },
    cause === undefined ? undefined : { cause },
  )
}

/** What is wrong with the URL, if it is the URL that is wrong. */
function notSynnefo(error: unknown): string | undefined {
  if (ParseError.isInstance(error)) {
    return /html/i.test(error.contentType ?? '') ? `answered ${error.status} with a web page` : undefined
  }
  if (!ApiError.isInstance(error)) return undefined
  const { status, fault, message } = error
  if (fault === 'redirect') return `answered ${message.replace(/ \([^()]*\)$/, '')}`
  if (status >= 300 && status < 400 && status !== 304) return `answered ${status}`
  // Synnefo's word for a path that it does not know.
  if (fault === 'badRequest' && /API endpoint not found/i.test(message))
    return 'is a path that this Synnefo does not know'
  if (fault !== undefined) return undefined
  return status === 404 || status === 405 || status === 403
    ? `answered ${status}, not in the way of Synnefo`
    : undefined
}

/** A URL that ends with the path of the call, as API guides write it. */
function belowTokens(http: Http, error: unknown): string | undefined {
  const isBelow = ApiError.isInstance(error) && error.status === 405 && http.endpointUrl.endsWith('/tokens')
  return isBelow ? 'answered 405: leave /tokens out of the URL' : undefined
}

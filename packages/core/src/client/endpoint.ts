import { InvalidArgumentError } from '../errors/client-errors.ts'
import { formatValue } from '../validate/invalid-argument.ts'

/** How messages refer to the URL of a service. */
export interface UrlWording {
  /** `endpoint URL`, for example. */
  readonly noun: string
  readonly example: string
  readonly parameter: string
}

export const endpointWording: UrlWording = {
  noun: 'endpoint URL',
  example: 'https://cyclades.example.org/compute/v2.0',
  parameter: 'endpointUrl',
}

/** An endpoint URL, checked, without trailing slashes. The default version is appended if it has none. */
export function endpointOf(
  endpointUrl: string | URL,
  service: { readonly defaultVersion: string | undefined; readonly urlWording: UrlWording },
): string {
  const { defaultVersion, urlWording: wording } = service
  const reject = (problem: string): never => {
    throw new InvalidArgumentError(`${problem}. Pass a URL such as '${wording.example}'`, {
      parameter: wording.parameter,
    })
  }
  // An object with an href: URL objects of other realms too.
  const given = (endpointUrl as URL | undefined)?.href ?? endpointUrl
  if (given !== undefined && given !== null && typeof given !== 'string')
    return reject(`The ${wording.noun} must be a string or a URL; got ${formatValue(given)}`)
  const value = (given ?? '').trim()
  if (value === '') return reject(`The ${wording.noun} is empty (is an environment variable unset?)`)
  if (!/^https?:\/\//i.test(value)) return reject(notUrl(value, wording))
  if (!URL.canParse(value)) return reject(`${quoted(value, wording)} is not a valid URL`)
  const url = new URL(value)
  if (url.username !== '' || url.password !== '')
    return reject(`The ${wording.noun} must not contain a user name or password`)
  if (url.search !== '' || url.hash !== '')
    return reject(`The ${wording.noun} must not have a query or fragment: use ${url.origin}${url.pathname}`)
  const base = (url.origin + url.pathname).replace(/\/+$/, '')
  if (defaultVersion === undefined || url.pathname.split('/').some((segment) => /^v\d+(?:\.\d+)*$/.test(segment)))
    return base
  return `${base}/${defaultVersion.replace(/^\/+|\/+$/g, '')}`
}

/** The problem with a string that does not start like a URL. A possible token is not quoted. */
function notUrl(value: string, wording: UrlWording): string {
  if (!/[.:]/.test(value) || (value.length > 80 && !value.includes('/')))
    return `Expected a URL but got a ${value.length}-character string. Did you pass the token first? The order is (${wording.noun}, token)`
  return `${quoted(value, wording)} is not a valid URL: it must start with https:// or http://`
}

/** A value that may have a password before its `@` is not quoted. */
function quoted(value: string, { noun }: UrlWording): string {
  return value.includes('@') ? `The ${noun}` : formatValue(value)
}

/** The URL of a service without its version, where it lists its versions. */
export function serviceRoot(endpointUrl: string): string {
  return endpointUrl.replace(/\/v\d+(?:\.\d+)*$/, '')
}

import { InvalidArgumentError } from '../errors/client-errors.ts'

/** What messages say of a service's URL. */
export interface UrlWording {
  /** What its users call it. */
  readonly noun: string
  readonly example: string
  readonly parameter: string
}

export const endpointWording: UrlWording = {
  noun: 'endpoint URL',
  example: 'https://cyclades.example.org/compute/v2.0',
  parameter: 'endpointUrl',
}

/** An endpoint's URL without trailing slashes, with a version: the default one is appended where there is none. */
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
  const text = String(endpointUrl ?? '').trim()
  if (text === '') return reject(`The ${wording.noun} is empty (is an environment variable unset?)`)
  if (!/^https?:\/\//i.test(text)) return reject(notUrl(text, wording))
  if (!URL.canParse(text)) return reject(`${JSON.stringify(text)} is not a valid URL`)
  const url = new URL(text)
  if (url.username !== '' || url.password !== '')
    return reject(`The ${wording.noun} must not hold a user name or password`)
  if (url.search !== '' || url.hash !== '')
    return reject(`The ${wording.noun} must end with its path: ${url.origin}${url.pathname}`)
  const base = (url.origin + url.pathname).replace(/\/+$/, '')
  if (defaultVersion === undefined || url.pathname.split('/').some((segment) => /^v\d+(?:\.\d+)*$/.test(segment)))
    return base
  return `${base}/${defaultVersion.replace(/^\/+|\/+$/g, '')}`
}

/** What is wrong with a string that does not begin like a URL. One that may be a token is not quoted. */
function notUrl(text: string, { noun }: UrlWording): string {
  if (!/[.:]/.test(text))
    return `Expected a URL but got a ${text.length}-character string. Did you pass the token first? The order is (${noun}, token)`
  return `${JSON.stringify(text)} is not a valid URL: it must start with https:// or http://`
}

/** The URL of a service without its version: where it lists its versions. */
export function serviceRoot(endpointUrl: string): string {
  return endpointUrl.replace(/\/v\d+(?:\.\d+)*$/, '')
}

import { InvalidArgumentError } from '../errors/client-errors.ts'

/** What errors say of a service's URL. */
interface Wording {
  /** What its users call it. */
  readonly noun: string
  readonly example: string
  readonly parameter: string
}

const endpointWording: Wording = {
  noun: 'endpoint URL',
  example: 'https://cyclades.example.org/compute/v2.0',
  parameter: 'endpointUrl',
}

const authenticationWording: Wording = {
  noun: 'authentication URL',
  example: 'https://accounts.example.org/identity/v2.0',
  parameter: 'authenticationUrl',
}

/** An endpoint's URL without trailing slashes, with a version: the default one is appended where there is none. */
export function endpointOf(
  endpointUrl: string | URL,
  service: { readonly serviceType: string; readonly defaultVersion: string | undefined },
): string {
  const { defaultVersion } = service
  const wording = service.serviceType === 'identity' ? authenticationWording : endpointWording
  const refuse = (problem: string): never => {
    throw new InvalidArgumentError(`${problem}. Pass a URL such as '${wording.example}'`, {
      parameter: wording.parameter,
    })
  }
  const text = String(endpointUrl ?? '').trim()
  if (text === '') return refuse(`The ${wording.noun} is empty (is an environment variable unset?)`)
  if (!/^https?:\/\//i.test(text)) return refuse(noUrl(text, wording))
  if (!URL.canParse(text)) return refuse(`${JSON.stringify(text)} is no URL`)
  const url = new URL(text)
  if (url.username !== '' || url.password !== '')
    return refuse(`The ${wording.noun} must not hold a user name or password`)
  if (url.search !== '' || url.hash !== '')
    return refuse(`The ${wording.noun} must end with its path: ${url.origin}${url.pathname}`)
  const base = (url.origin + url.pathname).replace(/\/+$/, '')
  if (defaultVersion === undefined || url.pathname.split('/').some((segment) => /^v\d+(?:\.\d+)*$/.test(segment)))
    return base
  return `${base}/${defaultVersion.replace(/^\/+|\/+$/g, '')}`
}

/** What is wrong with a text that does not begin like a URL. One that may be a token is not quoted. */
function noUrl(text: string, { noun }: Wording): string {
  if (!/[.:]/.test(text))
    return `The ${noun} is no URL, but ${text.length} other characters (is it the token? The URL comes first, then the token)`
  return `${JSON.stringify(text)} is no URL: it has to begin with https:// or http://`
}

import { InvalidArgumentError } from './errors/invalid-argument-error.ts'

/** An endpoint's URL without trailing slashes, with a version: the default one is appended where there is none. */
export function endpointOf(endpointUrl: string | URL, defaultVersion: string | undefined): string {
  const text = String(endpointUrl ?? '').trim()
  if (!URL.canParse(text))
    return refuse(text === '' ? 'The endpoint URL is empty' : `${JSON.stringify(text)} is no URL`)
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return refuse(`${JSON.stringify(text)} is no http or https URL`)
  if (url.username !== '' || url.password !== '')
    return refuse('The endpoint URL must not hold a user name or password')
  if (url.search !== '' || url.hash !== '')
    return refuse(`The endpoint URL must end with its path: ${url.origin}${url.pathname}`)
  const base = (url.origin + url.pathname).replace(/\/+$/, '')
  if (defaultVersion === undefined || url.pathname.split('/').some((segment) => /^v\d+(?:\.\d+)*$/.test(segment)))
    return base
  return `${base}/${defaultVersion.replace(/^\/+|\/+$/g, '')}`
}

function refuse(why: string): never {
  throw new InvalidArgumentError(`${why}. Pass a URL such as 'https://cyclades.example.org/compute/v2.0'`, {
    parameter: 'endpointUrl',
  })
}

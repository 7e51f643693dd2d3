import { encodeHeaderValue, refuse, shown } from '@kamaki/core'

/** Where the file of an image is, in Pithos. */
export interface ImageLocation {
  /** Uuid of the account. */
  readonly account: string
  readonly container: string
  /** Name of the object; it may have slashes. */
  readonly object: string
}

/**
 * A location as the registry wants it: `pithos://account/container/object` with its parts percent-encoded. Text is taken as it would
 * be written by hand, not encoded yet.
 *
 * @throws {InvalidArgumentError} for anything that is no location of an object in Pithos.
 */
export function locationUrl(
  location: string | ImageLocation | readonly [string, string, string],
  parameter: string,
): string {
  const { account, container, object } = parts(location, parameter)
  for (const [name, value] of Object.entries({ account, container, object }))
    if (typeof value !== 'string' || value === '') refuse(parameter, `must have an ${name} that is not empty`)
  for (const [name, value] of Object.entries({ account, container }))
    if (value.includes('/')) refuse(parameter, `must have an ${name} without slashes; got ${shown(value)}`)
  return `pithos://${[account, container, object].map(encodeHeaderValue).join('/')}`
}

function parts(location: string | ImageLocation | readonly [string, string, string], parameter: string): ImageLocation {
  if (typeof location === 'string') {
    const found = /^pithos:\/\/([^/]*)\/([^/]*)\/([\s\S]*)$/.exec(location)
    if (!found) refuse(parameter, `must be like "pithos://<account>/<container>/<object>"; got ${shown(location)}`)
    const [, account = '', container = '', object = ''] = found
    return { account, container, object }
  }
  if (Array.isArray(location)) {
    const [account, container, object, ...more] = location as readonly string[]
    if (more.length > 0) refuse(parameter, 'must be a list of three: account, container, object')
    return { account: account ?? '', container: container ?? '', object: object ?? '' }
  }
  if (typeof location !== 'object' || location === null) refuse(parameter, `is missing; got ${shown(location)}`)
  return location as ImageLocation
}

/**
 * The parts of a location as the registry gives it (percent-encoded).
 * @throws {InvalidArgumentError} for anything else.
 */
export function parseLocation(url: string): ImageLocation {
  const { account, container, object } = parts(url, 'url')
  try {
    return {
      account: decodeURIComponent(account),
      container: decodeURIComponent(container),
      object: decodeURIComponent(object),
    }
  } catch {
    return refuse('url', `is no valid percent-encoding: ${shown(url)}`)
  }
}

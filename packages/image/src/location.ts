import { encodeHeaderValue, formatValue, rejectArgument } from '@kamaki/core/toolkit'
import type { ImageFile, ImageLocation } from './image-types.ts'

/**
 * A location as the registry wants it: `pithos://account/container/object` with its parts percent-encoded. A string is taken as it would
 * be written by hand, not encoded yet.
 *
 * @throws {InvalidArgumentError} for anything that is not the location of an object in Pithos.
 */
export function locationUrl(
  location: string | ImageFile | ImageLocation | readonly [string, string, string],
  parameter: string,
): string {
  const { account, container, object } = parts(location, parameter)
  for (const [name, value] of Object.entries({ account, container, object }))
    if (typeof value !== 'string' || value === '') rejectArgument(parameter, `must have a non-empty ${name}`)
  for (const [name, value] of Object.entries({ account, container }))
    if (value.includes('/')) rejectArgument(parameter, `must have no slash in its ${name}; got ${formatValue(value)}`)
  return `pithos://${[account, container, object].map(encodeHeaderValue).join('/')}`
}

function parts(
  location: string | ImageFile | ImageLocation | readonly [string, string, string],
  parameter: string,
): ImageLocation {
  if (typeof location === 'string') {
    const found = /^pithos:\/\/([^/]*)\/([^/]*)\/([\s\S]*)$/.exec(location)
    if (!found)
      rejectArgument(parameter, `must be like "pithos://<account>/<container>/<object>"; got ${formatValue(location)}`)
    const [, account = '', container = '', object = ''] = found
    return { account, container, object }
  }
  if (Array.isArray(location)) {
    const [account, container, object, ...more] = location as readonly string[]
    if (more.length > 0) rejectArgument(parameter, 'must be an array of three: account, container, object')
    return { account: account ?? '', container: container ?? '', object: object ?? '' }
  }
  if (typeof location !== 'object' || location === null)
    rejectArgument(parameter, `must be a string, an object or an array of three; got ${formatValue(location)}`)
  if ('object' in location) return location as ImageLocation
  // A handle of an object in Pithos.
  const { account, container, name } = location as ImageFile
  return { account, container, object: name }
}

/**
 * The parts of a location as the registry returns it (percent-encoded).
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
    return rejectArgument('url', `is not validly percent-encoded: ${formatValue(url)}`)
  }
}

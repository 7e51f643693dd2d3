import type { Path, Query } from '@kamaki/core'
import { encodedPath, rejectArgument, requireString } from '@kamaki/core/toolkit'
import { percentEncode, rejectLineBreaks } from './percent-encoding.ts'

function checkName(name: string, parameter: string, maxLength: number): string {
  requireString(name, parameter, { maxLength })
  // The server's routes match no line feed, and its database no zero byte.
  if (/[\n\0]/.test(name)) rejectArgument(parameter, 'must not contain a line feed or a zero byte')
  return name
}

/** Checks an account identifier (a user's uuid). */
export function checkAccountId(id: string): string {
  checkName(id, 'account', 256)
  if (id.includes('/') || id === '.' || id === '..')
    rejectArgument('account', 'must be one path segment: the uuid of a user')
  return id
}

/** Checks a container name: 1 to 256 characters, no slash but a leading one. */
export function checkContainerName(name: string): string {
  checkName(name, 'container', 256)
  if (name === '/') rejectArgument('container', 'must not be a slash alone')
  if (name.indexOf('/', 1) !== -1)
    rejectArgument('container', 'must not contain a slash: use .container(name).object(path)')
  return name
}

/** Checks an object name: 1 to 1024 characters, any but line feed and zero byte. Slashes and dot segments are kept as they are. */
export function checkObjectName(name: string): string {
  return checkName(name, 'object', 1024)
}

/**
 * Checks the name of something that is about to be created. With a carriage return it could be created, but its content never be read:
 * the server puts the name into a header. What has such a name can be looked at, copied, moved and deleted.
 */
export function checkNewName(name: string, parameter: 'container' | 'object'): void {
  rejectLineBreaks(name, parameter)
}

/**
 * Percent-encoded path of a name below a path. URL parsers collapse `.` and `..`, encoded or not, so the slash before such a segment is
 * sent as `%2F`, which the server decodes: the name arrives as it was given. Other slashes, `//` too, stay as they are.
 */
export function pathBelow(parent: Path, name: string, parameter: string): Path {
  const parts = name
    .split('/')
    .map((part) => (part === '.' || part === '..' ? '%2F' : '/') + percentEncode(part, parameter))
  return encodedPath(parent + parts.join(''))
}

/** `/container/object` as headers name a source or a destination, percent-encoded. */
export function headerPath(container: string, object: string): string {
  const path = `${checkContainerName(container)}/${checkObjectName(object)}`
  return `/${path
    .split('/')
    .map((part) => percentEncode(part, 'object'))
    .join('/')}`
}

/** A name that ends so would make the server respond in that format: the query settles it. */
export function formatQuery(name: string): Query {
  return /\.(json|xml)$/i.test(name) ? { format: 'json' } : {}
}

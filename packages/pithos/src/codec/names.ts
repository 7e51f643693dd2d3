import type { Path } from '@kamaki/core'
import { encodedPath, formatValue, rejectArgument } from '@kamaki/core/toolkit'
import { invalid } from '../invalid.ts'

function encodePart(text: string, parameter: string): string {
  try {
    return encodeURIComponent(text)
  } catch {
    throw invalid(parameter, `${parameter} holds half of a surrogate pair, which no cloud can store`)
  }
}

function refuseUnroutable(text: string, parameter: string): void {
  // The server's routes match no line feed, and its database no NUL.
  if (/[\n\0]/.test(text)) throw invalid(parameter, `${parameter} may hold neither a line feed nor a NUL`)
}

function requireName(name: string, parameter: string): void {
  if (typeof name !== 'string') rejectArgument(parameter, `must be named by text; got ${formatValue(name)}`)
}

const codePoints = (text: string): number => [...text].length

/** Checks an account identifier (a user's uuid). */
export function checkAccount(account: string): string {
  requireName(account, 'account')
  if (account === '') throw invalid('account', 'account must not be empty')
  refuseUnroutable(account, 'account')
  if (codePoints(account) > 256) throw invalid('account', 'account may have at most 256 characters')
  if (account.includes('/') || account === '.' || account === '..') {
    throw invalid('account', 'account must be one path segment: the uuid of a user')
  }
  return account
}

/** Checks a container name: 1 to 256 characters, no slash but a leading one. */
export function checkContainerName(name: string): string {
  requireName(name, 'container')
  if (name === '' || name === '/') throw invalid('container', 'the name of a container must not be empty')
  refuseUnroutable(name, 'container')
  if (name.indexOf('/', 1) !== -1) {
    throw invalid('container', 'the name of a container may hold no slash: use .container(name).object(path)')
  }
  if (codePoints(name) > 256) throw invalid('container', 'the name of a container may have at most 256 characters')
  return name
}

/** Checks an object name: 1 to 1024 characters, any but line feed and NUL. Slashes and dot segments are kept as they are. */
export function checkObjectName(name: string): string {
  requireName(name, 'object')
  if (name === '') throw invalid('object', 'the name of an object must not be empty')
  refuseUnroutable(name, 'object')
  if (codePoints(name) > 1024) throw invalid('object', 'the name of an object may have at most 1024 characters')
  return name
}

/**
 * Percent-encoded path of an account, container or object. URL parsers collapse `.` and `..`, encoded or not, so the
 * slash before such a segment travels as `%2F`, which the server decodes: the name arrives as it was given. Other
 * slashes, `//` too, stay as they are.
 */
export function storagePath(account: string, container?: string, object?: string): Path {
  const parts = [checkAccount(account)]
  if (container !== undefined) parts.push(...checkContainerName(container).split('/'))
  if (object !== undefined) parts.push(...checkObjectName(object).split('/'))
  let text = ''
  parts.forEach((part, index) => {
    const parameter = index === 0 ? 'account' : object === undefined ? 'container' : 'object'
    const separator = index === 0 ? '' : part === '.' || part === '..' ? '%2F' : '/'
    text += separator + encodePart(part, parameter)
  })
  return encodedPath(text)
}

/** `/container/object` as headers name a source or a destination, percent-encoded. */
export function headerPath(container: string, object: string): string {
  const path = `${checkContainerName(container)}/${checkObjectName(object)}`
  return `/${path
    .split('/')
    .map((part) => encodePart(part, 'object'))
    .join('/')}`
}

import { formatValue, rejectArgument, requireBoolean, requireOneOf, requireString } from '@kamaki/core/toolkit'
import type { ImageChanges } from './image-types.ts'

const DISK_FORMATS: readonly string[] = ['diskdump', 'extdump', 'ntfsdump']
const CONTAINER_FORMATS: readonly string[] = ['aki', 'ari', 'ami', 'bare', 'ovf']

/** The longest string that the registry stores, in characters. */
const maxLength = 256

/** A string that the registry can store. */
export function checkValue(value: string, parameter: string): string {
  return requireString(value, parameter, { maxLength, allowEmpty: true })
}

/** A name of an image, which may not be empty. */
export function checkName(name: string, parameter: string): string {
  return requireString(name, parameter, { maxLength })
}

/** What an image is like and who sees it, where it is given. */
export function checkFormats(image: ImageChanges): Pick<ImageChanges, 'diskFormat' | 'containerFormat' | 'isPublic'> {
  const { diskFormat, containerFormat, isPublic } = image
  if (diskFormat !== undefined) requireOneOf(diskFormat, DISK_FORMATS, 'diskFormat')
  if (containerFormat !== undefined) requireOneOf(containerFormat, CONTAINER_FORMATS, 'containerFormat')
  if (isPublic !== undefined) requireBoolean(isPublic, 'isPublic')
  return { diskFormat, containerFormat, isPublic }
}

/** A user in a path: the registry routes letters, digits and `@ . _ -` only, so groups and `*` can be named in `members.replace` alone. */
export function checkUser(userId: string, parameter: string): string {
  if (typeof userId !== 'string' || userId === '')
    rejectArgument(parameter, `must be the uuid of a user; got ${formatValue(userId)}`)
  if (!/^[\p{L}\p{N}_@.-]+$/u.test(userId))
    rejectArgument(parameter, `must contain only letters, digits and "@._-"; got ${formatValue(userId)}`)
  return userId
}

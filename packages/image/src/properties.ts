import { formatValue, rejectArgument, requireString } from '@kamaki/core/toolkit'
import { checkValue } from './checks.ts'
import type { Properties } from './image-types.ts'

/** The longest name that fits: the registry stores it with a prefix of its own. */
const MAX_NAME = 93

/** A name as the registry keeps it: in lower case, punctuation as underscores. `Root-Partition` and `root.partition` are one property. */
export function propertyName(name: string): string {
  return requireString(name, 'name', { allowEmpty: true })
    .replace(/[!-/:-@[-`{-~]/g, '_')
    .toLowerCase()
}

/**
 * Properties that can be sent; their names as the registry keeps them.
 * @throws {InvalidArgumentError} for names or values that are too long, values that are not strings, and two names for one property.
 */
export function checkProperties(properties: Properties, parameter: string): Record<string, string> {
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties))
    rejectArgument(parameter, `must be an object with string values; got ${formatValue(properties)}`)
  const checked: Record<string, string> = {}
  for (const [given, value] of Object.entries(properties)) {
    const name = propertyName(given)
    const at = `${parameter}.${given}`
    if (name === '') rejectArgument(parameter, 'must not have an empty name')
    if ([...name].length > MAX_NAME) rejectArgument(at, `must have a name of at most ${MAX_NAME} characters`)
    if (Object.hasOwn(checked, name))
      rejectArgument(at, `is the same property as another name given: the registry keeps both as ${name}`)
    checked[name] = checkValue(value, at)
  }
  return checked
}

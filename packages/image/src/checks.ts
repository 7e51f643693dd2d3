import { requireText } from '@kamaki/core/toolkit'

/** The longest text that the registry stores, in characters. */
const maxLength = 256

/** Text that the registry can store. */
export function checkValue(value: string, parameter: string): string {
  return requireText(value, parameter, { maxLength, mayBeEmpty: true })
}

/** A name of an image, which may not be empty. */
export function checkName(name: string, parameter: string): string {
  return requireText(name, parameter, { maxLength })
}

import { percentEncode, requireString } from '@kamaki/core/toolkit'

/** Exactly this: Astakos rejects the `;charset=UTF-8` that fetch adds to a URLSearchParams body. */
export const FORM = 'application/x-www-form-urlencoded'

/** Fields as in a form, or a query. Undefined ones are omitted. @throws {InvalidArgumentError} for what is not a valid string. */
export function encodeForm(fields: Record<string, string | undefined>): string {
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue
    // URLSearchParams would send another character for what is not valid Unicode.
    percentEncode(requireString(value, name, { allowEmpty: true }), name)
    form.append(name, value)
  }
  return form.toString()
}

/** A form as bytes, so that fetch adds no content type of its own. */
export function formBody(fields: Record<string, string | undefined>): Uint8Array {
  return new TextEncoder().encode(encodeForm(fields))
}

/** Exactly this: Astakos rejects the `;charset=UTF-8` that fetch adds to a URLSearchParams body. */
export const FORM = 'application/x-www-form-urlencoded'

/** A form as bytes, so that fetch adds no content type of its own. Undefined fields are omitted. */
export function formBody(fields: Record<string, string | undefined>): Uint8Array {
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) form.append(name, value)
  }
  return new TextEncoder().encode(form.toString())
}

import type { Contents } from './new-server-types.ts'

/**
 * Base64 without line breaks, as in `personality` and `user_data`. A string is encoded as UTF-8 first, so that it may be in
 * any script.
 */
export function toBase64(contents: Contents): string {
  const bytes =
    typeof contents === 'string'
      ? new TextEncoder().encode(contents)
      : contents instanceof Uint8Array
        ? contents
        : new Uint8Array(contents)
  let binary = ''
  // In pieces: the number of arguments of a call is limited.
  for (let at = 0; at < bytes.length; at += 0x2000) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x2000))
  }
  return btoa(binary)
}

/** What can be put in a server at creation: text, which travels as UTF-8, or bytes. */
export type Contents = string | Uint8Array | ArrayBuffer

/**
 * Base64 without line breaks, as `personality` and `user_data` want it. Text is encoded as UTF-8 first, so that
 * it may be in any script.
 */
export function toBase64(contents: Contents): string {
  const bytes =
    typeof contents === 'string'
      ? new TextEncoder().encode(contents)
      : contents instanceof Uint8Array
        ? contents
        : new Uint8Array(contents)
  let binary = ''
  // In pieces: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 0x2000) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x2000))
  }
  return btoa(binary)
}

/** Django's `urllib.quote(text, safe)`: percent-encoded UTF-8, letters, digits and `_.-` kept. */
export function pythonQuote(text: string, safe = '/'): string {
  let out = ''
  for (const byte of new TextEncoder().encode(text)) {
    const char = String.fromCharCode(byte)
    out +=
      /[A-Za-z0-9_.-]/.test(char) || safe.includes(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return out
}

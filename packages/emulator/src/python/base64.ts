const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/**
 * Python 2's `b64decode`: what is not of the alphabet is skipped, what follows the padding is not looked at.
 * Undefined where it raises: padding is missing, or the string is not ASCII.
 */
export function pythonBase64(text: string): Uint8Array | undefined {
  const out = new Uint8Array(Math.ceil((text.length * 3) / 4))
  let length = 0
  let bits = 0
  let left = 0
  let place = 0
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i)
    if (char > '\u007f') return undefined
    if (char === '=') {
      if (place < 2 || (place === 2 && nextValid(text, i + 1) !== '=')) continue
      left = 0
      break
    }
    const digit = ALPHABET.indexOf(char)
    if (digit < 0) continue
    place = (place + 1) & 3
    bits = ((bits << 6) | digit) & 0xffff
    left += 6
    if (left >= 8) {
      left -= 8
      out[length++] = (bits >> left) & 0xff
    }
  }
  return left === 0 ? out.subarray(0, length) : undefined
}

function nextValid(text: string, from: number): string | undefined {
  for (let i = from; i < text.length; i++) {
    const char = text.charAt(i)
    if (char === '=' || ALPHABET.includes(char)) return char
  }
  return undefined
}

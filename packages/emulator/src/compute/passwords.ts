import type { Random } from '../base/random.ts'

const LOWER = 'abcdefghijklmnopqrstuvwxyz'
const DIGITS = '0123456789'
const UPPER = LOWER.toUpperCase()
const LENGTH = 10

/** A password that the server itself would accept. */
export function newPassword(random: Random): string {
  const rest = random.text(LENGTH + 2 - 3)
  return random.text(1, UPPER) + random.text(1, LOWER) + random.text(1, DIGITS) + rest
}

export function isStrong(password: string): boolean {
  return password.length >= LENGTH && /[a-z]/.test(password) && /[A-Z]/.test(password) && /[0-9]/.test(password)
}

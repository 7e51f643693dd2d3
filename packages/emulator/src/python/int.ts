export { pythonText } from './repr.ts'

/** Python's `int(value)`: undefined where it raises. */
export function pythonInt(value: unknown): number | undefined {
  if (typeof value === 'boolean' || typeof value === 'bigint') return Number(value)
  if (typeof value === 'number') return Number.isFinite(value) ? Math.trunc(value) : undefined
  if (typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value)) return Number(value)
  return undefined
}

/** How many characters Python counts. */
export function pythonLength(text: string): number {
  let length = 0
  for (const _ of text) length++
  return length
}

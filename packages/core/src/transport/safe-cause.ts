import { redact } from '../observe/redact.ts'

/**
 * Copies an error and its causes with only their names, messages, stacks and codes, secrets masked. The errors that a fetch throws may
 * hold requests, and with them tokens.
 */
export function safeCause(error: unknown, secrets: Iterable<string>, depth = 0): unknown {
  if (!(error instanceof Error)) return typeof error === 'string' ? redact(error, secrets) : undefined
  const copy = new Error(redact(error.message, secrets))
  define(copy, 'name', error.name)
  define(copy, 'stack', redact(error.stack ?? '', secrets))
  for (const key of ['code', 'errno', 'syscall', 'hostname', 'address', 'port'] as const) {
    const value: unknown = Reflect.get(error, key)
    if (typeof value === 'string') Reflect.set(copy, key, redact(value, secrets))
    else if (typeof value === 'number') Reflect.set(copy, key, value)
  }
  if (error.cause !== undefined && depth < 5) define(copy, 'cause', safeCause(error.cause, secrets, depth + 1))
  return copy
}

function define(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, configurable: true, writable: true, enumerable: false })
}

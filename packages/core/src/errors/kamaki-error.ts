const prefix = '@kamaki/core/error/'

/** Gives every instance of a class a mark that is the same symbol in each copy of this package. */
export function mark(prototype: object, name: string): void {
  Object.defineProperty(prototype, Symbol.for(prefix + name), { value: true })
  Object.defineProperty(prototype, 'name', { value: name, configurable: true, writable: true })
}

/** Whether a value carries the mark of the class with this name, from whichever copy of the package it came. */
export function isMarked(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && Reflect.get(value, Symbol.for(prefix + name)) === true
}

/**
 * The parent of all errors that the `@kamaki` packages throw. The one thing that is thrown and is none of these is the
 * caller's own `signal.reason`.
 *
 * `isInstance` of each class also holds where two copies of the package are installed; `instanceof` does not.
 */
export class KamakiError extends Error {
  static {
    mark(KamakiError.prototype, 'KamakiError')
  }

  static isInstance(value: unknown): value is KamakiError {
    return isMarked(value, 'KamakiError')
  }

  /** What `JSON.stringify` shows: the name, the message and the public fields; neither stack nor cause. */
  toJSON(): Record<string, unknown> {
    return { ...Object.fromEntries(Object.entries(this)), name: this.name, message: this.message }
  }
}

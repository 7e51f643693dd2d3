const prefix = '@kamaki/core/error/'

/**
 * Names an error class and marks its instances with a symbol that is the same in each copy of this package, so that the class's
 * `isInstance` knows them all. Every subclass of KamakiError calls it once: `static { markError(MyError, 'MyError') }`.
 */
export function markError(Class: { readonly prototype: KamakiError }, name: string): void {
  const symbol = Symbol.for(prefix + name)
  Object.defineProperty(Class.prototype, symbol, { value: true })
  Object.defineProperty(Class.prototype, 'name', { value: name, configurable: true, writable: true })
  // A property of the class itself, so that the guard also works where it is passed on as a function.
  Object.defineProperty(Class, 'isInstance', {
    value(this: unknown, value: unknown): boolean {
      // A subclass without a mark of its own inherits this guard, and means itself.
      if (typeof this === 'function' && this !== Class) return value instanceof this
      return typeof value === 'object' && value !== null && Reflect.get(value, symbol) === true
    },
    configurable: true,
    writable: true,
  })
}

/**
 * The parent of all errors that the `@kamaki` packages throw. The only other things thrown are the caller's own `signal.reason` and
 * what a caller's own function throws.
 */
export class KamakiError extends Error {
  static {
    markError(KamakiError, 'KamakiError')
  }

  /** Whether a value is an error of this class. Also holds where two copies of the package are installed; `instanceof` does not. */
  static isInstance<E>(this: abstract new (...args: never[]) => E, value: unknown): value is E {
    // biome-ignore lint/complexity/noThisInStatic: each class has a guard of its own by markError; this one is for a class that lacks it
    return value instanceof this
  }

  /** What `JSON.stringify` shows: the name, the message and the public fields; neither stack nor cause. */
  toJSON(): Record<string, unknown> {
    return { ...Object.fromEntries(Object.entries(this)), name: this.name, message: this.message }
  }
}

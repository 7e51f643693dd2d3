import { deepenStacks, showCaller } from './caller-stack.ts'

const prefix = '@kamaki/core/error/'

/**
 * Names an error class and marks its instances with a symbol that all copies of this package share, so that the class's `isInstance`
 * recognizes them all. Every subclass of KamakiError calls it once: `static { markError(MyError, 'MyError') }`.
 */
export function markError(Class: { readonly prototype: KamakiError }, name: string): void {
  const symbol = Symbol.for(prefix + name)
  Object.defineProperty(Class.prototype, symbol, { value: true })
  Object.defineProperty(Class.prototype, 'name', { value: name, configurable: true, writable: true })
  // A property of the class itself, so that the guard also works when it is passed as a function.
  Object.defineProperty(Class, 'isInstance', {
    value(this: unknown, value: unknown): boolean {
      // Inherited by a subclass that has no mark of its own.
      if (typeof this === 'function' && this !== Class) return value instanceof this
      return typeof value === 'object' && value !== null && Reflect.get(value, symbol) === true
    },
    configurable: true,
    writable: true,
  })
}

/**
 * The base class of all errors that the `@kamaki` packages throw. Apart from these they throw only the caller's `signal.reason` and
 * what a caller's function throws. Their stack traces leave the insides of the packages out: they begin with the caller's line.
 */
export class KamakiError extends Error {
  static {
    markError(KamakiError, 'KamakiError')
  }

  constructor(message?: string, options?: ErrorOptions) {
    const restore = deepenStacks()
    super(message, options)
    restore()
    showCaller(this)
  }

  /** Whether a value is an error of this class. Unlike `instanceof`, it works across two copies of the package. */
  static isInstance<E>(this: abstract new (...args: never[]) => E, value: unknown): value is E {
    // biome-ignore lint/complexity/noThisInStatic: markError defines a guard on each class; this one is for a class without a mark
    return value instanceof this
  }

  /** For `JSON.stringify`: the name, the message and the public fields, without stack and cause. */
  toJSON(): Record<string, unknown> {
    return { ...Object.fromEntries(Object.entries(this)), name: this.name, message: this.message }
  }
}

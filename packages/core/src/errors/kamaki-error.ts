import { deepenStacks, showCaller } from './caller-stack.ts'

/** All copies of this package share it. */
const names = Symbol.for('@kamaki/core/error-names')

/** Type of `isInstance`. */
type Guard = <E>(this: abstract new (...args: never[]) => E, value: unknown) => value is E

/**
 * The base class of all errors that the `@kamaki` packages throw. Apart from these they throw only the caller's `signal.reason` and
 * what a caller's function throws. Their stack traces leave the insides of the packages out: they begin with the caller's line.
 */
export class KamakiError extends Error {
  /** The name of the class, which stays when a program is minified. Each class has its own: by it copies of a package know each other's. */
  static readonly errorName: string = 'KamakiError'

  constructor(message?: string, options?: ErrorOptions) {
    const restore = deepenStacks()
    super(message, options)
    restore()
    Object.defineProperty(this, names, { value: lineage(new.target) })
    showCaller(this)
  }

  /** Whether a value is an error of this class. Unlike `instanceof`, it works across two copies of the package. */
  static get isInstance(): Guard {
    // biome-ignore lint/complexity/noThisInStatic: the class that is asked
    return guardOf(this)
  }

  override get name(): string {
    return (this.constructor as typeof KamakiError).errorName
  }

  /** For `JSON.stringify`: the name, the message and the public fields, without stack and cause. */
  toJSON(): Record<string, unknown> {
    return { ...Object.fromEntries(Object.entries(this)), name: this.name, message: this.message }
  }
}

/** A function of its own, so that it also works when it is passed as one. */
function guardOf(Class: typeof KamakiError): Guard {
  // A class without a name of its own has that of its base class.
  const named = Object.hasOwn(Class, 'errorName')
  const isInstance = (value: unknown): boolean =>
    value instanceof Class || (named && namesOf(value).includes(Class.errorName))
  return isInstance as Guard
}

/** The names of an error's class and of those that it extends. */
function lineage(Class: typeof KamakiError | undefined): readonly string[] {
  return Class?.errorName === undefined ? [] : [Class.errorName, ...lineage(Object.getPrototypeOf(Class))]
}

function namesOf(value: unknown): readonly unknown[] {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, names) : undefined
  return Array.isArray(found) ? found : []
}

import { inspect } from 'node:util'
import { Client, KamakiError } from '@kamaki/core'
import { expect, it } from 'vitest'
import { mistaken } from './mistaken.ts'

const wrong = (): readonly unknown[] => [...mistaken(), 'http://odd.test/v1']

type Callable = (...args: unknown[]) => unknown

/**
 * Tests that what a package exports, functions and the constructors of its clients, fails with a KamakiError or not at all, whatever it is
 * passed: in each place of its arguments, and in each field of its options.
 *
 * @param fields names of fields of options, to be wrong one at a time.
 */
export function survivesWrongCalls(exports: object, fields: readonly string[] = []): void {
  const isClient = (value: Callable): boolean => (value as unknown) === Client || value.prototype instanceof Client
  const isClass = (value: Callable): boolean => /^class\b/.test(String(value))
  const all = Object.entries(exports) as [string, Callable][]
  const tested = all.filter(([, value]) => typeof value === 'function' && (isClient(value) || !isClass(value)))
  const before = [[], ['http://odd.test/v1'], ['http://odd.test/v1', 'token'], ['x'], [{}], [() => 1]]
  it.each(tested)('%s survives any argument', async (name, value) => {
    for (const first of before) {
      const options = fields.flatMap((field) => wrong().map((each) => ({ [field]: each })))
      for (const last of [...wrong(), ...options]) {
        const args = [...first, last]
        try {
          // What never settles is another matter.
          const result: unknown = isClient(value) ? Reflect.construct(value, args) : value(...args)
          if (result instanceof Promise) await Promise.race([result, new Promise((resolve) => setTimeout(resolve, 50))])
        } catch (error) {
          if (!KamakiError.isInstance(error)) expect.fail(`${name}(${inspect(args)}) threw ${inspect(error)}`)
        }
      }
    }
  })
}

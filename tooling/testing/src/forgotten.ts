import { inspect } from 'node:util'
import { InvalidArgumentError } from '@kamaki/core'
import { expect, it } from 'vitest'
import { wrongOptions } from './wrong-options.ts'

/** A call, the JSON body of the responses that it expects, and their status unless it is 200 (that of reads always is). */
export type HostileCall<C> = readonly [call: (client: C) => PromiseLike<unknown>, body: unknown, status?: number]

/** A call that was made of a method. */
interface Recorded {
  readonly owner: object
  readonly method: string
  readonly args: readonly unknown[]
}

/**
 * Tests that null, and a promise whose `await` was forgotten, are rejected in each place of each call, its options included: with an
 * InvalidArgumentError, and before anything is sent. So are options that cannot be followed.
 *
 * @param connect creates the clients, of a cloud that responds with `fetch`.
 * @param calls as of {@link survivesHostileResponses}: each is made once, to learn its arguments.
 */
export function rejectsNullAndPromises<C extends object>(
  connect: (fetch: typeof globalThis.fetch) => C,
  calls: Readonly<Record<string, HostileCall<C>>>,
): void {
  it.each(Object.entries(calls))('rejects null and promises as arguments of %s', async (name, [call, body]) => {
    const recorded: Recorded[] = []
    const respond = async (): Promise<Response> => Response.json(body)
    await Promise.resolve(call(recording(connect(respond), '', name, recorded) as C)).catch(() => undefined)
    const [made] = recorded
    if (made === undefined) return
    let requests = 0
    const fetch = (): Promise<Response> => {
      requests += 1
      return respond()
    }
    const isRejected = async (args: readonly unknown[], parameter?: string): Promise<void> => {
      const outcome = await (async () => Reflect.apply(method as () => unknown, owner, args))().then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      )
      const error = 'error' in outcome && requests === 0 ? outcome.error : undefined
      if (InvalidArgumentError.isInstance(error) && (parameter ?? error.parameter) === error.parameter) return
      expect.fail(`${name}(${args.map((each) => inspect(each))}) led to ${inspect(outcome)}`)
    }
    const path = name.split('.').slice(0, -1)
    const owner = path.reduce<object>((at, key) => Reflect.get(at, key), connect(fetch))
    const method: unknown = Reflect.get(owner, made.method)
    const places = Math.max(made.args.length, parametersOf(String(method)).length)
    for (let place = 0; place < places; place += 1) {
      for (const wrong of [null, Promise.resolve('x')]) {
        const args: unknown[] = Array.from({ length: Math.max(place + 1, made.args.length) }, (_, at) => made.args[at])
        args[place] = wrong
        await isRejected(args)
      }
    }
    const last = parametersOf(String(method)).findIndex((parameter) => /^options\b/.test(parameter))
    // What a client's constructor rejects is known once its endpoint is.
    const isChecked = last !== -1 && made.method !== 'client'
    for (const [wrong, parameter] of isChecked ? wrongOptions() : []) {
      const args: unknown[] = Array.from({ length: last }, (_, at) => made.args[at])
      const given = made.args[last]
      await isRejected([...args, typeof given === 'object' ? { ...given, ...wrong } : wrong], parameter)
    }
  })
}

/** The clients, which note the calls of the method with this name. */
function recording(target: object, path: string, name: string, into: Recorded[]): object {
  return new Proxy(target, {
    get(_target, key) {
      const value: unknown = Reflect.get(target, key)
      if (typeof key === 'symbol') return value
      const at = path === '' ? key : `${path}.${key}`
      if (typeof value === 'function') {
        return (...args: unknown[]): unknown => {
          if (at === name) into.push({ owner: target, method: key, args })
          return Reflect.apply(value, target, args)
        }
      }
      return typeof value === 'object' && value !== null && name.startsWith(`${at}.`)
        ? recording(value, at, name, into)
        : value
    },
  })
}

/** The parameters of a function as they are written, those with a default included. */
export function parametersOf(source: string): string[] {
  let depth = 0
  const found = ['']
  for (const character of source.slice(source.indexOf('('))) {
    if (')]}'.includes(character)) depth -= 1
    if (depth === 0 && character !== '(') break
    if (character === ',' && depth === 1) found.push('')
    else if (depth > 0) found.push(`${found.pop() ?? ''}${character}`)
    if ('([{'.includes(character)) depth += 1
  }
  return found.map((parameter) => parameter.trim()).filter((parameter) => parameter !== '')
}

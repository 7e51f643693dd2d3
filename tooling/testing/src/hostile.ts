import { inspect, isDeepStrictEqual } from 'node:util'
import { KamakiError, ParseError } from '@kamaki/core'
import { expect, it } from 'vitest'
import { type HostileCall, parametersOf, rejectsNullAndPromises } from './forgotten.ts'
import { mistaken } from './mistaken.ts'
import { wrongOptions } from './wrong-options.ts'

/** What all clients and resources have for their own use, and waits, which have tests of their own. */
const shared =
  /(?:^|\.)(?:request|send|unwrap|unwrapList|bare|bareList|listChangedSince|statusRules|pathOf|itemPath|post|put|action|listOf|wait\w+|createAndWait)$/

/** What may stand where something else belongs. */
const wrong: readonly unknown[] = [null, 7, -1.5, true, '', 'x', [], [null], ['x'], {}, { x: null }, [[]]]

/** What no call expects as a whole. */
const bodies: readonly string[] = [
  '',
  ' ',
  'null',
  '{',
  '"',
  '[',
  '{}}',
  'undefined',
  '<html><body>Log in</body></html>',
  '\u0000',
  '9'.repeat(10_000),
  `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
  `{"a":12345678901234567890,"b":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
  '{"__proto__":{"x":1},"constructor":null,"toString":7}',
]

/**
 * Tests that after any response a call returns something, if it usually does, or ends with a KamakiError, in time. Responses are odd
 * bodies, and the expected one with something else in each of its places. A ParseError has the URL. Says which methods have no call here.
 *
 * @param connect creates the clients, of a cloud that responds with `fetch`.
 * @param calls by the way from the clients to the method: `compute.servers.get`.
 * @param apart methods that read no body of a response.
 */
export function survivesHostileResponses<C extends object>(
  connect: (fetch: typeof globalThis.fetch) => C,
  calls: Readonly<Record<string, HostileCall<C>>>,
  apart: readonly (string | RegExp)[] = [],
): void {
  rejectsNullAndPromises(connect, calls)

  it.each(Object.entries(calls))('survives any response to %s', async (_name, [call, body, status]) => {
    let usual: unknown
    for (const text of [body, ...variants(body)].map((variant) => JSON.stringify(variant)).concat(bodies)) {
      let requests = 0
      const fetch: typeof globalThis.fetch = async (input, init) => {
        requests += 1
        if (requests > 50) throw new Error('It never stops sending requests')
        const { method, url } = input instanceof Request ? input : { method: init?.method ?? 'GET', url: input }
        if (!URL.canParse(url)) throw new Error(`It sends a request to ${url}`)
        const reads = /GET|HEAD/.test(method)
        const headers = { 'content-type': 'application/json' }
        return new Response(text, { headers, status: reads ? 200 : (status ?? 200) })
      }
      const outcome = await settled(() => call(connect(fetch)))
      usual ??= 'value' in outcome ? outcome : {}
      const right = 'value' in outcome ? isHarmless(outcome.value, usual) : isTyped(outcome.error)
      if (!right) expect.fail(`${text.slice(0, 300)} led to ${inspect(outcome)}`)
    }
  })

  it('leaves no method out', () => {
    const methods = methodsOf(connect(async () => Response.json({})))
    const left = methods.filter((name) => !Object.hasOwn(calls, name) && !isAmong([shared, ...apart], name))
    expect(left).toEqual([])
  })
}

/**
 * Tests that no argument of a wrong type lets a method of a client fail otherwise than with a KamakiError.
 *
 * @param apart methods for which this is not so.
 */
export function survivesWrongArguments(
  connect: (fetch: typeof globalThis.fetch) => object,
  apart: readonly (string | RegExp)[] = [],
): void {
  const client = connect(async () => Response.json({}))
  const names = methodsOf(client).filter((name) => !isAmong([shared, ...apart], name))
  it.each(names)('survives any argument of %s', async (name) => {
    const path = name.split('.')
    const method = path.pop() ?? ''
    const owner = path.reduce<object>((at, key) => Reflect.get(at, key), client)
    await expectOptionsChecked(name, owner, method)
    for (const before of [[], [1], ['x'], [{}], ['x', 'y']]) {
      for (const wrong of mistaken()) {
        const outcome = await settled(() => Reflect.apply(Reflect.get(owner, method), owner, [...before, wrong]))
        const right = 'value' in outcome || KamakiError.isInstance(outcome.error)
        if (!right)
          expect.fail(`${name}(${[...before, wrong].map((value) => inspect(value))}) led to ${inspect(outcome)}`)
      }
    }
  })
}

/** Options that are none: without a check they would be ignored. */
async function expectOptionsChecked(name: string, owner: object, method: string): Promise<void> {
  const call = Reflect.get(owner, method) as () => unknown
  const place = parametersOf(String(call)).findIndex((parameter) => /^options\b/.test(parameter))
  for (const argument of place === -1 ? [] : [1, 'x', '10.0.0.1', ['x'], {}, { x: 'x' }, { name: 'x' }]) {
    for (const wrong of [null, Promise.resolve('x'), ...wrongOptions().map(([options]) => options)]) {
      const args = [...Array.from({ length: place }, (_, at) => (at === 0 ? argument : 'x')), wrong]
      const outcome = await settled(() => Reflect.apply(call, owner, args))
      if ('value' in outcome) expect.fail(`${name}(${args.map((value) => inspect(value))}) was accepted`)
    }
  }
}

/** Tests that no wrong type in any place of an argument lets a call fail otherwise than with a KamakiError. */
export function survivesWrongFields(
  calls: Readonly<Record<string, readonly [call: (argument: never) => PromiseLike<unknown>, argument: unknown]>>,
): void {
  it.each(Object.entries(calls))('survives wrong fields in the argument of %s', async (name, [call, argument]) => {
    for (const variant of [argument, ...variants(argument)]) {
      const outcome = await settled(() => call(variant as never))
      const right = 'value' in outcome || KamakiError.isInstance(outcome.error)
      if (!right) expect.fail(`${name}(${inspect(variant, { depth: 9 })}) led to ${inspect(outcome)}`)
    }
  })
}

function isAmong(patterns: readonly (string | RegExp)[], name: string): boolean {
  return patterns.some((pattern) => (typeof pattern === 'string' ? pattern === name : pattern.test(name)))
}

type Outcome = { readonly value: unknown } | { readonly error: unknown }

function isTyped(error: unknown): boolean {
  return KamakiError.isInstance(error) && (!ParseError.isInstance(error) || error.url.startsWith('http'))
}

/** Nothing is only right where the expected response leads to nothing as well. */
function isHarmless(value: unknown, usual: unknown): boolean {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  return isDeepStrictEqual(usual, { value }) || items.every((item) => item !== undefined && item !== null)
}

async function settled(call: () => PromiseLike<unknown>): Promise<Outcome> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('It never came back')), 5_000)
  })
  try {
    return { value: await Promise.race([Promise.resolve().then(call), late]) }
  } catch (error) {
    return { error }
  } finally {
    clearTimeout(timer)
  }
}

/** The body with something wrong in each place, one at a time, and with each of its fields missing. */
function variants(body: unknown): unknown[] {
  const here: unknown[] = [...wrong]
  if (typeof body !== 'object' || body === null) return here
  if (Array.isArray(body)) {
    const [first, ...rest] = body as readonly unknown[]
    return [...here, ...variants(first).map((variant) => [variant, ...rest])]
  }
  for (const [key, value] of Object.entries(body)) {
    const { [key]: _left, ...others } = body as Record<string, unknown>
    here.push(others, ...variants(value).map((variant) => ({ ...body, [key]: variant })))
  }
  return here
}

/** The public methods of all that a client has: `servers.get`. */
function methodsOf(client: object, path = '', seen = new Set<object>()): string[] {
  seen.add(client)
  const found = new Set<string>()
  for (const [name, value] of Object.entries(client)) {
    if (
      typeof value === 'object' &&
      value !== null &&
      !seen.has(value) &&
      Object.getPrototypeOf(value) !== Object.prototype
    )
      for (const method of methodsOf(value as object, `${path}${name}.`, seen)) found.add(method)
  }
  for (
    let type = Object.getPrototypeOf(client);
    type !== Object.prototype && type !== null;
    type = Object.getPrototypeOf(type)
  ) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(type as object)))
      if (name !== 'constructor' && typeof value === 'function') found.add(`${path}${name}`)
  }
  return [...found]
}

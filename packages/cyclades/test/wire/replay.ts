import { ApiError, ConnectionError, type KamakiError, ParseError } from '@kamaki/core'
import { type CaseBook, type Played, type PlayOptions, playCase, type WireCase } from '@kamaki-tooling/wire'
import { expect, it } from 'vitest'

/** Arguments of the old library, as they were recorded. */
// biome-ignore lint/suspicious/noExplicitAny: Python calls, of any shape
export type Args = Record<string, any>

/** One of our calls in place of one of the old library's; returns its result in the old terms, or undefined for none. */
export type Call<C> = (client: C, args: Args, wireCase: WireCase) => unknown

export type MakeClient<C> = (endpointUrl: string, token: string) => C

/** Plays one case. */
export function play<C>(
  wireCase: WireCase,
  make: MakeClient<C>,
  call: Call<C>,
  options?: PlayOptions,
): Promise<Played> {
  return playCase(
    wireCase,
    (_base, token, endpointUrl) => call(make(endpointUrl, token), wireCase.args, wireCase),
    options,
  )
}

/** A test for each case of the methods in the table, but those that are named apart: the same request, the same result. */
export function replayTable<C>(
  book: CaseBook,
  make: MakeClient<C>,
  table: Readonly<Record<string, Call<C>>>,
  apart: readonly string[],
): void {
  const cases = book.takeAll(
    ({ method, case: name, bug }) =>
      Object.hasOwn(table, method) &&
      bug === undefined &&
      !name.startsWith('error matrix') &&
      !apart.includes(`${method} | ${name}`),
  )
  for (const wireCase of cases) {
    it(`sends the same: ${wireCase.method}, ${wireCase.case}`, async () => {
      const call = table[wireCase.method]!
      const { mismatches, result, error } = await play(wireCase, make, call)
      expect(error).toBeUndefined()
      expect(mismatches).toEqual([])
      if (result !== undefined) expect(withHidden(result)).toEqual(oldResult(wireCase))
    })
  }
}

/** A result with its secrets, which are hidden from comparison. */
function withHidden(result: unknown): unknown {
  if (typeof result !== 'object' || result === null || Array.isArray(result)) return result
  return Object.fromEntries(
    Object.entries(Object.getOwnPropertyDescriptors(result)).map(([key, { value }]) => [key, value]),
  )
}

/** What the old library's call returned: of its responses, the content. */
function oldResult({ result }: WireCase): unknown {
  if (typeof result !== 'object' || result === null || !('__response__' in result)) return result
  const { content } = result.__response__ as { content: string }
  return content === '' ? undefined : JSON.parse(content)
}

/** A test for each case of the error matrix: the failure has the class, and the status, that its response stands for. */
export function replayErrors<C>(book: CaseBook, make: MakeClient<C>, table: Readonly<Record<string, Call<C>>>): void {
  for (const wireCase of book.takeAll(({ case: name }) => name.startsWith('error matrix') && !/redirect/.test(name))) {
    it(`fails in its own way: ${wireCase.method}, ${wireCase.case}`, async () => {
      const refused = wireCase.exchanges.length === 0
      const elsewhere: MakeClient<C> = (_endpointUrl, token) => make('http://127.0.0.1:2/compute/v2.0', token)
      const call = table[wireCase.method]!
      const { mismatches, error } = await play(wireCase, refused ? elsewhere : make, call)
      expect(mismatches).toEqual([])
      const { class: wanted, status } = expected(wireCase)
      expect((error as Error | undefined)?.name).not.toBe('TypeError')
      expect(wanted.isInstance(error), String(error)).toBe(true)
      if (status !== undefined) expect((error as ApiError).status).toBe(status)
    })
  }
}

type ErrorClass = { isInstance(value: unknown): value is KamakiError }

function expected({ method, exchanges, case: name }: WireCase): { class: ErrorClass; status?: number } {
  const { status, action } = exchanges[0]?.response ?? {}
  if (status === undefined || (action !== undefined && action !== 'truncate')) return { class: ConnectionError }
  // Only what is read says 200; the others want another status, and do not come to read the cut body.
  const reads = /^(?:list|get)/.test(method)
  if (action === 'truncate') return reads ? { class: ConnectionError } : { class: ApiError, status }
  return status === 200 && /200 with/.test(name) ? { class: ParseError } : { class: ApiError, status }
}

import { expect, it } from 'vitest'

/** What of an operation of an inventory matters here. */
export interface Operation {
  readonly id: string
  readonly method: string
  readonly idempotent?: boolean
  readonly success: readonly unknown[]
}

/** What a client is created with, of a cloud that is down. */
interface DownCloud {
  readonly fetch: typeof globalThis.fetch
  readonly retry: { readonly limit: number; readonly baseMs: number }
}

/**
 * Tests that a client sends a request twice only where the inventory says that this does no harm, and that no operation that changes
 * something is left out.
 *
 * @param calls a call of each operation that changes something, by its id, and of some that do not.
 * @param connect creates the client, of a cloud that responds 503 to all.
 * @param leftOut ids of operations that are never sent.
 */
export function repeatsWhatIsHarmless<C>(
  operations: readonly Operation[],
  calls: Readonly<Record<string, (client: C) => PromiseLike<unknown>>>,
  connect: (options: DownCloud) => C,
  leftOut: readonly string[] = [],
): void {
  it.each(Object.entries(calls))('repeats %s only if that does no harm', async (id, call) => {
    const operation = operations.find((candidate) => candidate.id === id)
    expect(operation).toBeDefined()
    const requests: string[] = []
    const fetch = async (input: string | URL | Request): Promise<Response> => {
      const { method, url } = input as Request
      requests.push(`${method} ${url}`)
      return new Response(method === 'HEAD' ? null : 'later', { status: 503 })
    }
    await expect(call(connect({ fetch, retry: { limit: 1, baseMs: 0 } }))).rejects.toMatchObject({ status: 503 })
    expect(new Set(requests).size).toBe(1)
    expect(requests.length).toBe(operation?.idempotent ? 2 : 1)
  })

  it('covers every operation that changes something', () => {
    const changing = operations.filter(({ method, success }) => !/GET|HEAD/.test(method) && success.length > 0)
    expect(changing.map(({ id }) => id).filter((id) => !Object.hasOwn(calls, id))).toEqual(leftOut)
  })
}

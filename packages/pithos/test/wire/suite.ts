import { ApiError, ConnectionError, ParseError } from '@kamaki/core'
import { CaseBook, caseKey, type Played, type PlayOptions, type WireCase } from '@kamaki-tooling/wire'
import { afterAll, describe, expect, it } from 'vitest'

type Play = (wireCase: WireCase, options?: PlayOptions) => Promise<Played>

/** Cases in which ours asks in another way, on purpose. */
export interface Difference {
  /** Why. */
  reason: string
  fits(wireCase: WireCase): boolean
  /** What of the request need not agree; undefined: the case is not replayed at all. */
  options?: PlayOptions | ((wireCase: WireCase) => PlayOptions)
  /** What ours does instead of failing as, or instead of succeeding where, the old library does. */
  outcome?: (played: Played, wireCase: WireCase) => void
}

interface OldError {
  status: number | null
}

/** The case with real uuids for those of users, which the old library took as they came. */
function withUuids(wireCase: WireCase): WireCase {
  const text = JSON.stringify(wireCase).replace(
    /(?<!\w-)uuid-([abc])(?!\w)/g,
    '$1$1$1$1$1$1$1$1-0000-0000-0000-000000000000',
  )
  return JSON.parse(text) as WireCase
}

const oldError = ({ result }: WireCase): OldError | undefined =>
  typeof result === 'object' && result !== null && 'error' in result ? (result.error as OldError) : undefined

/** Whether our error says what the response said: its status, and where it has them fault, message and details. */
function expectRefusal(wireCase: WireCase, error: unknown): void {
  const { status, body, action } = wireCase.exchanges.at(-1)?.response ?? {}
  // A HEAD has no body that could be cut.
  if (/truncated body/.test(wireCase.case) && wireCase.exchanges.at(-1)?.request.method === 'HEAD') return
  if (action !== undefined || /truncated body|closed connection/.test(wireCase.case)) {
    expect(error).toSatisfy(
      (each) => ConnectionError.isInstance(each) || ParseError.isInstance(each) || ApiError.isInstance(each),
    )
    return
  }
  expect([wireCase.case, error]).toSatisfy(() => ApiError.isInstance(error))
  expect(error).toMatchObject({ status })
  if (typeof body !== 'object' || body === null || wireCase.exchanges.at(-1)?.request.method === 'HEAD') return
  const [[fault, said] = [], ...others] = Object.entries(body as Record<string, { message?: unknown } | string>)
  if (others.length > 0 || typeof said !== 'object' || typeof said.message !== 'string') return
  expect(error).toMatchObject({ fault, message: expect.stringContaining(said.message) })
}

/** A test for each case of a class: the same request and the same kind of outcome, but for the differences. */
export function suite(
  className: string,
  playOf: (method: string) => Play | undefined,
  differences: readonly Difference[],
): CaseBook {
  const book = new CaseBook(className)
  const used = new Set<Difference>()
  describe(className, () => {
    for (const wireCase of book.cases) {
      if (wireCase.canonical === false) continue
      const difference = differences.find(({ fits }) => fits(wireCase))
      if (difference !== undefined) used.add(difference)
      const label = difference === undefined ? '' : ` (${difference.reason})`
      if (difference !== undefined && difference.options === undefined && difference.outcome === undefined) {
        book.declare(difference.reason, (each) => caseKey(each) === caseKey(wireCase))
        continue
      }
      const play = playOf(wireCase.method)
      if (play === undefined) continue
      book.takeAll((each) => caseKey(each) === caseKey(wireCase))
      it(`${caseKey(wireCase)}${label}`, async () => {
        const given = difference?.options
        const played = await play(withUuids(wireCase), typeof given === 'function' ? given(wireCase) : given)
        if (difference?.outcome !== undefined) return difference.outcome(played, wireCase)
        expect(played.mismatches).toEqual([])
        if (oldError(wireCase) === undefined) expect(played.error).toBeUndefined()
        else expectRefusal(wireCase, played.error)
      })
    }
  })
  afterAll(() => {
    expect(book.missing()).toEqual([])
    expect(differences.filter((each) => !used.has(each)).map((each) => each.reason)).toEqual([])
  })
  return book
}

import { AuthUrlError } from '@kamaki/astakos'
import { ApiError, ConnectionError, ParseError } from '@kamaki/core'
import type { WireCase } from '@kamaki-tooling/wire'
import { expect } from 'vitest'

/** Cases whose response is a success: what ours makes of it, where it asks for the service catalog, and elsewhere. */
const successes: Record<
  string,
  { catalog: (error: unknown) => boolean; other: ((error: unknown) => boolean) | 'result' }
> = {
  'truncated body': { catalog: brokenOff, other: brokenOff },
  '201 when 200 is wanted': { catalog: AuthUrlError.isInstance, other: 'result' },
  '204 when 200 is wanted': { catalog: ParseError.isInstance, other: ParseError.isInstance },
  '200 with a body that is not JSON': { catalog: ParseError.isInstance, other: ParseError.isInstance },
  '200 with an empty body': { catalog: ParseError.isInstance, other: ParseError.isInstance },
  '200 with JSON lacking the expected key': { catalog: AuthUrlError.isInstance, other: 'result' },
}

function brokenOff(error: unknown): boolean {
  return ConnectionError.isInstance(error) || ParseError.isInstance(error)
}

/** Whether our error for a case of the error matrix says what the server said. */
export function matrixError(wireCase: WireCase, { error, result }: { error: unknown; result: unknown }): void {
  const name = wireCase.case.replace('error matrix: ', '')
  const last = wireCase.exchanges.at(-1)
  const status = last?.response.status
  const asksCatalog = wireCase.exchanges.length < 2
  const success = successes[name]
  if (success !== undefined) {
    const wanted = asksCatalog ? success.catalog : success.other
    if (wanted === 'result') expect([error, result]).toEqual([undefined, wireCase.result])
    else expect([name, error]).toSatisfy(() => wanted(error))
    return
  }
  if (status === undefined) {
    expect([name, error]).toSatisfy(() => ConnectionError.isInstance(error))
    return
  }
  if (AuthUrlError.isInstance(error)) {
    // No Synnefo responds to a request for the catalog like this.
    expect(asksCatalog && [302, 404].includes(status)).toBe(true)
    expect(error.cause).toMatchObject({ status })
    return
  }
  expect([name, error]).toSatisfy(() => ApiError.isInstance(error))
  const body = last?.response.body
  expect(error).toMatchObject({ status, ...said(body) })
}

/** Fault, message and details of a body of the usual shape; the `code` in it does not count. */
function said(body: unknown): object {
  if (typeof body !== 'object' || body === null) return {}
  const [first, ...others] = Object.entries(body)
  if (first === undefined || others.length > 0 || typeof first[1] !== 'object') return {}
  const { message, details } = first[1] as { message?: unknown; details?: unknown }
  return {
    fault: first[0],
    ...(typeof message === 'string' ? { message: expect.stringContaining(message) } : {}),
    ...(details === '' || details === null || details === undefined ? {} : { details }),
  }
}

// As much of an assertion library as runs everywhere by itself.

/** Fails unless it holds. */
export function ok(holds: unknown, what: string): asserts holds {
  if (!holds) throw new Error(`not so: ${what}`)
}

/** Compares what JSON can tell apart (keys in order). */
export function equal<T>(actual: T, expected: T, what: string): void {
  const [is, should] = [actual, expected].map((value) => JSON.stringify(value) ?? 'undefined')
  if (is !== should) throw new Error(`${what}: ${is}, not ${should}`)
}

/** Compares bytes without printing them. */
export function equalBytes(actual: Uint8Array, expected: Uint8Array, what: string): void {
  equal(actual.length, expected.length, `${what}: bytes`)
  for (let index = 0; index < expected.length; index++) {
    if (actual[index] !== expected[index]) throw new Error(`${what}: byte ${index} differs`)
  }
}

/** What a promise rejects with. */
export async function rejection(work: Promise<unknown>): Promise<unknown> {
  try {
    await work
  } catch (error) {
    return error
  }
  throw new Error('it did not reject')
}

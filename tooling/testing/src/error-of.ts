/** The error that a promise is rejected with; fails if it is not. */
export async function errorOf<E extends Error = Error & Record<string, unknown>>(
  promise: PromiseLike<unknown>,
): Promise<E> {
  try {
    await promise
  } catch (error) {
    return error as E
  }
  throw new Error('It was expected to fail')
}

/**
 * Calls what a user passed to be told of something, where its failure must not fail what it is told of: what it throws, or what its
 * promise rejects with, goes to `onFailure`.
 */
export function callSafely(call: () => unknown, onFailure: (error: unknown) => void): unknown {
  try {
    const result = call()
    if (result instanceof Promise) result.catch(onFailure)
    return result
  } catch (error) {
    onFailure(error)
    return undefined
  }
}

import { isThenable } from '../validate/invalid-argument.ts'

/**
 * Calls what a user passed to be told of something, where its failure must not fail what it is told of: what it throws, or what its
 * promise rejects with, goes to `onFailure`. The promise that is returned then does not reject. Any thenable counts as a promise: that of
 * a library, or of another realm.
 */
export function callSafely(call: () => unknown, onFailure: (error: unknown) => void): unknown {
  try {
    const result = call()
    return isThenable(result) ? Promise.resolve(result).catch(onFailure) : result
  } catch (error) {
    onFailure(error)
    return undefined
  }
}

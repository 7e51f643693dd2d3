/** Why a state cannot be used; `unusable`: the file system says so, and `cause` is its error. */
export type StateErrorCode =
  | 'in-use'
  | 'not-a-state'
  | 'format'
  | 'damaged'
  | 'mismatch'
  | 'unsupported'
  | 'unusable'
  | 'too-large'
  | 'closed'

/** A state directory or an exported state that cannot be used. It was not changed. */
export class StateError extends Error {
  override readonly name: string = 'StateError'
  readonly code: StateErrorCode

  constructor(code: StateErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Does what depends on the file system. @throws {StateError} `unusable` for its errors */
export function usingFiles<T>(problem: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof StateError || !(error instanceof Error)) throw error
    throw new StateError('unusable', `${problem}: ${error.message}.`, { cause: error })
  }
}

/** Why a state cannot be used. */
export type StateErrorCode = 'in-use' | 'not-a-state' | 'format' | 'damaged' | 'mismatch' | 'unsupported' | 'closed'

/** A state directory or an exported state that cannot be used. It was not changed. */
export class StateError extends Error {
  override readonly name: string = 'StateError'
  readonly code: StateErrorCode

  constructor(code: StateErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

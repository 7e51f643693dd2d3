import type { Path, Query } from '@kamaki/core'

/** An account, as requests address it. */
export interface AccountLocation {
  /** Uuid of its owner. */
  readonly id: string
  /** Uuid of the user whose token it is. */
  readonly caller: string
  /** Percent-encoded, below the endpoint. */
  readonly path: Path
}

/** A container, as requests address it. */
export interface ContainerLocation {
  readonly account: AccountLocation
  readonly name: string
  readonly path: Path
}

/** An object, as requests address it. */
export interface ObjectLocation {
  readonly container: ContainerLocation
  readonly name: string
  readonly path: Path
  /** What reads and writes carry in their query, so that a name such as `a.json` does not choose the format of a response. */
  readonly format: Query
}

/** An object as source or target of a copy: a handle, or its names. Without an account it is in the other object's account. */
export interface ObjectRef {
  readonly container: string
  readonly name: string
  /** Uuid of the account's owner. */
  readonly account?: string | undefined
}

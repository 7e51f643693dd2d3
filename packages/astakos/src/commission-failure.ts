import { ApiError } from '@kamaki/core'
import type { LiteralUnion } from '@kamaki/core/toolkit'
import type { Provision } from './commission-types.ts'
import type { Quantity } from './quantity-types.ts'

/** Why a commission was rejected. */
export interface CommissionFailure {
  /** A limit would be passed, usage would fall below zero, or there is no such holding. */
  readonly name?: LiteralUnion<'NoCapacityError' | 'NoQuantityError' | 'NoHoldingError'> | undefined
  /** The provision that failed, with all of its kind summed up. */
  readonly provision?: Provision | undefined
  /** With `NoHoldingError` these two may be those of an earlier failure. */
  readonly limit?: Quantity | undefined
  readonly usage?: Quantity | undefined
}

/** What the cloud says about a rejected commission, from the error that `commissions.issue` threw; undefined for other errors. */
export function commissionFailure(error: unknown): CommissionFailure | undefined {
  if (!ApiError.isInstance(error)) return undefined
  const data = error.details
  return typeof data === 'object' && data !== null && ('name' in data || 'provision' in data)
    ? (data as CommissionFailure)
    : undefined
}

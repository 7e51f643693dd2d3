import { ApiError } from '@kamaki/core'
import type { LiteralUnion } from '@kamaki/core/toolkit'
import type { Provision } from './provisions.ts'
import type { Quantity } from './quantity.ts'

/** Why a commission was refused. */
export interface CommissionFailure {
  /** A limit would be passed, usage would fall below zero, or there is no such holding. */
  name?: LiteralUnion<'NoCapacityError' | 'NoQuantityError' | 'NoHoldingError'>
  /** The provision that failed, with all of its kind summed up. */
  provision?: Provision
  /** With `NoHoldingError` these two may be those of an earlier failure. */
  limit?: Quantity
  usage?: Quantity
}

/** What the cloud tells about a refused commission, from the error that `commissions.issue` threw; undefined for other errors. */
export function commissionFailure(error: unknown): CommissionFailure | undefined {
  if (!ApiError.isInstance(error)) return undefined
  const data = error.details
  return typeof data === 'object' && data !== null && ('name' in data || 'provision' in data)
    ? (data as CommissionFailure)
    : undefined
}

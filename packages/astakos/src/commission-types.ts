import type { RequestOptions } from '@kamaki/core'
import type { Quantity } from './quantity-types.ts'

/** One change of one holding. */
export interface Provision {
  /** `user:<uuid>` or `project:<uuid>`. */
  holder: string
  /** `project:<uuid>`, or null if the holder is a project. */
  source: string | null
  /** `cyclades.vm` ... */
  resource: string
  /** Negative: releases. */
  quantity: Quantity
}

/** A charge that waits for acceptance. */
export interface Commission {
  serial: number
  name: string
  /** ISO 8601. */
  issue_time: string
  /** Not always in the order of the request. */
  provisions: Provision[]
}

/** What a user takes from a project (or releases, if negative). */
export interface Charge {
  readonly projectId: string
  readonly resource: string
  readonly quantity: Quantity
}

/** The same with the user whom it charges. */
export interface UserCharge extends Charge {
  readonly userId: string
}

/** What a project takes (or releases, if negative). */
export type ProjectCharge = Charge

/** What a user moves from one project to another. */
export interface ChargeMove {
  /** Uuid of the project that releases. */
  readonly from: string
  /** Uuid of the project that takes over. */
  readonly to: string
  readonly resource: string
  readonly quantity: Quantity
}

/** How to issue a commission. */
export interface IssueCommissionOptions extends RequestOptions {
  /** A label for people. */
  readonly name?: string | undefined
  /** Goes past the limits. Releases (negative quantities) cannot be forced. */
  readonly force?: boolean | undefined
  /** Accepts at once. Such a commission is never found afterwards. */
  readonly autoAccept?: boolean | undefined
}

/** Why one serial could not be resolved. */
export type ResolveFault = Record<string, { code: number; message: string }>

/** The outcome for each serial. The call succeeds even if all of them failed. */
export interface ResolvedCommissions {
  accepted: number[]
  rejected: number[]
  /** Serial and fault: `itemNotFound` if it is unknown or resolved already, `badRequest` if it was in both lists. */
  failed: [serial: number, fault: ResolveFault][]
}

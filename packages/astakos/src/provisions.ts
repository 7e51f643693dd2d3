import { formatValue, rejectArgument, requireString } from '@kamaki/core/toolkit'
import type { Quantity } from './quantity.ts'

/** One change of one holding. */
export interface Provision {
  /** `user:<uuid>` or `project:<uuid>`. */
  holder: string
  /** `project:<uuid>`, or null if the holder is a project. */
  source: string | null
  /** `cyclades.vm` ... */
  resource: string
  /** Negative: gives back. */
  quantity: Quantity
}

/** What a user takes from a project (or gives back, if negative). */
export interface Charge {
  /** Uuid of the project. */
  project: string
  resource: string
  quantity: Quantity
}

/** What a project takes (or gives back, if negative). */
export type ProjectCharge = Charge

/** What a user moves from one project to another. */
export interface ChargeMove {
  /** Uuid of the project that gives. */
  from: string
  /** Uuid of the project that takes over. */
  to: string
  resource: string
  quantity: Quantity
}

/** Each charge on the user and on the project it is drawn from: the server keeps both books only if it is told both. */
export function provisionsOfCharges(user: string, charges: readonly Charge[]): Provision[] {
  requireString(user, 'user')
  return charges.flatMap((charge) => {
    const { project, resource, quantity } = checked(charge)
    return [
      { holder: `user:${user}`, source: `project:${project}`, resource, quantity },
      { holder: `project:${project}`, source: null, resource, quantity },
    ]
  })
}

export function provisionsOfProjectCharges(charges: readonly ProjectCharge[]): Provision[] {
  return charges.map((charge) => {
    const { project, resource, quantity } = checked(charge)
    return { holder: `project:${project}`, source: null, resource, quantity }
  })
}

export function provisionsOfReassignments(user: string, moves: readonly ChargeMove[]): Provision[] {
  return moves.flatMap(({ from, to, resource, quantity }) => [
    ...provisionsOfCharges(user, [{ project: from, resource, quantity: -quantity }]),
    ...provisionsOfCharges(user, [{ project: to, resource, quantity }]),
  ])
}

function checked(charge: Charge): Charge {
  requireString(charge.project, 'project')
  requireString(charge.resource, 'resource')
  // true would count as 1 on the server, and a fraction is refused there after the fact.
  if (typeof charge.quantity !== 'bigint' && !Number.isSafeInteger(charge.quantity)) {
    rejectArgument('quantity', `must be an integer; got ${formatValue(charge.quantity)}`)
  }
  return charge
}

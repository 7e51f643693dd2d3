import { formatValue, rejectArgument, requireString } from '@kamaki/core/toolkit'
import type { Charge, ChargeMove, ProjectCharge, Provision } from './commission-types.ts'

/** Each charge on the user and on the project it is drawn from: the server keeps both accounts only if it gets both. */
export function provisionsOfCharges(userId: string, charges: readonly Charge[]): Provision[] {
  requireString(userId, 'userId')
  return charges.flatMap((charge) => {
    const { projectId, resource, quantity } = checked(charge)
    return [
      { holder: `user:${userId}`, source: `project:${projectId}`, resource, quantity },
      { holder: `project:${projectId}`, source: null, resource, quantity },
    ]
  })
}

export function provisionsOfProjectCharges(charges: readonly ProjectCharge[]): Provision[] {
  return charges.map((charge) => {
    const { projectId, resource, quantity } = checked(charge)
    return { holder: `project:${projectId}`, source: null, resource, quantity }
  })
}

export function provisionsOfReassignments(userId: string, moves: readonly ChargeMove[]): Provision[] {
  return moves.flatMap(({ from, to, resource, quantity }) => [
    ...provisionsOfCharges(userId, [{ projectId: from, resource, quantity: -quantity }]),
    ...provisionsOfCharges(userId, [{ projectId: to, resource, quantity }]),
  ])
}

function checked(charge: Charge): Charge {
  requireString(charge.projectId, 'projectId')
  requireString(charge.resource, 'resource')
  // The server would count true as 1, and rejects a fraction only after the fact.
  if (typeof charge.quantity !== 'bigint' && !Number.isSafeInteger(charge.quantity)) {
    rejectArgument('quantity', `must be an integer; got ${formatValue(charge.quantity)}`)
  }
  return charge
}

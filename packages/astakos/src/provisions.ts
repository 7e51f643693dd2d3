import { formatValue, rejectArgument, requireArray, requireObject, requireString } from '@kamaki/core/toolkit'
import type { Charge, ChargeMove, ProjectCharge, Provision } from './commission-types.ts'

/** Each charge on the user and on the project it is drawn from: the server keeps both accounts only if it gets both. */
export function provisionsOfCharges(userId: string, charges: readonly Charge[]): Provision[] {
  requireString(userId, 'userId')
  return requireArray(charges, 'charges').flatMap((charge) => {
    const { projectId, resource, quantity } = checked(charge)
    return [
      { holder: `user:${userId}`, source: `project:${projectId}`, resource, quantity },
      { holder: `project:${projectId}`, source: null, resource, quantity },
    ]
  })
}

export function provisionsOfProjectCharges(charges: readonly ProjectCharge[]): Provision[] {
  return requireArray(charges, 'projectCharges').map((charge) => {
    const { projectId, resource, quantity } = checked(charge)
    return { holder: `project:${projectId}`, source: null, resource, quantity }
  })
}

export function provisionsOfReassignments(userId: string, moves: readonly ChargeMove[]): Provision[] {
  return requireArray(moves, 'moves').flatMap((move) => {
    const { from, to, resource, quantity } = requireObject(move, 'move')
    return [
      ...provisionsOfCharges(userId, [{ projectId: from, resource, quantity: -quantity }]),
      ...provisionsOfCharges(userId, [{ projectId: to, resource, quantity }]),
    ]
  })
}

function checked(charge: Charge): Charge {
  requireObject(charge, 'charge')
  requireString(charge.projectId, 'projectId')
  requireString(charge.resource, 'resource')
  // The server would count true as 1, and rejects a fraction only after the fact.
  if (typeof charge.quantity !== 'bigint' && !Number.isSafeInteger(charge.quantity)) {
    rejectArgument('quantity', `must be an integer; got ${formatValue(charge.quantity)}`)
  }
  return charge
}

import type { Cloud } from '../cloud.ts'
import { badRequest, internalServerError, overLimit } from '../frame/fault.ts'
import { type Charge, QuotaError } from '../identity/quota.ts'

/** How Cyclades calls its resources when it refuses one. */
const NAMES: Readonly<Record<string, string>> = {
  'cyclades.network.private': 'Private Network',
  'cyclades.floating_ip': 'Floating IP address',
}

/**
 * Charges a user for networks or addresses.
 * @throws {Fault} 400 if he is not in the project, 413 `overLimit` if there is not enough left.
 */
export function charge(cloud: Cloud, user: string, charges: readonly Charge[]): void {
  try {
    cloud.quota.charge(user, charges)
  } catch (error) {
    throw error instanceof QuotaError ? quotaFault(error, user, charges) : error
  }
}

/** Gives one of a resource back, whatever has become of the user's membership. */
export function release(cloud: Cloud, user: string, project: string, resource: string): void {
  cloud.quota.charge(user, [{ project, resource, quantity: -1 }], { force: true })
}

function quotaFault(error: QuotaError, user: string, charges: readonly Charge[]): Error {
  const { provision } = error
  if (error.kind === 'NoHoldingError') {
    const project = provision.source ?? provision.holder
    return badRequest(`User ${user} not in project ${project.replace(/^project:/, '')}`)
  }
  const available = (error.limit ?? 0n) - (error.usage ?? 0n)
  const requested = charges.find(({ resource, quantity }) => resource === provision.resource && quantity > 0)?.quantity
  return overLimit(
    'Resource Limit Exceeded for your account.',
    `Limit for resource '${NAMES[provision.resource] ?? provision.resource}' exceeded for your account.` +
      ` Available: ${available}, Requested: ${requested ?? provision.quantity}`,
  )
}

/** A project to charge as it came in a body: text, or the server fails (500). Missing: the user's own. */
export function projectOf(value: unknown, user: string): string {
  if (value === undefined || value === null) return user
  if (typeof value !== 'string') throw internalServerError()
  return value
}

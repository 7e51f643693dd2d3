import type { Cloud } from '../cloud.ts'
import { badRequest, overLimit } from '../http/fault.ts'
import { type Charge, QuotaError } from '../identity/quota-store.ts'
import type { Flavor } from './flavors.ts'

/** How Cyclades calls its resources when it refuses one. */
const NAMES: Readonly<Record<string, string>> = {
  'cyclades.vm': 'Virtual Machine',
  'cyclades.cpu': 'CPU',
  'cyclades.ram': 'RAM',
  'cyclades.disk': 'Disk',
  'cyclades.network.private': 'Private Network',
  'cyclades.floating_ip': 'Floating IP address',
}

/**
 * Charges a user for what Cyclades gives, all lines or none.
 * @throws {Fault} 400 if the user is not in the project, 413 `overLimit` if there is not enough left
 */
export function charge(cloud: Cloud, user: string, charges: readonly Charge[]): void {
  worded(user, () => cloud.quota.charge(user, charges))
}

/** Gives back what was charged. Never fails: a project may be gone by then, and its books with it. */
export function giveBack(cloud: Cloud, user: string, charges: readonly Charge[]): void {
  const returned = charges.map((line) => ({ ...line, quantity: -BigInt(line.quantity) }))
  cloud.quota.charge(user, returned, { force: true })
}

/** Charges nothing, but refuses what `charge` would refuse. */
export function checkCharge(cloud: Cloud, user: string, charges: readonly Charge[]): void {
  worded(user, () => cloud.quota.check(user, charges))
}

function worded(user: string, book: () => void): void {
  try {
    book()
  } catch (error) {
    throw error instanceof QuotaError ? faultOf(error, user) : error
  }
}

function faultOf(error: QuotaError, user: string): Error {
  const { provision } = error
  if (error.kind === 'NoHoldingError')
    return notInProject(user, (provision.source ?? provision.holder).replace(/^project:/, ''))
  const name = NAMES[provision.resource] ?? provision.resource.replace('cyclades.', '')
  const available = (error.limit ?? 0n) - (error.usage ?? 0n)
  return overLimit(
    'Resource Limit Exceeded for your account.',
    `Limit for resource '${name}' exceeded for your account. Available: ${available}, Requested: ${provision.quantity}`,
  )
}

/** What the server says of a project that a user cannot charge. */
function notInProject(user: string, project: string): Error {
  return badRequest(`User ${user} not in project ${project}`)
}

/** @throws {Fault} 400 unless the user is a member of the project. */
export function requireMember(cloud: Cloud, user: string, project: string): void {
  if (!cloud.projectsOf(user).includes(project)) throw notInProject(user, project)
}

const MIB = 1024n ** 2n
const GIB = 1024n ** 3n

/** What a server costs while it exists. */
export function standingCharges(project: string, flavor: Flavor, sign: 1 | -1 = 1): Charge[] {
  return [
    { project, resource: 'cyclades.vm', quantity: sign },
    { project, resource: 'cyclades.total_cpu', quantity: sign * flavor.vcpus },
    { project, resource: 'cyclades.total_ram', quantity: BigInt(sign * flavor.ram) * MIB },
  ]
}

/** What a server costs beside that while it runs. */
export function runningCharges(project: string, flavor: Flavor, sign: 1 | -1 = 1): Charge[] {
  return [
    { project, resource: 'cyclades.cpu', quantity: sign * flavor.vcpus },
    { project, resource: 'cyclades.ram', quantity: BigInt(sign * flavor.ram) * MIB },
  ]
}

/** What volumes cost; `size` in GiB. */
export function diskCharge(project: string, size: number, sign: 1 | -1 = 1): Charge {
  return { project, resource: 'cyclades.disk', quantity: BigInt(sign * size) * GIB }
}

import type { Cloud } from '../cloud.ts'
import { badRequest, overLimit } from '../http/fault.ts'
import { type Charge, QuotaError } from '../identity/model.ts'
import type { CycladesQuota, Flavor } from './model.ts'

/** What Cyclades calls its resources when it rejects a charge. */
const NAMES: Readonly<Record<string, string>> = {
  'cyclades.vm': 'Virtual Machine',
  'cyclades.cpu': 'CPU',
  'cyclades.ram': 'RAM',
  'cyclades.disk': 'Disk',
  'cyclades.network.private': 'Private Network',
  'cyclades.floating_ip': 'Floating IP address',
}

/** Quotas in the words of Cyclades. */
export class WordedQuota implements CycladesQuota {
  readonly #cloud: Cloud

  constructor(cloud: Cloud) {
    this.#cloud = cloud
  }

  charge(user: string, charges: readonly Charge[]): void {
    worded(user, () => this.#cloud.quota.charge(user, charges))
  }

  check(user: string, charges: readonly Charge[]): void {
    worded(user, () => this.#cloud.quota.check(user, charges))
  }

  giveBack(user: string, charges: readonly Charge[]): void {
    const returned = charges.map((line) => ({ ...line, quantity: -BigInt(line.quantity) }))
    this.#cloud.quota.charge(user, returned, { force: true })
  }

  requireMember(user: string, project: string): void {
    if (!this.#cloud.projects.ofUser(user).includes(project)) throw notInProject(user, project)
  }
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

const MIB = 1024n ** 2n

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

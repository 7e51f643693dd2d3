import { UNLIMITED } from '../python/int.ts'
import type { Limits } from './project-model.ts'

/** A kind of thing that is counted. */
export interface Resource {
  readonly name: string
  readonly service: string
  readonly unit: 'bytes' | null
  readonly description: string
  /** Limit of a user in the own system project. */
  readonly userLimit: bigint
  /** Limit of a project whose application does not name it. */
  readonly projectDefault: bigint
  /** Shown to users. */
  readonly visible: boolean
}

const GIB = 1024n ** 3n

const resource = (
  name: string,
  service: string,
  description: string,
  userLimit: bigint,
  more: { unit?: 'bytes'; hidden?: true } = {},
): Resource => ({
  name,
  service,
  unit: more.unit ?? null,
  description,
  userLimit,
  projectDefault: more.hidden ? UNLIMITED : 0n,
  visible: !more.hidden,
})

/** The resources of a Synnefo 0.21 with Astakos, Pithos and Cyclades, and the quotas of the recorded installation. */
export const RESOURCES: readonly Resource[] = [
  resource('cyclades.disk', 'cyclades_compute', 'Virtual machine disk size', 1024n * GIB, { unit: 'bytes' }),
  resource('cyclades.vm', 'cyclades_compute', 'Number of virtual machines', 20n),
  resource('cyclades.total_ram', 'cyclades_compute', 'Virtual machine memory size', 200n * GIB, {
    unit: 'bytes',
    hidden: true,
  }),
  resource('cyclades.cpu', 'cyclades_compute', 'Number of virtual machine processors of running servers', 100n),
  resource('cyclades.ram', 'cyclades_compute', 'Virtual machine memory size of running servers', 200n * GIB, {
    unit: 'bytes',
  }),
  resource('pithos.diskspace', 'pithos_object-store', 'Pithos account diskspace', 50n * GIB, { unit: 'bytes' }),
  resource('cyclades.floating_ip', 'cyclades_network', 'Number of Floating IP addresses', 20n),
  resource('cyclades.total_cpu', 'cyclades_compute', 'Number of virtual machine processors', 100n, { hidden: true }),
  resource('cyclades.network.private', 'cyclades_network', 'Number of private networks', 20n),
  resource('astakos.pending_app', 'astakos_account', 'Number of pending project applications', 50n, { hidden: true }),
]

export function findResource(name: string): Resource | undefined {
  return RESOURCES.find((known) => known.name === name)
}

/** All limits of a project whose application named some: the rest are each resource's default. */
export function filledLimits(named: ReadonlyMap<string, Limits>): Map<string, Limits> {
  return new Map(
    RESOURCES.map(({ name, projectDefault }) => [
      name,
      named.get(name) ?? { member: projectDefault, project: projectDefault },
    ]),
  )
}

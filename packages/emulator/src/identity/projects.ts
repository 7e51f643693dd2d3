import type { Cloud } from '../cloud.ts'
import { RESOURCES } from './resources.ts'

export type Policy = 'auto' | 'moderated' | 'closed'

export interface Limits {
  member: bigint
  project: bigint
}

export interface Project {
  readonly id: string
  name: string
  owner: string | null
  system: boolean
  state: 'uninitialized' | 'active' | 'suspended' | 'terminated' | 'deleted'
  limits: Map<string, Limits>
}

/** Projects, their members and what both may use. */
export class Projects {
  readonly cloud: Cloud
  /** The project that alice owns and is a member of. */
  readonly standardId: string = '5c2c1ba0-7d0e-4b3c-9a1e-0d6f3a5b7c11'
  /** The project of alice that lets members in by hand. */
  readonly moderatedId: string = '9d4e6f12-3a5b-4c7d-8e9f-1a2b3c4d5e6f'
  readonly #all: Map<string, Project> = new Map()
  readonly #members: Map<string, Set<string>> = new Map()

  constructor(cloud: Cloud) {
    this.cloud = cloud
    for (const user of cloud.users.all()) {
      this.#add(
        {
          id: user.uuid,
          name: `system:${user.uuid}`,
          owner: null,
          system: true,
          state: 'active',
          limits: new Map(RESOURCES.map((r) => [r.name, { member: r.userLimit, project: r.userLimit }])),
        },
        [user.uuid],
      )
    }
    const alice = cloud.users.byName('alice')
    const G = 1024n ** 3n
    const own: Record<string, [bigint, bigint]> = {
      'cyclades.disk': [400n * G, 200n * G],
      'cyclades.vm': [20n, 10n],
      'cyclades.cpu': [80n, 40n],
      'cyclades.ram': [80n * G, 40n * G],
      'pithos.diskspace': [50n * G, 20n * G],
      'cyclades.floating_ip': [10n, 5n],
      'cyclades.network.private': [10n, 5n],
    }
    if (alice) {
      this.#add(
        {
          id: this.standardId,
          name: 'sdk.example.org',
          owner: alice.uuid,
          system: false,
          state: 'active',
          limits: new Map(
            RESOURCES.map((r) => [
              r.name,
              { project: own[r.name]?.[0] ?? r.projectDefault, member: own[r.name]?.[1] ?? r.projectDefault },
            ]),
          ),
        },
        [alice.uuid],
      )
    }
  }

  get(id: string): Project | undefined {
    return this.#all.get(id)
  }

  /** Uuids of the active projects that the user is a member of. */
  ofUser(uuid: string): string[] {
    return [...this.#all.values()].filter((p) => p.state === 'active' && this.isMember(uuid, p.id)).map((p) => p.id)
  }

  /** Is the user an accepted member of the project? */
  isMember(user: string, project: string): boolean {
    return this.#members.get(project)?.has(user) ?? false
  }

  #add(project: Project, members: string[]): void {
    this.#all.set(project.id, project)
    this.#members.set(project.id, new Set(members))
    for (const [resource, limits] of project.limits) {
      this.cloud.quota.setLimit(`project:${project.id}`, null, resource, limits.project)
      for (const user of members)
        this.cloud.quota.setLimit(`user:${user}`, `project:${project.id}`, resource, limits.member)
    }
  }
}

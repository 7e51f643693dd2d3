import type { User } from './model.ts'
import type { Limits, Project } from './project-model.ts'
import type { ProjectStore } from './project-store.ts'
import { filledLimits } from './resources.ts'

export const STANDARD_PROJECT = '5c2c1ba0-7d0e-4b3c-9a1e-0d6f3a5b7c11'
export const MODERATED_PROJECT = '9d4e6f12-3a5b-4c7d-8e9f-1a2b3c4d5e6f'

const GIB = 1024n ** 3n

const STANDARD_LIMITS: ReadonlyMap<string, Limits> = new Map([
  ['cyclades.disk', { project: 400n * GIB, member: 200n * GIB }],
  ['cyclades.vm', { project: 20n, member: 10n }],
  ['cyclades.cpu', { project: 80n, member: 40n }],
  ['cyclades.ram', { project: 80n * GIB, member: 40n * GIB }],
  ['pithos.diskspace', { project: 50n * GIB, member: 20n * GIB }],
  ['cyclades.floating_ip', { project: 10n, member: 5n }],
  ['cyclades.network.private', { project: 10n, member: 5n }],
])

const MODERATED_LIMITS: ReadonlyMap<string, Limits> = new Map([
  ['cyclades.vm', { project: 4n, member: 2n }],
  ['pithos.diskspace', { project: GIB, member: GIB / 2n }],
])

/** An active project as it was applied for, with members who are in. */
export interface NewProject
  extends Pick<
    Project,
    'id' | 'name' | 'homepage' | 'description' | 'endDate' | 'joinPolicy' | 'leavePolicy' | 'maxMembers'
  > {
  /** Uuid of a user. */
  readonly owner: string
  /** Those that the application names; the rest are each resource's default. */
  readonly limits: ReadonlyMap<string, Limits>
  /** Uuids of users. */
  readonly members: readonly string[]
}

/** The projects that the recorded installation had: both alice's, one open and one moderated. */
export function addStandardProjects(projects: ProjectStore, alice: User): void {
  addProject(projects, {
    id: STANDARD_PROJECT,
    name: 'sdk.example.org',
    owner: alice.uuid,
    homepage: 'http://sdk.example.org',
    description: 'SDK test project',
    endDate: Date.UTC(2040, 0, 1),
    joinPolicy: 'auto',
    leavePolicy: 'auto',
    maxMembers: 10n,
    limits: STANDARD_LIMITS,
    members: [alice.uuid],
  })
  addProject(projects, {
    id: MODERATED_PROJECT,
    name: 'moderated.example.org',
    owner: alice.uuid,
    homepage: 'http://moderated.example.org/',
    description: 'Members are let in by hand',
    endDate: Date.UTC(2041, 4, 6),
    joinPolicy: 'moderated',
    leavePolicy: 'moderated',
    maxMembers: 3n,
    limits: MODERATED_LIMITS,
    members: [],
  })
}

/** Adds a project whose application was approved. */
export function addProject(projects: ProjectStore, { limits, members, ...fields }: NewProject): void {
  const shared = { ...fields, private: false }
  const project = projects.add({ ...shared, system: false, state: 'active', limits: filledLimits(limits) })
  const { id: _id, ...applied } = shared
  projects.addApplication({
    ...applied,
    project,
    applicant: fields.owner,
    state: 'approved',
    startDate: null,
    comments: '',
    resources: limits,
  })
  for (const member of members) projects.enter(projects.addMembership(project, member), 'accepted')
  projects.sync(project)
}

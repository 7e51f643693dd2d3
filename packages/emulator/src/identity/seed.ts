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

/** The projects that the recorded installation had: both alice's, one open and one moderated. */
export function addStandardProjects(projects: ProjectStore, alice: User): void {
  const standard = projects.add({
    id: STANDARD_PROJECT,
    system: false,
    name: 'sdk.example.org',
    owner: alice.uuid,
    homepage: 'http://sdk.example.org',
    description: 'SDK test project',
    endDate: Date.UTC(2040, 0, 1),
    joinPolicy: 'auto',
    leavePolicy: 'auto',
    maxMembers: 10n,
    private: false,
    state: 'active',
    limits: filledLimits(STANDARD_LIMITS),
  })
  approved(projects, standard, STANDARD_LIMITS)
  projects.enter(projects.addMembership(standard, alice.uuid), 'accepted')
  projects.sync(standard)
  const moderated = projects.add({
    id: MODERATED_PROJECT,
    system: false,
    name: 'moderated.example.org',
    owner: alice.uuid,
    homepage: 'http://moderated.example.org/',
    description: 'Members are let in by hand',
    endDate: Date.UTC(2041, 4, 6),
    joinPolicy: 'moderated',
    leavePolicy: 'moderated',
    maxMembers: 3n,
    private: false,
    state: 'active',
    limits: filledLimits(MODERATED_LIMITS),
  })
  approved(projects, moderated, MODERATED_LIMITS)
  projects.sync(moderated)
}

function approved(projects: ProjectStore, project: Project, resources: ReadonlyMap<string, Limits>): void {
  const { name, owner, homepage, description, endDate, joinPolicy, leavePolicy, maxMembers } = project
  projects.addApplication({
    project,
    applicant: owner ?? '',
    state: 'approved',
    startDate: null,
    comments: '',
    resources,
    private: project.private,
    name,
    owner,
    homepage,
    description,
    endDate,
    joinPolicy,
    leavePolicy,
    maxMembers,
  })
}

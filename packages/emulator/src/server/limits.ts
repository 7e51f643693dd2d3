import type { WholeCloud } from './whole-cloud.ts'

/** A limit of a user within a project; undefined if they were never a member of it. */
export function limitOf(cloud: WholeCloud, user: string, project: string, resource: string): bigint | undefined {
  return cloud.quota.holding(`user:${user}`, `project:${project}`, resource)?.limit
}

/** Sets a limit of a user within a project. The project of a user alone has the same limits as the user. */
export function setLimit(cloud: WholeCloud, user: string, project: string, resource: string, limit: bigint): void {
  cloud.quota.setLimit(`user:${user}`, `project:${project}`, resource, limit)
  if (project !== user) return
  cloud.quota.setLimit(`project:${project}`, null, resource, limit)
  const own = cloud.projects.byUuid(project)
  own.limits = new Map([...own.limits, [resource, { member: limit, project: limit }]])
}

import type { BuildFailure, Cloud } from '../cloud.ts'
import type { Charge } from '../identity/model.ts'
import type { Flavor, Server, Servers, Tag } from './model.ts'
import { runningCharges, standingCharges } from './quota.ts'

/** What the jobs of the compute service do when they begin and when they have ended. */
export function defineServerJobs(servers: Servers, cloud: Cloud): void {
  // Building takes twice as long as other work: first the image is copied, then the machine is set up.
  servers.defineJob('BUILD', {
    begin: (server) => {
      server.progress = 50
      cloud.incidents.buildBegins(server)
    },
    done: (server) => {
      const failure = cloud.incidents.buildFailure(server)
      if (failure) breakServer(cloud, server, failure)
      else built(cloud, server)
    },
  })
  servers.defineJob('START', { done: (server) => (server.operstate = 'STARTED') })
  servers.defineJob('STOP', {
    done: (server) => {
      server.operstate = 'STOPPED'
      giveBackRunning(cloud, server)
    },
  })
  servers.defineJob('REBOOT', {
    begin: (server) => (server.rebooting = true),
    done: (server) => {
      server.rebooting = false
      server.operstate = 'STARTED'
    },
  })
  servers.defineJob('RESIZE', {
    done: (server, flavor: Flavor) => {
      const less = flavorDifference(server.project, flavor, server.flavor).filter(({ quantity }) => quantity > 0)
      cloud.cycladesQuota.giveBack(server.owner, less)
      server.flavor = flavor
    },
  })
  servers.defineJob('RESCUE', { done: (server) => (server.rescue = true) })
  servers.defineJob('UNRESCUE', { done: (server) => (server.rescue = false) })
  servers.defineJob('DESTROY', { done: (server) => destroyed(cloud, server) })
  servers.defineJob('CONNECT', { done: (server) => cloud.ports.activate(server.id) })
}

function built(cloud: Cloud, server: Server): void {
  server.operstate = 'STARTED'
  server.progress = 100
  server.tags = server.tags.map(({ name }) => ({ name, status: 'ACTIVE' }))
  addDiagnostic(cloud, server, 'DEBUG', { message: 'Image customization finished', details: null })
  cloud.ports.activate(server.id)
  cloud.volumes.builtOn(server.id)
}

/** What a failed creation does: server, ports and volumes are in ERROR (logic/backend.py, OP_INSTANCE_CREATE). */
export function breakServer(cloud: Cloud, server: Server, failure: BuildFailure): void {
  server.operstate = 'ERROR'
  addDiagnostic(cloud, server, 'ERROR', failure)
  for (const port of cloud.ports.ofServer(server.id)) port.state = 'ERROR'
  for (const volume of cloud.volumes.of(server.id)) volume.status = 'ERROR'
}

function addDiagnostic(
  cloud: Cloud,
  server: Server,
  level: 'DEBUG' | 'ERROR',
  { message, details }: BuildFailure,
): void {
  const now = cloud.clock.now()
  const source = level === 'ERROR' ? 'image-error' : 'image-info'
  server.diagnostics = [{ level, created: now, source, sourceDate: now, message, details }, ...server.diagnostics]
}

function destroyed(cloud: Cloud, server: Server): void {
  giveBackRunning(cloud, server)
  cloud.volumes.removeOf(server.id)
  for (const port of cloud.ports.ofServer(server.id)) cloud.ports.remove(port)
  cloud.cycladesQuota.giveBack(server.owner, standingCharges(server.project, server.flavor))
  server.rebooting = false
  server.rescue = false
  server.deleted = true
}

function giveBackRunning(cloud: Cloud, server: Server): void {
  if (!server.charged) return
  cloud.cycladesQuota.giveBack(server.owner, runningCharges(server.project, server.flavor))
  server.charged = false
}

/** What the backend confirms about tags: those that are gone, those that are there. */
export interface TagChange {
  readonly gone: readonly string[]
  readonly there: readonly string[]
}

/** The tags once the backend has reported them as they are: one that was taken away meanwhile is back. */
export function confirmedTags(tags: readonly Tag[], { gone, there }: TagChange): readonly Tag[] {
  const statuses = new Map(withoutTags(tags, gone).map(({ name, status }) => [name, status]))
  for (const name of there) statuses.set(name, 'ACTIVE')
  return [...statuses].map(([name, status]) => ({ name, status }))
}

export function withoutTags(tags: readonly Tag[], gone: readonly string[]): readonly Tag[] {
  return tags.filter(({ name }) => !gone.includes(name))
}

/** What one flavor costs more than another, or less. */
export function flavorDifference(project: string, from: Flavor, to: Flavor): Charge[] {
  return [
    { project, resource: 'cyclades.total_cpu', quantity: to.vcpus - from.vcpus },
    { project, resource: 'cyclades.total_ram', quantity: BigInt(to.ram - from.ram) * 1024n ** 2n },
  ]
}

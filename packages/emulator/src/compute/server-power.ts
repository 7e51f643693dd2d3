import type { Cloud } from '../cloud.ts'
import { badRequest, buildInProgress, forbidden, internalServerError, itemNotFound } from '../http/fault.ts'
import { ownership } from '../identity/model.ts'
import { pythonInt } from '../python/int.ts'
import { pythonText } from '../python/repr.ts'
import { diskCharge } from '../volume/model.ts'
import { isOpenTo } from './flavors.ts'
import type { Flavor, Server } from './model.ts'
import { runningCharges, standingCharges } from './quota.ts'
import { flavorDifference } from './server-jobs.ts'

/** Charges what only a running machine costs. @throws {Fault} 413 */
function chargeRunning(cloud: Cloud, server: Server): void {
  if (server.charged) return
  cloud.cycladesQuota.charge(server.owner, runningCharges(server.project, server.flavor))
  server.charged = true
}

/** @throws {Fault} 400 wrong state, 409 being built, 413 processors or memory */
export function startServer(cloud: Cloud, server: Server): void {
  cloud.servers.checkAction(server, 'START')
  chargeRunning(cloud, server)
  cloud.servers.queueJob(server, 'START', { commission: true })
}

/** @throws {Fault} 400 wrong state, 409 being built */
export function stopServer(cloud: Cloud, server: Server): void {
  cloud.servers.runJob(server, 'STOP', { commission: true })
}

/** Starts a stopped server, too. @throws {Fault} 400 task pending or ERROR, 409 being built, 413 */
export function rebootServer(cloud: Cloud, server: Server): void {
  cloud.servers.checkAction(server, 'REBOOT')
  const stopped = server.operstate === 'STOPPED'
  if (stopped) chargeRunning(cloud, server)
  cloud.servers.queueJob(server, 'REBOOT', { commission: stopped })
}

/** @throws {Fault} 400 the same flavor, another disk size or volume type, wrong state; 409 being built; 413 */
export function resizeServer(cloud: Cloud, server: Server, flavor: Flavor): void {
  cloud.servers.checkAction(server, 'RESIZE')
  const old = server.flavor
  const { owner, project } = server
  const more = flavorDifference(project, old, flavor).filter(({ quantity }) => quantity > 0)
  // The commission comes before anything else is looked at.
  cloud.cycladesQuota.check(owner, more)
  if (old.id === flavor.id)
    throw badRequest(`Server '<vm:${server.id}@backend:1>' flavor is already '<${old.id}:${old.name}>'.`)
  if (old.disk !== flavor.disk) throw badRequest("Cannot change instance's disk size.")
  if (old.volumeType.id !== flavor.volumeType.id) throw badRequest("Cannot change instance's volume type.")
  cloud.cycladesQuota.charge(owner, more)
  cloud.servers.queueJob(server, 'RESIZE', { commission: true, args: flavor })
}

/** The rescue image of the provider: the only one. */
const RESCUE_IMAGE = 1

/** @throws {Fault} 400 wrong state or rescued already, 404 no such rescue image, 409 being built */
export function rescueServer(cloud: Cloud, server: Server, image: unknown): void {
  cloud.servers.checkAction(server, 'RESCUE')
  if (image !== undefined && image !== null) {
    const id = pythonInt(image)
    if (id === undefined) throw internalServerError()
    if (id !== RESCUE_IMAGE) throw itemNotFound(`Rescue image ${id} not found`)
  }
  cloud.servers.queueJob(server, 'RESCUE')
}

/** @throws {Fault} 400 wrong state or not rescued, 409 being built */
export function unrescueServer(cloud: Cloud, server: Server): void {
  cloud.servers.runJob(server, 'UNRESCUE')
}

/** Allowed in every state but while the server is built. @throws {Fault} 400 deleted, 409 being built */
export function destroyServer(cloud: Cloud, server: Server): void {
  cloud.servers.checkAction(server, 'DESTROY')
  if (server.operstate === 'BUILD') throw buildInProgress('Server is being build')
  cloud.servers.queueJob(server, 'DESTROY', { commission: true })
}

/**
 * Moves a server and its root volume to another project, at once.
 * @throws {Fault} 400 task pending or the owner is not in the project, 409 being built, 413
 */
export function reassignServer(cloud: Cloud, server: Server, to: unknown, shared: unknown): void {
  cloud.servers.checkAction(server, 'REASSIGN')
  const root = cloud.volumes.of(server.id).find(({ index }) => index === 0)
  if (server.project !== to && !isOpenTo(server.flavor, pythonText(to)))
    throw forbidden("Cannot reassign VM. Target project doesn't have access to the VM's flavor.")
  const { project, sharedToProject } = ownership(to, shared)
  if (server.project !== project) {
    cloud.cycladesQuota.requireMember(server.owner, project)
    const lines = (to: string, sign: 1 | -1) => [
      ...standingCharges(to, server.flavor, sign),
      ...(server.charged ? runningCharges(to, server.flavor, sign) : []),
      ...(root ? [diskCharge(to, root.size, sign)] : []),
    ]
    cloud.cycladesQuota.charge(server.owner, [...lines(server.project, -1), ...lines(project, 1)])
  }
  server.project = project
  server.sharedToProject = sharedToProject
  server.updated = cloud.clock.now()
  if (!root) return
  root.project = project
  root.sharedToProject = sharedToProject
  root.updated = server.updated
}

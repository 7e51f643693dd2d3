import type { Cloud } from '../cloud.ts'
import { badRequest, buildInProgress } from '../http/fault.ts'
import type { Action, Server } from './model.ts'

const NEEDS: Readonly<Partial<Record<Action, Server['operstate']>>> = {
  START: 'STOPPED',
  STOP: 'STARTED',
  RESIZE: 'STOPPED',
  RESCUE: 'STOPPED',
  UNRESCUE: 'STOPPED',
}

/**
 * Can this be done to the server as it is now?
 * @throws {Fault} 400 deleted, another task pending, ERROR or the wrong state; 409 being built
 */
export function checkAction(server: Server, action: Action): void {
  if (server.deleted) throw badRequest(`Server '${server.id}' has been deleted.`)
  // Destroying is always permitted.
  if (action === 'DESTROY') return
  if (server.task === 'BUILD') throw buildInProgress(`Server '${server.id}' is being built.`)
  if (server.task) throw badRequest(`Cannot perform '${action}' action while there is a pending '${server.task}'.`)
  if (action === 'REASSIGN') return
  const { operstate } = server
  if (operstate === 'BUILD' && action !== 'BUILD') throw buildInProgress(`Server '${server.id}' is being built.`)
  const needed = NEEDS[action]
  if (operstate === 'ERROR' || (needed && operstate !== needed))
    throw badRequest(`Cannot perform '${action}' action while server is in '${operstate}' state.`)
  if (action === 'RESCUE' && server.rescue)
    throw badRequest("Cannot perform 'RESCUE' action while server is in rescue mode.")
  if (action === 'UNRESCUE' && !server.rescue)
    throw badRequest("Cannot perform 'UNRESCUE' action while server is not in rescue mode.")
}

export interface Job {
  /** The task holds a quota commission until it ends: tags cannot be changed meanwhile. */
  readonly commission?: boolean
  /** When the job is taken up, having waited in the backend's queue for as long as work takes. Without it a job does not wait. */
  readonly begin?: () => void
  /** When the job has ended; not called for a server that was deleted meanwhile. */
  readonly done: () => void
}

/** Checks an action, shows it as the server's task, and does it after the time that background work takes. */
export function runJob(cloud: Cloud, server: Server, action: Action, job: Job): void {
  checkAction(server, action)
  queueJob(cloud, server, action, job)
}

/** `runJob` without the check. */
export function queueJob(cloud: Cloud, server: Server, action: Action, job: Job): void {
  const id = ++server.job
  const now = cloud.clock.now()
  server.task = action
  server.commission = job.commission ?? false
  server.updated = now
  const step = cloud.options.transitionMs
  const start = Math.max(now, server.busyUntil) + (job.begin ? step : 0)
  server.busyUntil = start + step
  const { begin } = job
  if (begin)
    cloud.clock.after(start - now, () => {
      if (!server.deleted) begin()
    })
  cloud.clock.after(server.busyUntil - now, () => {
    if (!server.deleted) job.done()
    if (server.job === id) {
      server.task = undefined
      server.commission = false
    }
    server.updated = cloud.clock.now()
  })
}

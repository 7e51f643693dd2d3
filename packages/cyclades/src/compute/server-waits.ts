import type { RequestOptions, StatusTarget, WaitOptions } from '@kamaki/core'
import { rejectArgument, requireId, type StatusRules, waitUntilStatus, waitWhileStatus } from '@kamaki/core/toolkit'
import type { ServerId } from '../common/types.ts'
import type { Server, ServerStatus } from './server-types.ts'

/** What to wait for: a status, any of several, or a condition on the server. */
export type ServerTarget = StatusTarget<Server, ServerStatus>

type Poll = (options: RequestOptions) => Promise<Server>

/** @throws {InvalidArgumentError} for `RESIZE`, which is never a status. */
export function rejectResize(target: ServerTarget): void {
  const wanted: readonly unknown[] = Array.isArray(target) ? target : [target]
  if (wanted.includes('RESIZE')) {
    rejectArgument('target', 'must not be RESIZE, which is never a status; wait for STOPPED, or use waitUntilIdle()')
  }
}

export function waitWhileServer(
  get: Poll,
  serverId: ServerId,
  current: ServerStatus | readonly ServerStatus[],
  options?: WaitOptions<Server>,
): Promise<Server> {
  // A resize shows in the task alone: the status stays STOPPED.
  const resizing = typeof current === 'string' ? current === 'RESIZE' : current.includes('RESIZE')
  const statusOf = (server: Server): string =>
    resizing && server['SNF:task_state'] === 'RESIZING' ? 'RESIZE' : server.status
  return waitWhileStatus(get, current, { ...serverRules(serverId), statusOf }, options)
}

export function waitUntilServerIsIdle(get: Poll, serverId: ServerId, options?: WaitOptions<Server>): Promise<Server> {
  const rules = serverRules(serverId)
  const idle = (server: Server): boolean => !isBusy(server) && !['ERROR', 'DELETED'].includes(server.status)
  return waitUntilStatus(get, idle, rules, options)
}

/** Whether a task is running on the server. The plain dialect of OpenStack does not show it. */
function isBusy(server: Server): boolean {
  return Boolean(server['SNF:task_state'])
}

export function serverRules(serverId: ServerId): StatusRules<Server> {
  return {
    describe: `server ${requireId(serverId, 'serverId')}`,
    statusOf: (server) => server.status,
    stateOf: (server) => (isBusy(server) ? `${server.status} (${server['SNF:task_state']})` : server.status),
    busy: isBusy,
    broken: ['ERROR'],
    deleted: 'DELETED',
    resting: ['ACTIVE', 'STOPPED'],
  }
}

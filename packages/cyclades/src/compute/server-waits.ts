import type { RequestOptions, StatusTarget, WaitOptions } from '@kamaki/core'
import { rejectArgument, requireId, type StatusRules, waitUntilStatus, waitWhileStatus } from '@kamaki/core/toolkit'
import type { ServerId } from '../common/ids.ts'
import type { Server, ServerStatus } from './server-types.ts'

/** What to wait for: a status, any of several, or whatever a function tells of the server. */
export type ServerTarget = StatusTarget<Server, ServerStatus>

type Poll = (id: ServerId, options: RequestOptions) => Promise<Server>

/** @throws {InvalidArgumentError} for `RESIZE`, which is never a status. */
export function refuseResize(target: ServerTarget): void {
  const wanted: readonly unknown[] = Array.isArray(target) ? target : [target]
  if (wanted.includes('RESIZE')) {
    rejectArgument(
      'target',
      'must not be RESIZE, which no server shows; wait until it is STOPPED again, or use waitUntilIdle',
    )
  }
}

export function waitWhileServer(
  get: Poll,
  id: ServerId,
  current: ServerStatus | readonly ServerStatus[],
  options?: WaitOptions<Server>,
): Promise<Server> {
  // A resize is seen by its task alone: the status stays STOPPED.
  const resizing = typeof current === 'string' ? current === 'RESIZE' : current.includes('RESIZE')
  const statusOf = (server: Server): string =>
    resizing && server['SNF:task_state'] === 'RESIZING' ? 'RESIZE' : server.status
  return waitWhileStatus((request) => get(id, request), current, { ...serverRules(id), statusOf }, options)
}

export function waitUntilServerIsIdle(get: Poll, id: ServerId, options?: WaitOptions<Server>): Promise<Server> {
  const rules = serverRules(id)
  const idle = (server: Server): boolean => !isBusy(server) && !['ERROR', 'DELETED'].includes(server.status)
  return waitUntilStatus((request) => get(id, request), idle, rules, options)
}

/** Whether something is being done to the server. The plain dialect of OpenStack does not tell. */
function isBusy(server: Server): boolean {
  return Boolean(server['SNF:task_state'])
}

export function serverRules(id: ServerId): StatusRules<Server> {
  return {
    describe: `server ${requireId(id, 'id')}`,
    statusOf: (server) => server.status,
    stateOf: (server) => (isBusy(server) ? `${server.status} (${server['SNF:task_state']})` : server.status),
    busy: isBusy,
    broken: ['ERROR'],
    deleted: 'DELETED',
    resting: ['ACTIVE', 'STOPPED'],
  }
}

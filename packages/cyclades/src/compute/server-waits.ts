import type { RequestOptions, StatusTarget, WaitOptions } from '@kamaki/core'
import { rejectArgument, requireId, type StatusRules, waitUntilStatus, waitWhileStatus } from '@kamaki/core/toolkit'
import { oneLine } from '../common/checks.ts'
import type { ServerId } from '../common/types.ts'
import type { Server, ServerStatus } from './server-types.ts'

/** What to wait for: a status, any of several, or a condition on the server. */
export type ServerTarget = StatusTarget<Server, ServerStatus>

type Poll = (options: RequestOptions) => Promise<Server>

/** @throws {InvalidArgumentError} for `RESIZE` and `RESCUE`, which are never a status. */
export function rejectNeverSeen(target: ServerTarget): void {
  const wanted: readonly unknown[] = Array.isArray(target) ? target : [target]
  if (wanted.includes('RESIZE')) {
    rejectArgument('target', 'must not be RESIZE, which is never a status; wait for STOPPED, or use waitUntilIdle()')
  }
  if (wanted.includes('RESCUE')) {
    rejectArgument('target', "must not be RESCUE, which is never a status; wait for (server) => server['SNF:rescue']")
  }
}

export function waitWhileServer(
  get: Poll,
  rules: StatusRules<Server>,
  current: ServerStatus | readonly ServerStatus[],
  options?: WaitOptions<Server>,
): Promise<Server> {
  // A resize shows in the task alone: the status stays STOPPED.
  const resizing = typeof current === 'string' ? current === 'RESIZE' : current.includes('RESIZE')
  const statusOf = (server: Server): string =>
    resizing && server['SNF:task_state'] === 'RESIZING' ? 'RESIZE' : server.status
  return waitWhileStatus(get, current, { ...rules, statusOf }, options)
}

export function waitUntilServerIsIdle(
  get: Poll,
  rules: StatusRules<Server>,
  options?: WaitOptions<Server>,
): Promise<Server> {
  const idle = (server: Server): boolean => !isBusy(server) && !['ERROR', 'DELETED'].includes(server.status)
  return waitUntilStatus(get, idle, rules, options)
}

/** The statuses of Synnefo. */
export const SERVER_STATUSES: readonly ServerStatus[] = [
  'BUILD',
  'ACTIVE',
  'STOPPED',
  'REBOOT',
  'RESIZE',
  'ERROR',
  'DELETED',
  'UNKNOWN',
]

/** What OpenStack calls them. */
export const SERVER_SYNONYMS: Readonly<Record<string, ServerStatus>> = {
  SHUTOFF: 'STOPPED',
  HARD_REBOOT: 'REBOOT',
  SOFT_DELETED: 'DELETED',
}

/** Those that only OpenStack has. */
const OPENSTACK_STATUSES: readonly string[] = [
  ...Object.keys(SERVER_SYNONYMS),
  'MIGRATING',
  'PASSWORD',
  'PAUSED',
  'REBUILD',
  'REVERT_RESIZE',
  'SHELVED',
  'SHELVED_OFFLOADED',
  'SUSPENDED',
  'VERIFY_RESIZE',
]

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
    known: [...SERVER_STATUSES, ...OPENSTACK_STATUSES],
    broken: ['ERROR'],
    reason: reasonOf,
    deleted: 'DELETED',
    resting: ['ACTIVE', 'STOPPED'],
  }
}

/** Synnefo shows the latest diagnostic, OpenStack a fault. */
function reasonOf(server: Server & { readonly fault?: { readonly message?: unknown } | null }): string | undefined {
  const [latest] = Array.isArray(server.diagnostics) ? server.diagnostics : []
  return oneLine(latest?.message) ?? oneLine(server.fault?.message)
}

import type { Cloud } from '../cloud.ts'
import type { Call } from '../http/request.ts'
import { isoDate } from '../python/dates.ts'
import { flavorLinks, imageLinks, serverLinks } from './links.ts'
import type { Action, Diagnostic, Operstate, Server } from './model.ts'

const STATUS: Readonly<Record<Operstate, string>> = {
  BUILD: 'BUILD',
  STARTED: 'ACTIVE',
  STOPPED: 'STOPPED',
  ERROR: 'ERROR',
}

const TASK: Readonly<Partial<Record<Action, string>>> = {
  BUILD: 'BUILDING',
  START: 'STARTING',
  STOP: 'STOPPING',
  REBOOT: 'REBOOTING',
  DESTROY: 'DESTROYING',
  RESIZE: 'RESIZING',
  RESCUE: 'RESCUING',
  UNRESCUE: 'UNRESCUING',
  CONNECT: 'CONNECTING',
  DISCONNECT: 'DISCONNECTING',
  ATTACH_VOLUME: 'ATTACHING_VOLUME',
  DETACH_VOLUME: 'DETACHING_VOLUME',
}

export function statusOf(server: Server): string {
  if (server.deleted) return 'DELETED'
  return server.rebooting && server.operstate === 'STARTED' ? 'REBOOT' : STATUS[server.operstate]
}

/** What is being done to a server; '' for nothing. */
export function taskOf(server: Server): string {
  return server.task ? (TASK[server.task] ?? 'UNKNOWN') : ''
}

/** A server as lists show it. */
export function serverSummary(call: Call, server: Server): Record<string, unknown> {
  return { id: server.id, name: server.name, links: serverLinks(call, server.id) }
}

/** A server in full. */
export function serverDetail(call: Call, cloud: Cloud, server: Server): Record<string, unknown> {
  const status = statusOf(server)
  const latest = server.diagnostics[0]
  return {
    ...serverSummary(call, server),
    user_id: server.owner,
    tenant_id: server.project,
    shared_to_project: server.sharedToProject,
    status,
    'SNF:task_state': taskOf(server),
    progress: status === 'ACTIVE' ? 100 : server.progress,
    hostId: '',
    updated: isoDate(server.updated),
    created: isoDate(server.created),
    flavor: { id: server.flavor.id, links: flavorLinks(call, server.flavor.id) },
    image: { id: server.imageId, links: imageLinks(call, server.imageId) },
    suspended: server.suspended,
    metadata: Object.fromEntries(server.metadata),
    tags: server.tags.filter((tag) => tag.status === 'ACTIVE').map(({ name }) => name),
    ...cloud.ports.addressesOf(server.id),
    volumes: cloud.volumes.of(server.id).map(({ id }) => id),
    diagnostics: latest ? [diagnosticJson(latest)] : [],
    security_groups: [{ name: 'default' }],
    key_name: server.keyNames[0] ?? null,
    'SNF:key_names': server.keyNames,
    config_drive: '',
    accessIPv4: '',
    accessIPv6: '',
    'SNF:fqdn': `snf-${server.id}.vm.example.synnefo.org`,
    'SNF:port_forwarding': {},
    deleted: server.deleted,
    'SNF:rescue': server.rescue,
  }
}

export function diagnosticJson(diagnostic: Diagnostic): Record<string, unknown> {
  const { level, created, source, sourceDate, message, details } = diagnostic
  return {
    source,
    created: isoDate(created),
    message,
    details,
    level,
    ...(sourceDate === undefined ? {} : { source_date: isoDate(sourceDate) }),
  }
}

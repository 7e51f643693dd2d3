import { isoDate } from '../python/dates.ts'
import type { ComputeCloud } from './compute-cloud.ts'
import type { Server } from './model.ts'
import { statusOf } from './server-json.ts'

/** The one backend of this cloud. */
export const BACKEND = 'ganeti1.example.synnefo.org'

const MIB = 1024 ** 2
const GIB = 1024 ** 3

function count<T>(things: readonly T[], keyOf: (thing: T) => string | number): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const thing of things) counts[keyOf(thing)] = (counts[keyOf(thing)] ?? 0) + 1
  return counts
}

const live = (cloud: ComputeCloud): Server[] => cloud.servers.all().filter(({ deleted }) => !deleted)

/** What everybody may know: servers and networks by their status. */
export function publicStats(cloud: ComputeCloud): Record<string, unknown> {
  const servers: Record<string, { count: number; cpu: number; ram: number; disk: number }> = {}
  for (const server of live(cloud)) {
    const status = statusOf(server)
    const sum = servers[status] ?? { count: 0, cpu: 0, ram: 0, disk: 0 }
    const { vcpus, ram, disk } = server.flavor
    servers[status] = { count: sum.count + 1, cpu: sum.cpu + vcpus, ram: sum.ram + ram, disk: sum.disk + disk }
  }
  const networks = cloud.networks.all().filter(({ deleted }) => !deleted)
  return { servers, networks: networks.length > 0 ? { ACTIVE: { count: networks.length } } : {} }
}

export function simpleStats(cloud: ComputeCloud): Record<string, unknown> {
  const servers = cloud.servers.all()
  return {
    spawned_servers: servers.length,
    active_servers: servers.filter((server) => statusOf(server) === 'ACTIVE').length,
    spawned_networks: cloud.networks.all().length,
  }
}

/** What only those may know who are permitted to. */
export function detailedStats(cloud: ComputeCloud, options: { withNetworks: boolean }): Record<string, unknown> {
  const servers = live(cloud)
  return {
    datetime: isoDate(cloud.clock.now()),
    clusters: { [BACKEND]: cluster(servers) },
    servers: {
      started: group(servers.filter(({ operstate }) => operstate === 'STARTED')),
      stopped: group(servers.filter(({ operstate }) => operstate === 'STOPPED')),
      error: group(servers.filter(({ operstate }) => operstate === 'ERROR')),
    },
    images: count(servers, ({ imageId }) => imageKey(cloud, imageId)),
    ...(options.withNetworks ? networkStats(cloud) : {}),
  }
}

function group(servers: readonly Server[]): Record<string, unknown> {
  const disk: Record<string, Record<string, number>> = {}
  for (const { flavor } of servers) {
    const sizes = disk[flavor.volumeType.diskTemplate] ?? {}
    sizes[flavor.disk * GIB] = (sizes[flavor.disk * GIB] ?? 0) + 1
    disk[flavor.volumeType.diskTemplate] = sizes
  }
  return {
    count: servers.length,
    cpu: count(servers, ({ flavor }) => flavor.vcpus),
    ram: count(servers, ({ flavor }) => flavor.ram * MIB),
    disk,
  }
}

function cluster(servers: readonly Server[]): Record<string, unknown> {
  const sum = (of: (server: Server) => number) => servers.reduce((total, server) => total + of(server), 0)
  return {
    drained: false,
    offline: false,
    hypervisor: 'kvm',
    disk_templates: ['ext_archipelago', 'drbd'],
    virtual_servers: servers.length,
    virtual_cpu: sum(({ flavor }) => flavor.vcpus),
    virtual_ram: sum(({ flavor }) => flavor.ram * MIB),
    virtual_disk: sum(({ flavor }) => flavor.disk * GIB),
    nodes: {
      'node1.example.synnefo.org': {
        drained: false,
        offline: false,
        vm_capable: true,
        instances: servers.length,
        cpu: 64,
        ram: { total: 512 * GIB, free: 512 * GIB - sum(({ flavor }) => flavor.ram * MIB) },
        disk: { total: 16384 * GIB, free: 16384 * GIB - sum(({ flavor }) => flavor.disk * GIB) },
      },
    },
  }
}

/** `owner:osfamily:os` */
function imageKey(cloud: ComputeCloud, id: string): string {
  const image = cloud.images.peek(id)
  const property = (name: string) => image?.properties[name] ?? 'unknown'
  return `${image?.owner ?? 'unknown'}:${property('osfamily')}:${property('os')}`
}

function networkStats(cloud: ComputeCloud): Record<string, unknown> {
  const networks: Record<string, { active: number; error: number }> = {}
  for (const { type, deleted } of cloud.networks.all()) {
    if (deleted) continue
    const sum = networks[type] ?? { active: 0, error: 0 }
    networks[type] = { ...sum, active: sum.active + 1 }
  }
  const pools = cloud.networks.all().filter((network) => network.floatingIpPool && !network.deleted)
  const used = pools.reduce((sum, network) => sum + cloud.floatingIps.inNetwork(network).length, 0)
  const total = pools.length * 253
  return {
    ip_pools: {
      active: { count: pools.length, total, free: total - used },
      drained: { count: 0, total: 0, free: 0 },
    },
    networks,
  }
}

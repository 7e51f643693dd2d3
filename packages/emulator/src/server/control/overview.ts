import { statusOf, taskOf } from '../../compute/server-json.ts'
import type { BuiltCloud } from '../build-cloud.ts'

type Json = Record<string, unknown>

/** Everything in the cloud that is not deleted, whoever it belongs to. */
export function overviewOf(cloud: BuiltCloud): Json {
  const owner = (uuid: string | null) => (uuid === null ? null : (cloud.users.byUuid(uuid)?.name ?? uuid))
  const live = <T extends { deleted: boolean }>(things: readonly T[]) => things.filter(({ deleted }) => !deleted)
  return {
    servers: live(cloud.servers.all()).map((server) => ({
      id: server.id,
      name: server.name,
      owner: owner(server.owner),
      project: server.project,
      status: statusOf(server),
      task: taskOf(server),
      progress: server.progress,
      suspended: server.suspended,
      flavor: server.flavor.name,
      image: server.imageId,
      addresses: cloud.ports.ofServer(server.id).flatMap(({ ips }) => ips.map(({ address }) => address)),
      volumes: cloud.volumes.of(server.id).map(({ id }) => id),
      created: server.created,
      updated: server.updated,
      diagnostics: server.diagnostics.map(({ level, message, details, source, created }) => ({
        level,
        message,
        details,
        source,
        created,
      })),
    })),
    volumes: live(cloud.volumes.all()).map((volume) => ({
      id: volume.id,
      name: volume.name,
      owner: owner(volume.owner),
      project: volume.project,
      status: volume.status,
      size: volume.size,
      server: volume.serverId,
      created: volume.created,
      updated: volume.updated,
    })),
    networks: live(cloud.networks.all()).map((network) => ({
      id: network.id,
      name: network.name,
      owner: owner(network.owner),
      project: network.project,
      public: network.public,
      status: network.destroying ? 'DELETING' : 'ACTIVE',
      type: network.type,
      cidrs: network.subnets.map(({ cidr }) => cidr),
    })),
    ports: cloud.ports.all().map((port) => ({
      id: port.id,
      name: port.name,
      owner: owner(port.owner),
      status: port.state,
      network: port.network.id,
      server: port.serverId,
      mac: port.mac,
      addresses: port.ips.map(({ address }) => address),
    })),
    floatingIps: cloud.floatingIps.all().map((ip) => ({
      id: ip.id,
      address: ip.address,
      owner: owner(ip.owner),
      project: ip.project,
      network: ip.network.id,
      port: ip.port?.id ?? null,
      server: ip.port?.serverId ?? null,
    })),
    images: cloud.images.all().map((image) => ({
      id: image.id,
      name: image.name ?? null,
      owner: owner(image.owner),
      status: image.status,
      public: image.isPublic,
      snapshot: image.isSnapshot,
      size: image.size,
      location: image.location,
    })),
    projects: cloud.projects.all().map((project) => ({
      id: project.id,
      name: project.name,
      owner: owner(project.owner),
      system: project.system,
      state: project.state,
      members: Number(cloud.projects.countMembers(project)),
    })),
  }
}

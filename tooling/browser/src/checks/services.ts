import { AstakosClient, availableQuota } from '@kamaki/astakos'
import { BlockStorageClient, ComputeClient } from '@kamaki/cyclades'
import { NetworkClient } from '@kamaki/network'
import { uniqueName } from '../cloud.ts'
import { equal, ok } from '../expect.ts'
import type { Check } from './check.ts'

/** Identity, compute, volumes, networks. */
export const serviceChecks: readonly Check[] = [
  {
    name: 'signs in, and finds every service in the catalog',
    async run({ astakos }, { authUrl, token }) {
      const { id, name } = await astakos.userInfo()
      ok(id !== '' && name !== '', 'the user has an id and a name')
      const types = (await new AstakosClient(authUrl, token).getServices()).map(({ type }) => type)
      for (const type of ['identity', 'compute', 'volume', 'network', 'image', 'object-store'])
        ok(types.includes(type), `the catalog has ${type}`)
      const quotas = Object.values(await astakos.quotas.get())
      ok(
        quotas.some((project) => project['cyclades.vm'] && availableQuota(project['cyclades.vm']) > 0),
        'there is room for a server',
      )
    },
  },
  {
    name: 'lists what the services have',
    async run({ compute, volumes, network, image, pithos, astakos }) {
      ok((await compute.flavors.listDetail()).length > 0, 'there are flavors')
      ok((await compute.images.list()).length > 0, 'there are images to make servers from')
      ok((await image.images.list()).length > 0, 'there are images in the registry')
      ok((await network.networks.list()).length > 0, 'there are networks')
      ok((await volumes.types.list()).length > 0, 'there are types of volumes')
      ok(Array.isArray(await volumes.volumes.list()), 'volumes can be listed')
      ok(Array.isArray(await network.ports.list()), 'ports can be listed')
      ok(Array.isArray(await network.floatingIps.list()), 'floating IPs can be listed')
      ok(Array.isArray(await pithos.containers.list()), 'containers can be listed')
      ok((await astakos.projects.list()).length > 0, 'there are projects')
    },
  },
  {
    name: 'speaks the plain OpenStack dialect too',
    async run({ astakos }) {
      const compute = await astakos.client(ComputeClient)
      const volumes = await astakos.client(BlockStorageClient)
      const network = await astakos.client(NetworkClient)
      ok(Array.isArray(await compute.servers.list()), 'servers can be listed')
      ok(Array.isArray(await volumes.snapshots.list()), 'snapshots can be listed')
      ok(Array.isArray(await network.subnets.list()), 'subnets can be listed')
    },
  },
  {
    name: 'builds a server on a network, waits for it, and deletes both',
    async run({ compute, network }) {
      const name = uniqueName('server')
      const [flavor] = (await compute.flavors.listDetail()).filter((each) => each['SNF:allow_create'])
      const image = (await compute.images.listDetail()).find((each) => each.public && !each.is_snapshot)
      ok(flavor !== undefined && image !== undefined, 'there are a flavor and an image')
      const inside = await network.networks.create({ type: 'MAC_FILTERED', name })
      try {
        const { id } = await compute.servers.create({
          name,
          flavorRef: flavor.id,
          imageRef: image.id,
          networks: [{ uuid: inside.id }],
          metadata: { note: 'από παντού' },
          personality: [{ path: '/etc/motd', contents: 'Καλημέρα\n' }],
        })
        const seen: string[] = []
        const server = await compute.servers.waitUntil(id, 'ACTIVE', {
          intervalMs: 50,
          onPoll: ({ status }) => seen.push(status),
        })
        equal(server.metadata['note'], 'από παντού', 'the metadata')
        ok(seen.length > 0, 'the wait tells what it sees')
        await compute.servers.delete(id)
        await compute.servers.waitUntil(id, 'DELETED', { intervalMs: 50 })
      } finally {
        await network.networks.delete(inside.id)
        await network.networks.waitUntil(inside.id, 'DELETED', { intervalMs: 50 })
      }
    },
  },
]

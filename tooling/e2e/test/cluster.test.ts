import { expect } from 'vitest'
import { createNetwork } from '../src/networks.ts'
import { anyImage, createServer } from '../src/servers.ts'
import { story } from '../src/story.ts'

story(
  'a cluster behind a gateway is built and torn down',
  ['alice'],
  async ({ people: { alice }, label, vars, cleanup }) => {
    const { compute, network } = alice
    const flavorRef = Number(vars['flavorId'])
    const imageRef = await anyImage(alice)

    const inside = await createNetwork(alice, { type: 'MAC_FILTERED', name: `${label}-inside` }, cleanup)
    await network.subnets.create({ network_id: inside.id, cidr: '192.168.50.0/24' })
    const address = await network.floatingIps.create({ floating_network_id: String(vars['publicNetworkId']) })
    cleanup.add(`floating IP ${address.floating_ip_address}`, () => network.floatingIps.delete(address.id))

    const gateway = await createServer(
      alice,
      {
        name: `${label}-gateway`,
        flavorRef,
        imageRef,
        tags: ['gateway'],
        networks: [{ uuid: inside.id }, { uuid: address.floating_network_id, fixed_ip: address.floating_ip_address }],
      },
      cleanup,
    )
    const nodes = []
    for (const name of ['one', 'two']) {
      const node = {
        name: `${label}-${name}`,
        flavorRef,
        imageRef,
        networks: [{ uuid: inside.id }],
        metadata: { role: 'node' },
      }
      nodes.push(await createServer(alice, node, cleanup))
    }
    const seen = new Set<string>()
    const running = await Promise.all(
      [gateway, ...nodes].map(({ id }) =>
        compute.servers.waitUntil(id, 'ACTIVE', { intervalMs: 100, onPoll: ({ status }) => void seen.add(status) }),
      ),
    )
    expect(seen).toContain('ACTIVE')
    expect(running[0]?.attachments.flatMap(({ ipv4 }) => ipv4)).toContain(address.floating_ip_address)

    const ports = (await network.ports.list()).filter((port) => String(port.network_id) === String(inside.id))
    expect(ports.map((port) => String(port.device_id)).sort()).toEqual(running.map(({ id }) => String(id)).sort())
    expect(new Set(ports.map(({ mac_address }) => mac_address)).size).toBe(3)

    await compute.servers.shutdown(gateway.id)
    await compute.servers.waitUntil(gateway.id, 'STOPPED')
    const small = await compute.flavors.get(flavorRef)
    const larger = (await compute.flavors.listDetail()).find(
      ({ disk, ram, ...flavor }) =>
        disk === small.disk && ram > small.ram && flavor['SNF:disk_template'] === small['SNF:disk_template'],
    )
    if (!larger) throw new Error('the cloud has no larger flavor with a disk of the same size')
    await compute.servers.resize(gateway.id, larger.id)
    const resized = await compute.servers.waitUntilIdle(gateway.id)
    expect(resized.flavor.id).toBe(larger.id)
    await compute.servers.start(gateway.id)
    await compute.servers.waitUntil(gateway.id, 'ACTIVE')
    await compute.servers.reboot(gateway.id, { type: 'HARD' })
    await compute.servers.waitUntil(gateway.id, 'ACTIVE')
  },
)

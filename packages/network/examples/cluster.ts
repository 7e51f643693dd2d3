// A cluster of three servers on a private network; the first is their gateway to the internet.
import { type CreatedServer, CycladesComputeClient } from '@kamaki/cyclades'
import { CycladesNetworkClient } from '@kamaki/network'
import { example } from '../../astakos/examples/cloud.ts'
import { pickFlavor, pickImage, remove } from '../../cyclades/examples/pick.ts'

const SIZE = 3
const GATEWAY = '192.168.9.2'

await example(async ({ astakos }) => {
  const compute = await astakos.client(CycladesComputeClient)
  const network = await astakos.client(CycladesNetworkClient)
  const [image, flavor] = [await pickImage(compute), await pickFlavor(compute)]

  /** How to give everything back, last thing first, however far it came. */
  const undo: (() => Promise<unknown>)[] = []
  try {
    const inside = await network.networks.create({ type: 'MAC_FILTERED', name: 'cluster' })
    undo.push(async () => {
      await network.networks.delete(inside.id)
      await network.networks.waitUntilDeleted(inside.id)
    })
    // Addresses come from the pool, lowest first. The gateway's is kept out of it: it is for the gateway server to take.
    await network.subnets.create({
      network_id: inside.id,
      cidr: '192.168.9.0/24',
      gateway_ip: GATEWAY,
      allocation_pools: [{ start: '192.168.9.10', end: '192.168.9.99' }],
    })
    const ip = await network.floatingIps.create()
    undo.push(() => network.floatingIps.delete(ip.id))

    // The gateway is on both networks, the nodes on the inner one only.
    const outside = { uuid: ip.floating_network_id, fixed_ip: ip.floating_ip_address }
    const nodes: CreatedServer[] = []
    for (let index = 0; index < SIZE; index++) {
      const server = await compute.servers.create({
        name: index === 0 ? 'gateway' : `node-${index}`,
        imageRef: image.id,
        flavorRef: flavor.id,
        networks: index === 0 ? [outside, { uuid: inside.id }] : [{ uuid: inside.id }],
        metadata: { cluster: inside.id, role: index === 0 ? 'gateway' : 'node' },
      })
      undo.push(() => remove(compute, server.id))
      nodes.push(server)
    }
    await Promise.all(nodes.map(({ id }) => compute.servers.waitUntil(id, 'ACTIVE')))

    const ports = await network.ports.list()
    for (const { id, name } of nodes) {
      const addresses = ports
        .filter(({ device_id }) => device_id === String(id))
        .flatMap(({ fixed_ips }) => fixed_ips.map(({ ip_address }) => ip_address))
      console.log(`${name}: ${addresses.join(', ')}`)
    }
    console.log(`The cluster is reached at ${ip.floating_ip_address}`)
  } finally {
    for (const step of undo.reverse()) await step()
    console.log('All is given back')
  }
})

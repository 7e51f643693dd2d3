// Connects two servers by a network of their own.
import { CycladesComputeClient } from '@kamaki/cyclades'
import { CycladesNetworkClient } from '@kamaki/network'
import { example } from '../../astakos/examples/cloud.ts'
import { pickFlavor, pickImage, remove } from '../../cyclades/examples/pick.ts'

await example(async ({ astakos }) => {
  const compute = await astakos.client(CycladesComputeClient)
  const network = await astakos.client(CycladesNetworkClient)
  const image = await pickImage(compute)
  const flavor = await pickFlavor(compute)

  // The network first, and its addresses: a subnet cannot be added once servers are connected.
  const inside = await network.networks.create({ type: 'MAC_FILTERED', name: 'inside' })
  const servers: number[] = []
  try {
    await network.subnets.create({ network_id: inside.id, cidr: '192.168.7.0/24', gateway_ip: null })

    // One server is made with the network ...
    const common = { imageRef: image.id, flavorRef: flavor.id }
    const first = await compute.servers.create({ ...common, name: 'first', networks: [{ uuid: inside.id }] })
    servers.push(first.id)
    // ... the other is connected later, which is what ports are for.
    const second = await compute.servers.create({ ...common, name: 'second', networks: [] })
    servers.push(second.id)
    await Promise.all(servers.map((id) => compute.servers.waitUntil(id, 'ACTIVE')))
    const made = await network.ports.create({ network_id: inside.id, device_id: second.id, name: 'second-inside' })
    const port = await network.ports.waitUntil(made.id, 'ACTIVE')
    console.log(`Port ${port.id} is ${port.status}: ${port.fixed_ips[0]?.ip_address} on ${port.mac_address}`)

    const onNetwork = (await network.ports.list()).filter((other) => other.network_id === inside.id)
    for (const { device_id, fixed_ips } of onNetwork) console.log(`Server ${device_id} has ${fixed_ips[0]?.ip_address}`)
    await compute.servers.waitUntilIdle(second.id)
  } finally {
    // Ports go with their servers; then the network can go.
    await Promise.all(servers.map((id) => remove(compute, id)))
    await network.networks.delete(inside.id)
    await network.networks.waitUntilDeleted(inside.id)
    console.log('Servers and network are gone')
  }
})

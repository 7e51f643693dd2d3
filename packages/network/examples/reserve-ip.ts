// Reserves a public IP address, adds it to a server, removes it and releases it.
import { CycladesComputeClient } from '@kamaki/cyclades'
import { CycladesNetworkClient, type FloatingIp } from '@kamaki/network'
import { example } from '../../astakos/examples/cloud.ts'
import { pickFlavor, pickImage, remove } from '../../cyclades/examples/pick.ts'

await example(async ({ astakos }) => {
  const compute = await astakos.client(CycladesComputeClient)
  const network = await astakos.client(CycladesNetworkClient)

  // One that is free already, or a new one from any public network.
  const own = await network.floatingIps.list()
  const free = own.find(({ port_id }) => port_id === null)
  const ip: FloatingIp = free ?? (await network.floatingIps.create())
  console.log(`${ip.floating_ip_address} is ${free ? 'free' : 'reserved'}`)

  const [image, flavor] = [await pickImage(compute), await pickFlavor(compute)]
  const name = 'with-an-ip'
  const server = await compute.servers.create({ name, imageRef: image.id, flavorRef: flavor.id, networks: [] })
  try {
    await compute.servers.waitUntil(server.id, 'ACTIVE')

    // A floating IP gets on a server by a port.
    const { id } = await network.ports.create({
      network_id: ip.floating_network_id,
      device_id: server.id,
      fixed_ips: [{ ip_address: ip.floating_ip_address }],
    })
    await network.ports.waitUntil(id, 'ACTIVE', { onPoll: ({ status }) => console.log(`Port ${id} is ${status}`) })
    const used = await network.floatingIps.get(ip.id)
    console.log(`${used.floating_ip_address} is on server ${used.instance_id}`)

    // It comes off when the port goes.
    await compute.servers.waitUntilIdle(server.id)
    await network.ports.delete(id)
    await network.ports.waitUntilDeleted(id)
    console.log(`${ip.floating_ip_address} is free`)
    await compute.servers.waitUntilIdle(server.id)
  } finally {
    await remove(compute, server.id)
    if (!free) {
      await network.floatingIps.delete(ip.id)
      console.log(`${ip.floating_ip_address} is released`)
    }
  }
})

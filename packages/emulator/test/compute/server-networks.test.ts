import { beforeEach, expect, test } from 'vitest'
import { Session } from './session.ts'

let cloud: Session
beforeEach(async () => {
  cloud = await Session.open()
})

const NETWORK = '/network/v2.0'

async function privateNetwork(): Promise<string> {
  const { body } = await cloud.alice('POST', `${NETWORK}/networks`, { network: { type: 'MAC_FILTERED', name: 'net' } })
  const id = body.network.id
  await cloud.alice('POST', `${NETWORK}/subnets`, { subnet: { network_id: id, cidr: '10.20.30.0/24' } })
  return id
}

async function floatingIp(): Promise<{ id: number; ip: string }> {
  return (await cloud.alice('POST', '/compute/v2.0/os-floating-ips')).body.floating_ip
}

test('A server gets the ports and addresses that were asked for, once it is built', async () => {
  const net = await privateNetwork()
  const port = (await cloud.alice('POST', `${NETWORK}/ports`, { port: { network_id: net } })).body.port.id
  const { ip } = await floatingIp()
  const networks = [{ uuid: net, fixed_ip: '10.20.30.77' }, { port }, { uuid: '1', fixed_ip: ip }]
  const id = await cloud.building({ networks })
  expect(await cloud.show(id)).toMatchObject({ attachments: [], addresses: {} })
  cloud.settle()
  const { attachments, addresses } = await cloud.show(id)
  expect(attachments).toHaveLength(3)
  expect(attachments).toContainEqual(
    expect.objectContaining({ network_id: net, ipv4: '10.20.30.77', 'OS-EXT-IPS:type': 'fixed' }),
  )
  expect(attachments).toContainEqual(
    expect.objectContaining({ network_id: '1', ipv4: ip, 'OS-EXT-IPS:type': 'floating', firewallProfile: 'DISABLED' }),
  )
  expect(addresses['1']).toEqual([{ version: 4, addr: ip, 'OS-EXT-IPS:type': 'floating' }])
  const ips = `/compute/v2.0/servers/${id}/ips`
  expect((await cloud.alice('GET', ips)).body).toEqual({ attachments, addresses })
  expect((await cloud.alice('GET', `${ips}/1`)).body).toEqual({ network: { 1: addresses['1'] } })
  expect((await cloud.alice('GET', `${ips}/${await privateNetwork()}`)).body).toEqual({ network: {} })
  expect((await cloud.alice('GET', `${ips}/mine`)).status).toBe(400)

  await cloud.alice('DELETE', `/compute/v2.0/servers/${id}`)
  cloud.settle()
  expect((await cloud.alice('GET', `${NETWORK}/ports`)).body.ports).toEqual([])
  expect((await cloud.alice('GET', '/compute/v2.0/os-floating-ips')).body.floating_ips[0].instance_id).toBeNull()
})

test('A server that cannot be made leaves its ports as they were', async () => {
  const net = await privateNetwork()
  const port = (await cloud.alice('POST', `${NETWORK}/ports`, { port: { network_id: net } })).body.port.id
  const running = await cloud.server({ networks: [{ port }] })
  const server = { name: 'x', flavorRef: 1, imageRef: cloud.imageId }
  const taken = await cloud.alice('POST', '/compute/v2.0/servers', {
    server: { ...server, networks: [{ uuid: net }, { port }] },
  })
  expect(taken.status).toBe(409)
  const noKey = { ...server, networks: [{ uuid: net }], key_name: 'none' }
  expect((await cloud.alice('POST', '/compute/v2.0/servers', { server: noKey })).status).toBe(404)
  const ports = (await cloud.alice('GET', `${NETWORK}/ports`)).body.ports
  expect(ports).toMatchObject([{ id: port, device_id: String(running), status: 'ACTIVE' }])
})

test('Floating IPs come and go while the server runs', async () => {
  const id = await cloud.server()
  const { ip, id: floating } = await floatingIp()
  expect((await cloud.act(id, { addFloatingIp: { address: '192.0.2.1' } })).body.itemNotFound.message).toBe(
    'Floating IP does not exist.',
  )
  expect((await cloud.act(id, { addFloatingIp: { address: ip } })).status).toBe(202)
  expect((await cloud.show(id))['SNF:task_state']).toBe('CONNECTING')
  cloud.settle()
  expect((await cloud.show(id)).attachments).toMatchObject([{ ipv4: ip }])
  expect((await cloud.act(id, { addFloatingIp: { address: ip } })).body.conflict.message).toBe(
    `IP address '${ip}' is already in use`,
  )
  expect((await cloud.alice('DELETE', `/compute/v2.0/os-floating-ips/${floating}`)).status).toBe(409)
  expect((await cloud.act(id, { removeFloatingIp: { address: ip } })).status).toBe(202)
  expect((await cloud.show(id))['SNF:task_state']).toBe('DISCONNECTING')
  cloud.settle()
  expect((await cloud.show(id)).attachments).toEqual([])
  expect((await cloud.act(id, { removeFloatingIp: { address: ip } })).status).toBe(400)
  expect((await cloud.alice('DELETE', `/compute/v2.0/os-floating-ips/${floating}`)).status).toBe(204)
  expect(cloud.usage('cyclades.floating_ip')).toBe(0)
})

test('The firewall of a port changes in the background', async () => {
  const id = await cloud.server({ networks: [{ uuid: await privateNetwork() }] })
  const [{ id: nic, ...before }] = (await cloud.show(id)).attachments
  expect(before).not.toHaveProperty('firewallProfile')
  const set = (profile: string, port: unknown = nic) => cloud.act(id, { firewallProfile: { profile, nic: port } })
  expect((await set('OPEN')).body.badRequest.message).toBe('Unsupported firewall profile')
  expect((await set('OPEN', 99)).body.itemNotFound.message).toBe("NIC '99' not found")
  expect((await set('PROTECTED')).status).toBe(202)
  cloud.settle()
  expect((await cloud.show(id)).attachments[0].firewallProfile).toBe('PROTECTED')
  await set('DISABLED', String(nic))
  cloud.settle()
  expect((await cloud.show(id)).attachments[0]).not.toHaveProperty('firewallProfile')
})

test('A port that is in use is told before a disk that cannot be made, and free ones stay free', async () => {
  const net = await privateNetwork()
  const port = async () => (await cloud.alice('POST', `${NETWORK}/ports`, { port: { network_id: net } })).body.port.id
  const [free, used] = [await port(), await port()]
  await cloud.server({ networks: [{ port: used }] })
  const server = { name: 'x', flavorRef: 1, imageRef: cloud.imageId, networks: [{ port: free }, { port: used }] }
  const block_device_mapping_v2 = [{ source_type: 'image', uuid: cloud.imageId, volume_size: 201 }]
  const create = (networks: unknown) =>
    cloud.alice('POST', '/compute/v2.0/servers', { server: { ...server, networks, block_device_mapping_v2 } })
  expect((await create(server.networks)).body.conflict.message).toBe(`Port ${used} is already in use.`)
  expect((await create([{ port: free }])).body.badRequest.message).toBe('Maximum volume size is 200GB')
  const { body } = await cloud.alice('GET', `${NETWORK}/ports/${free}`)
  expect(body.port).toMatchObject({ device_id: null, device_owner: null, status: 'DOWN' })
})

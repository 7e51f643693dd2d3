import { describe, expect, it } from 'vitest'
import { Session } from '../compute/session.ts'

async function subnetted(session: Session, cidr = '10.0.0.0/24'): Promise<string> {
  const network = await session.alice('POST', '/network/v2.0/networks', { network: { type: 'MAC_FILTERED' } })
  const network_id = network.body.network.id
  await session.alice('POST', '/network/v2.0/subnets', { subnet: { network_id, cidr } })
  return network_id
}

const port = (session: Session, body: object) => session.alice('POST', '/network/v2.0/ports', { port: body })

describe('a port', () => {
  it('on a server is in BUILD until the server has it, and has a MAC of its network then', async () => {
    const session = await Session.open()
    const network_id = await subnetted(session)
    const device_id = await session.server()
    const made = await port(session, { network_id, device_id })
    expect(made.body.port).toMatchObject({ status: 'BUILD', mac_address: null, device_id: String(device_id) })
    expect(await session.show(device_id)).toMatchObject({ 'SNF:task_state': 'CONNECTING', attachments: [] })
    session.settle()
    const { body } = await session.alice('GET', `/network/v2.0/ports/${made.body.port.id}`)
    expect(body.port.status).toBe('ACTIVE')
    expect(body.port.mac_address).toMatch(/^aa:00:[0-9a-f]{2}(:[0-9a-f]{2}){3}$/)
    expect(await session.show(device_id)).toMatchObject({
      addresses: { [network_id]: [{ addr: '10.0.0.2', version: 4, 'OS-EXT-IPS:type': 'fixed' }] },
      attachments: [{ network_id, ipv4: '10.0.0.2', ipv6: '', mac_address: body.port.mac_address }],
    })
  })

  it('in a network with IPv6 gets an address that follows from its MAC', async () => {
    const session = await Session.open()
    const network_id = await subnetted(session)
    await session.alice('POST', '/network/v2.0/subnets', { subnet: { network_id, cidr: 'fd00::/64', ip_version: 6 } })
    const device_id = await session.server({ networks: [{ uuid: network_id }] })
    const { attachments } = await session.show(device_id)
    expect(attachments[0].ipv6).toMatch(/^fd00::a800:/)
    const { body } = await session.alice('GET', '/network/v2.0/ports')
    expect(body.ports[0].fixed_ips).toHaveLength(2)
  })

  it('is rejected while its server is being built, and then nothing is left of it', async () => {
    const session = await Session.open()
    const network_id = await subnetted(session, '10.0.0.0/29')
    const device_id = await session.building()
    const refused = await port(session, { network_id, device_id })
    expect(refused.status).toBe(409)
    expect(refused.body.buildInProgress.message).toContain('being built')
    expect((await session.alice('GET', '/network/v2.0/ports')).body.ports).toEqual([])
    const first = await port(session, { network_id })
    expect(first.body.port.fixed_ips[0].ip_address).toBe('10.0.0.2')
  })

  it('finds no more than eight on one server', async () => {
    const session = await Session.open()
    const network_id = await subnetted(session)
    const networks = Array.from({ length: 8 }, () => ({ uuid: network_id }))
    const device_id = await session.server({ networks })
    const ninth = await port(session, { network_id, device_id })
    expect([ninth.status, ninth.body.badRequest.message]).toEqual([400, 'Maximum ports per server limit reached'])
    const tooMany = { name: 'x', flavorRef: 1, imageRef: session.imageId, networks: [...networks, networks[0]] }
    const refused = await session.alice('POST', '/compute/v2.0/servers', { server: tooMany })
    expect(refused.body.badRequest.message).toBe('Maximum ports per server limit reached')
    expect((await session.alice('GET', '/network/v2.0/ports')).body.ports).toHaveLength(8)
  })

  it('returns its address, at once or with its server', async () => {
    const session = await Session.open()
    const network_id = await subnetted(session, '10.0.0.0/29')
    const device_id = await session.server({ networks: [{ uuid: network_id }] })
    for (let i = 0; i < 4; i++) expect((await port(session, { network_id })).status).toBe(201)
    const none = await port(session, { network_id })
    expect([none.status, none.body.conflict.message]).toEqual([
      409,
      `No more IP addresses available on network ${network_id}`,
    ])
    await session.alice('DELETE', `/compute/v2.0/servers/${device_id}`)
    session.settle()
    expect((await port(session, { network_id })).body.port.fixed_ips[0].ip_address).toBe('10.0.0.2')
  })

  it.each([
    [{}, 400, "Malformed request. Missing attribute 'network_id'."],
    [{ network_id: [] }, 400, "Malformed request. Invalid 'network_id' field"],
    [{ network_id: 'mine' }, 400, "Invalid network ID 'mine'"],
    [{ network_id: 99 }, 404, 'Network 99 not found.'],
    [
      { network_id: 1 },
      400,
      "'fixed_ips' attribute must contain a floating IP address in order to connect to a public network.",
    ],
    [{ network_id: 1, fixed_ips: [{ ip_address: '203.0.113.9' }] }, 404, 'Floating IP does not exist.'],
    [{ network_id: 2, fixed_ips: 'x' }, 400, "Malformed request. Invalid 'fixed_ips' field"],
    [{ network_id: 2, fixed_ips: [1] }, 400, "Invalid 'fixed_ips' field."],
    [{ network_id: 2, fixed_ips: [{}, {}] }, 400, "'fixed_ips' attribute must contain only one fixed IP."],
    [{ network_id: 2, fixed_ips: [{ ip_address: 'home' }] }, 400, 'home is not a valid IPv4 Address'],
    [{ network_id: 2, fixed_ips: [{ ip_address: 'fd00::1' }] }, 400, "'ip_address' can be only an IPv4 address'"],
    [{ network_id: 2, name: 5 }, 400, "Malformed request. Invalid 'name' field"],
    [{ network_id: 2, name: 'n'.repeat(129) }, 400, 'Port name is too long'],
    [{ network_id: 2, security_groups: ['x'] }, 400, "Invalid 'security_groups' field."],
    [{ network_id: 2, security_groups: [7] }, 404, 'Not valid security group'],
    [{ network_id: 2, device_id: 77 }, 404, 'Server not found.'],
  ])('from %j is rejected', async (body, status, message) => {
    const session = await Session.open()
    await subnetted(session)
    const refused = await port(session, body)
    const fault = Object.values(refused.body)[0] as { message: string }
    expect([refused.status, fault.message]).toEqual([status, message])
    expect((await session.alice('GET', '/network/v2.0/ports')).body.ports).toEqual([])
  })
})

describe('a floating IP', () => {
  it('is put on a server by a port, and is free again when the port goes', async () => {
    const session = await Session.open()
    const device_id = await session.server()
    const ip = (await session.alice('POST', '/network/v2.0/floatingips', { floatingip: {} })).body.floatingip
    const network_id = ip.floating_network_id
    const fixed_ips = [{ ip_address: ip.floating_ip_address }]
    const made = await port(session, { network_id, device_id, fixed_ips })
    session.settle()
    const shown = (await session.alice('GET', `/network/v2.0/floatingips/${ip.id}`)).body.floatingip
    expect(shown).toMatchObject({ instance_id: String(device_id), port_id: made.body.port.id })
    expect((await session.show(device_id)).attachments).toMatchObject([
      { 'OS-EXT-IPS:type': 'floating', ipv4: ip.floating_ip_address, firewallProfile: 'DISABLED' },
    ])
    const inUse = await session.alice('DELETE', `/network/v2.0/floatingips/${ip.id}`)
    expect(inUse.body.conflict.message).toBe(`IP '${ip.id}' is used by server '${device_id}'`)
    const again = await port(session, { network_id, fixed_ips })
    expect(again.body.conflict.message).toBe(`IP address '${ip.floating_ip_address}' is already in use`)
    await session.alice('DELETE', `/network/v2.0/ports/${made.body.port.id}`)
    expect((await session.alice('GET', `/network/v2.0/ports/${made.body.port.id}`)).status).toBe(200)
    session.settle()
    expect((await session.alice('GET', `/network/v2.0/ports/${made.body.port.id}`)).status).toBe(404)
    expect((await session.alice('DELETE', `/network/v2.0/floatingips/${ip.id}`)).status).toBe(204)
  })

  it('of the user is taken for a server that names only the network', async () => {
    const session = await Session.open()
    const networks = [{ uuid: '1' }]
    const server = { name: 'x', flavorRef: 1, imageRef: session.imageId, networks }
    const none = await session.alice('POST', '/compute/v2.0/servers', { server })
    expect([none.status, none.body.conflict.message]).toEqual([
      409,
      "Cannot find an unused floating IP to connect server to network '1'. Please create a floating IP.",
    ])
    const ip = (await session.alice('POST', '/network/v2.0/floatingips', { floatingip: {} })).body.floatingip
    const id = await session.server({ networks })
    expect((await session.show(id)).attachments[0].ipv4).toBe(ip.floating_ip_address)
  })

  it('runs out', async () => {
    const session = await Session.open()
    for (let i = 0; i < 20; i++) await session.alice('POST', '/network/v2.0/floatingips', { floatingip: {} })
    const over = await session.alice('POST', '/network/v2.0/floatingips', { floatingip: {} })
    expect(over.body.overLimit).toMatchObject({
      code: 413,
      details: "Limit for resource 'Floating IP address' exceeded for your account. Available: 0, Requested: 1",
    })
    const free = (await session.bob('POST', '/network/v2.0/floatingips', { floatingip: {} })).body.floatingip
    expect(free.floating_ip_address).toBe('203.0.113.22')
  })
})

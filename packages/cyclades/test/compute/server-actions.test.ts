import { BadRequestError, ConflictError, NotFoundError } from '@kamaki/core'
import type { Server } from '@kamaki/cyclades'
import { errorOf } from '@kamaki-tooling/testing'
import { beforeEach, expect, it } from 'vitest'
import { type TestCloud, testCloud } from '../cloud.ts'

let cloud: TestCloud
let server: Server
beforeEach(async () => {
  cloud = await testCloud()
  server = await cloud.running(cloud.alice)
})

const stop = async (): Promise<Server> => {
  await cloud.alice.compute.servers.shutdown(server.id)
  return cloud.alice.compute.servers.waitUntil(server.id, 'STOPPED', cloud.turning)
}

it('turns a server off and on', async () => {
  const { servers } = cloud.alice.compute
  await servers.shutdown(server.id)
  // Still ACTIVE: waiting for ACTIVE now would be waiting for nothing, if the task did not count.
  expect(await servers.get(server.id)).toMatchObject({ status: 'ACTIVE', 'SNF:task_state': 'STOPPING' })
  const off = await servers.waitWhile(server.id, 'ACTIVE', cloud.turning)
  expect(off).toMatchObject({ status: 'STOPPED', 'SNF:task_state': '' })
  await servers.start(server.id)
  expect(await servers.waitUntil(server.id, 'ACTIVE', cloud.turning)).toMatchObject({ 'SNF:task_state': '' })
})

it.each([{}, { type: 'SOFT' }, { type: 'HARD' }] as const)(
  'restarts a server %j, and waits until it is back',
  async (how) => {
    const { servers } = cloud.alice.compute
    await servers.reboot(server.id, how)
    const seen: string[] = []
    await servers.waitUntil(server.id, 'ACTIVE', {
      ...cloud.turning,
      onPoll(state, info) {
        seen.push(state['SNF:task_state'])
        cloud.turning.onPoll?.(state, info)
      },
    })
    expect(seen.length).toBeGreaterThan(1)
    expect(seen[0]).toBe('REBOOTING')
    expect(seen.at(-1)).toBe('')
  },
)

it('changes the flavor of a stopped server, of which no status tells', async () => {
  const { compute } = cloud.alice
  await stop()
  const flavors = await compute.flavors.listDetail()
  const now = flavors.find(({ id }) => id === server.flavor.id)!
  const other = flavors.find(
    ({ id, disk, ...flavor }) =>
      id !== now.id && disk === now.disk && flavor['SNF:volume_type'] === now['SNF:volume_type'],
  )!
  await compute.servers.resize(server.id, other.id)
  expect(await compute.servers.get(server.id)).toMatchObject({ status: 'STOPPED', 'SNF:task_state': 'RESIZING' })
  const resized = await compute.servers.waitUntil(server.id, 'STOPPED', cloud.turning)
  expect(resized.flavor.id).toBe(other.id)
  await compute.servers.resize(server.id, now.id)
  expect((await compute.servers.waitWhile(server.id, 'RESIZE', cloud.turning)).flavor.id).toBe(now.id)
})

it('boots from a rescue image and back', async () => {
  const { servers } = cloud.alice.compute
  await stop()
  await servers.rescue(server.id)
  const rescued = await servers.waitUntil(server.id, (state) => state['SNF:rescue'], cloud.turning)
  expect(rescued.status).toBe('STOPPED')
  await servers.unrescue(server.id)
  expect(await servers.waitUntilIdle(server.id, cloud.turning)).toMatchObject({ 'SNF:rescue': false })
  expect(NotFoundError.isInstance(await errorOf(servers.rescue(server.id, { rescueImage: 99 })))).toBe(true)
})

it('returns each kind of console', async () => {
  const { servers } = cloud.alice.compute
  const socket = await servers.console(server.id)
  expect(socket).toEqual({ type: 'vnc', host: expect.any(String), port: expect.any(Number) })
  expect(socket.password).toMatch(/^.{8,}$/)
  for (const type of ['vnc-ws', 'vnc-wss'] as const) expect((await servers.console(server.id, type)).type).toBe(type)
  for (const type of ['novnc', 'xvpvnc'] as const) {
    const console = await servers.console(server.id, type)
    expect(console).toEqual({ type })
    expect(console.url).toContain('password=')
  }
  await stop()
  expect(BadRequestError.isInstance(await errorOf(servers.console(server.id)))).toBe(true)
})

it('sets the firewall of a port', async () => {
  const { alice, turning } = cloud
  const made = await cloud.running(alice, { networks: await publicAddress() })
  const nic = made.attachments[0]!.id
  await alice.compute.servers.setFirewallProfile(made.id, { profile: 'PROTECTED', nic })
  const profiled = await alice.compute.servers.waitUntil(
    made.id,
    ({ attachments }) => attachments[0]?.firewallProfile === 'PROTECTED',
    turning,
  )
  expect(profiled.attachments[0]).toMatchObject({ id: nic, 'OS-EXT-IPS:type': 'floating' })
})

it('charges a server to another project, and shares it', async () => {
  const { alice } = cloud
  await alice.compute.servers.reassign(server.id, { project: cloud.project, shared_to_project: true })
  expect(await alice.compute.servers.get(server.id)).toMatchObject({
    tenant_id: cloud.project,
    shared_to_project: true,
  })
  // Left out, it is no longer shared.
  await alice.compute.servers.reassign(server.id, { project: alice.uuid })
  expect(await alice.compute.servers.get(server.id)).toMatchObject({ tenant_id: alice.uuid, shared_to_project: false })
})

it('adds a floating IP to a server and takes it away', async () => {
  const { compute } = cloud.alice
  const { ip } = await compute.floatingIps.create()
  await compute.servers.addFloatingIp(server.id, ip)
  const connected = await compute.servers.waitUntilIdle(server.id, cloud.turning)
  expect(connected.attachments.map(({ ipv4 }) => ipv4)).toEqual([ip])
  expect(ConflictError.isInstance(await errorOf(compute.servers.addFloatingIp(server.id, ip)))).toBe(true)
  await compute.servers.removeFloatingIp(server.id, ip)
  expect((await compute.servers.waitUntilIdle(server.id, cloud.turning)).attachments).toEqual([])
})

it('says that something else is being done to it', async () => {
  const { servers } = cloud.alice.compute
  await servers.shutdown(server.id)
  expect(BadRequestError.isInstance(await errorOf(servers.reboot(server.id)))).toBe(true)
})

async function publicAddress(): Promise<{ uuid: string; fixed_ip: string }[]> {
  const { ip } = await cloud.alice.compute.floatingIps.create()
  return [{ uuid: cloud.publicNetwork, fixed_ip: ip }]
}

it('tells the addresses of a server, on all networks and on one', async () => {
  const { alice } = cloud
  const networks = await publicAddress()
  const { id } = await cloud.running(alice, { networks })
  const { addresses, attachments } = await alice.compute.servers.addresses.all(id)
  expect(addresses[cloud.publicNetwork]).toEqual([
    { version: 4, addr: networks[0]!.fixed_ip, 'OS-EXT-IPS:type': 'floating' },
  ])
  expect(attachments).toMatchObject([{ network_id: cloud.publicNetwork, ipv4: networks[0]!.fixed_ip, ipv6: '' }])
  expect(await alice.compute.servers.addresses.get(id, cloud.publicNetwork)).toEqual(addresses)
  expect(NotFoundError.isInstance(await errorOf(alice.compute.servers.addresses.get(id, 99_999_999)))).toBe(true)
})

import {
  InvalidArgumentError,
  ParseError,
  ServiceUnavailableError,
  WaitFailedError,
  WaitTimeoutError,
} from '@kamaki/core'
import { BlockStorageClient, ComputeClient, CycladesBlockStorageClient, CycladesComputeClient } from '@kamaki/cyclades'
import { errorOf } from '@kamaki-tooling/testing'
import { expect, it } from 'vitest'
import { testCloud } from './cloud.ts'

let sent = 0
const never = async (): Promise<Response> => {
  sent += 1
  return Response.json({}, { status: 500 })
}
const at = (service: string) => [`http://synnefo.test/cyclades/${service}/v2.0`, 'token', { fetch: never }] as const
const { servers, images } = new CycladesComputeClient(...at('compute'))
const { volumes, snapshots } = new CycladesBlockStorageClient(...at('volume'))

it.each<[string, string, (status: string) => Promise<unknown>]>([
  ['ACTVE', 'ACTIVE', (status) => servers.waitUntil(1, status)],
  ['active', 'ACTIVE', (status) => servers.waitUntil(1, status)],
  ['SHUTOFF', 'STOPPED', (status) => servers.waitUntil(1, ['ERROR', status])],
  ['shutoff', 'STOPPED', (status) => servers.waitWhile(1, status)],
  ['HARD_REBOOT', 'REBOOT', (status) => servers.waitWhile(1, status)],
  ['Build', 'BUILD', (status) => servers.waitWhile(1, status)],
  ['in-use', 'in_use', (status) => volumes.waitUntil(1, status)],
  ['AVAILABLE', 'available', (status) => volumes.waitUntil(1, status)],
  ['avalable', 'available', (status) => volumes.waitUntil(1, status)],
  ['backing-up', 'backing_up', (status) => volumes.waitWhile(1, status)],
  ['available', 'AVAILABLE', (status) => snapshots.waitUntil('s', status)],
  ['creating', 'CREATING', (status) => snapshots.waitWhile('s', status)],
  ['available', 'ACTIVE', (status) => images.waitUntil('i', status)],
  ['saving', 'SAVING', (status) => images.waitWhile('i', status)],
])('suggests for %s the status %s, before anything is sent', async (status, near, wait) => {
  sent = 0
  const error = await errorOf(wait(status))
  expect(InvalidArgumentError.isInstance(error)).toBe(true)
  expect(error.message).toContain(`must be '${near}', as the cloud writes it; got "${status}"`)
  expect(sent).toBe(0)
})

it('rejects what is a status in OpenStack and none in Synnefo, and says what to wait for', async () => {
  expect((await errorOf(servers.waitUntil(1, 'RESCUE'))).message).toContain("wait for (server) => server['SNF:rescue']")
  expect((await errorOf(servers.waitUntil(1, 'RESIZE'))).message).toContain('wait for STOPPED, or use waitUntilIdle()')
})

it('waits for the statuses of OpenStack in its own dialect', async () => {
  const reply = (body: object) => ({ fetch: async () => Response.json(body) })
  const plain = new ComputeClient(
    'http://openstack.test/v2.1',
    'token',
    reply({ server: { id: 1, status: 'SHUTOFF' } }),
  )
  expect((await plain.servers.waitUntil(1, 'SHUTOFF')).status).toBe('SHUTOFF')
  const storage = new BlockStorageClient('http://openstack.test/v3', 'token', reply({ volume: { status: 'in-use' } }))
  expect((await storage.volumes.waitUntil(1, 'in-use')).status).toBe('in-use')
})

it('lists the known statuses when the time for an unknown one is over', async () => {
  const cloud = await testCloud()
  const { id } = await cloud.create(cloud.alice)
  const waiting = cloud.alice.compute.servers.waitUntil(id, 'SHELVED', { intervalMs: 1, timeoutMs: 50 })
  const error = await errorOf(waiting)
  expect(WaitTimeoutError.isInstance(error)).toBe(true)
  expect(error.message).toMatch(/Unknown status 'SHELVED'\. Known statuses: BUILD, ACTIVE, STOPPED, /)
})

it('says why a server is in ERROR, as its latest diagnostic has it, and where to read the rest', async () => {
  const cloud = await testCloud()
  const { id } = await cloud.create(cloud.alice)
  const reasonWith = async (diagnostics: unknown): Promise<string> => {
    const fetch = async (): Promise<Response> => Response.json({ server: { id, status: 'ERROR', diagnostics } })
    const { servers } = new CycladesComputeClient('http://synnefo.test/cyclades/compute', 'token', { fetch })
    const error = await errorOf(servers.waitUntil(id, 'ACTIVE'))
    expect(WaitFailedError.isInstance(error)).toBe(true)
    return error.message
  }
  const failed = `Server ${id} will not become ACTIVE: its status is ERROR`
  expect(await reasonWith([{ level: 'ERROR', message: 'Image deployment\nfailed' }])).toBe(
    `${failed} (Image deployment failed; see servers.diagnostics(${id}))`,
  )
  // What the cloud says is not trusted to be short, or to be there.
  expect((await reasonWith([{ message: 'x'.repeat(100_000) }])).length).toBeLessThan(400)
  for (const nothing of [[], null, 'text', [null], [{ message: 7 }], undefined])
    expect(await reasonWith(nothing)).toBe(`${failed} (see servers.diagnostics(${id}))`)
})

it('says where to look when a volume, a snapshot or an image is broken', async () => {
  const fetch = async (): Promise<Response> =>
    Response.json({
      volume: { status: 'error', attachments: [{ server_id: 42 }] },
      snapshot: { status: 'ERROR' },
      image: { status: 'ERROR', is_snapshot: true },
    })
  const storage = new CycladesBlockStorageClient('http://synnefo.test/cyclades/volume', 'token', { fetch })
  const compute = new CycladesComputeClient('http://synnefo.test/cyclades/compute', 'token', { fetch })
  expect((await errorOf(storage.volumes.waitUntil(7, 'in_use'))).message).toBe(
    'Volume 7 will not become in_use: its status is error (see servers.diagnostics(42) of the compute client)',
  )
  expect((await errorOf(storage.snapshots.waitUntil('s', 'AVAILABLE'))).message).toMatch(/ERROR \(the cloud does not/)
  expect((await errorOf(compute.images.waitUntil('i', 'ACTIVE'))).message).toMatch(/ERROR \(see snapshots\.get\(\)/)
})

it.each([[null], [7], [{}], [[]], [undefined]])('does not wait for a resource whose status is %j', async (status) => {
  const fetch = async (): Promise<Response> => Response.json({ server: { id: 1, status } })
  const { servers } = new CycladesComputeClient('http://synnefo.test/cyclades/compute', 'token', { fetch })
  for (const wait of [servers.waitUntil(1, 'ACTIVE'), servers.waitWhile(1, 'BUILD'), servers.waitUntilIdle(1)])
    expect(ParseError.isInstance(await errorOf(wait))).toBe(true)
})

it('waits for an image that is being taken as a snapshot', async () => {
  const cloud = await testCloud()
  const { alice, turning } = cloud
  const { volumes } = await cloud.running(alice)
  const { id } = await alice.storage.snapshots.create({ volume_id: volumes[0]!, display_name: 's' })
  expect(await alice.compute.images.waitWhile(id, 'SAVING', turning)).toMatchObject({ status: 'ACTIVE' })
  expect((await alice.compute.images.waitUntil(id, 'ACTIVE', turning)).id).toBe(id)
})

it('outlives an outage of fifteen seconds while a server is built, and names the outage if it lasts', async () => {
  const cloud = await testCloud()
  const { servers } = cloud.alice.compute
  const { id } = await cloud.create(cloud.alice)
  // More polls than fifteen seconds have at the default pauses, with no retries that could hide the outage.
  const outage = cloud.emulator.faults.add({
    method: 'GET',
    path: `/servers/${id}`,
    skip: 1,
    times: 15,
    fault: { kind: 'status', status: 503 },
  })
  const polled: string[] = []
  const server = await servers.waitUntil(id, 'ACTIVE', {
    intervalMs: 1,
    maxIntervalMs: 1,
    onPoll({ status }) {
      polled.push(status)
      cloud.emulator.clock.advance(250)
    },
  })
  expect(server.status).toBe('ACTIVE')
  expect(outage.struck).toBe(15)
  expect(polled[0]).toBe('BUILD')
  cloud.emulator.faults.add({ method: 'GET', path: `/servers/${id}`, fault: { kind: 'status', status: 503 } })
  const error = await errorOf(servers.waitUntil(id, 'STOPPED', { intervalMs: 1, timeoutMs: 60 }))
  expect(WaitTimeoutError.isInstance(error)).toBe(true)
  expect(ServiceUnavailableError.isInstance(error.cause)).toBe(true)
  expect(error.message).toContain('the last poll failed: 503')
})

it('sets a firewall without a task that waitUntilIdle could wait for, so it is waited for by its profile', async () => {
  const cloud = await testCloud()
  const { servers, floatingIps } = cloud.alice.compute
  const { ip } = await floatingIps.create()
  const made = await cloud.running(cloud.alice, { networks: [{ uuid: cloud.publicNetwork, fixed_ip: ip }] })
  const nic = made.attachments[0]!.id
  await servers.setFirewallProfile(made.id, { profile: 'PROTECTED', nic })
  const idle = await servers.waitUntilIdle(made.id)
  expect(idle.attachments[0]?.firewallProfile).not.toBe('PROTECTED')
  const set = await servers.waitUntil(
    made.id,
    ({ attachments }) => attachments.some(({ id, firewallProfile }) => id === nic && firewallProfile === 'PROTECTED'),
    cloud.turning,
  )
  expect(set.attachments[0]?.firewallProfile).toBe('PROTECTED')
})

import { inspect } from 'node:util'
import { QuotaExceededError } from '@kamaki/core'
import { CycladesComputeClient, type NewCycladesServer } from '@kamaki/cyclades'
import { errorOf } from '@kamaki-tooling/testing'
import { expect, it } from 'vitest'
import { testCloud } from '../cloud.ts'

it('copies os and users of the image into the metadata, as the old client does', async () => {
  const cloud = await testCloud()
  const { metadata } = await cloud.create(cloud.alice)
  expect(metadata).toEqual({ os: 'debian', users: 'root' })
  expect(cloud.requests).toEqual([`GET /images/${cloud.image}`, 'POST /servers'])
})

it('lets metadata of the user win, and leaves it as it is', async () => {
  const cloud = await testCloud()
  const metadata = Object.freeze({ os: 'mine', role: 'ρόλος' })
  expect((await cloud.create(cloud.alice, { metadata })).metadata).toEqual({ os: 'mine', users: 'root', role: 'ρόλος' })
})

it('does not ask for the image when told not to', async () => {
  const cloud = await testCloud()
  const server = { name: 's', flavorRef: '1', imageRef: cloud.image }
  const { metadata } = await cloud.alice.compute.servers.create(server, { imageMetadata: false })
  expect(metadata).toEqual({})
  expect(cloud.requests).toEqual(['POST /servers'])
})

it.each([
  [{ netwroks: [] }, 'netwroks', "Did you mean 'networks'?"],
  [{ networks: [{ uuid: '1', fixedIp: '10.0.0.7' }] }, 'networks[0].fixedIp', "Did you mean 'fixed_ip'?"],
  [{ personality: [{ path: '/a', content: 'x' }] }, 'personality[0].content', "Did you mean 'contents'?"],
  [
    { block_device_mapping_v2: [{ source_type: 'blank', size: 1 }] },
    'block_device_mapping_v2[0].size',
    'Allowed fields: source_type, uuid',
  ],
])('does not create a server without what was misspelt: %o', async (wrong, parameter, says) => {
  const cloud = await testCloud()
  const server = { name: 's', flavorRef: '1', imageRef: cloud.image, ...wrong } as NewCycladesServer
  const error = await errorOf(cloud.alice.compute.servers.create(server))
  expect(error).toMatchObject({ name: 'InvalidArgumentError', parameter })
  expect(error.message).toContain(says)
  const changes = { name: 'a', metadata: {} }
  expect(await errorOf(cloud.alice.compute.servers.update(1, changes))).toMatchObject({ parameter: 'metadata' })
  expect(cloud.requests).toEqual([])
})

it('creates a server with everything that can be said of one', async () => {
  const cloud = await testCloud()
  const { alice } = cloud
  await alice.compute.keypairs.create({ name: 'κλειδί' })
  await alice.compute.keypairs.create({ name: 'k2' })
  const { network } = await alice.network.request<{ network: { id: string } }>('POST', 'networks', {
    json: { network: { name: 'n', type: 'MAC_FILTERED' } },
  })
  await alice.network.request('POST', 'subnets', {
    json: { subnet: { network_id: network.id, cidr: '192.168.7.0/24', ip_version: 4 } },
  })
  const made = await cloud.create(alice, {
    name: 'full',
    adminPass: 'Str0ngEnough1',
    networks: [{ uuid: network.id, fixed_ip: '192.168.7.20' }],
    personality: [
      { path: '/etc/motd', contents: 'Καλημέρα\n', owner: 'root', group: 'root', mode: 0o600 },
      { path: '/bytes', contents: new Uint8Array([0, 255]) },
      { path: '/encoded', contents: 'aGk=', encoding: 'base64' },
    ],
    user_data: '#!/bin/sh\necho γεια\n',
    tags: ['web', 'δοκιμή'],
    metadata: { role: 'web' },
    'SNF:key_names': ['κλειδί', 'k2'],
    project: cloud.project,
    shared_to_project: true,
  })
  expect(made.adminPass).toBe('Str0ngEnough1')
  const server = await alice.compute.servers.waitUntil(made.id, 'ACTIVE', cloud.turning)
  expect(server).toMatchObject({
    tenant_id: cloud.project,
    shared_to_project: true,
    key_name: 'κλειδί',
    'SNF:key_names': ['κλειδί', 'k2'],
    metadata: { role: 'web', os: 'debian', users: 'root' },
    addresses: { [network.id]: [{ version: 4, addr: '192.168.7.20', 'OS-EXT-IPS:type': 'fixed' }] },
  })
  expect([...server.tags].sort()).toEqual(['web', 'δοκιμή'])
})

it('sends files and user data as base64 of their UTF-8 or bytes', async () => {
  const bodies: string[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    bodies.push(await request.text())
    return Response.json({ server: {} }, { status: 202 })
  }
  const compute = new CycladesComputeClient('http://synnefo.test/compute', 'token', { fetch })
  const { buffer } = new Uint8Array([0, 1, 254, 255])
  await compute.servers.create(
    {
      name: 's',
      flavorRef: 1,
      imageRef: 'i',
      personality: [
        { path: '/text', contents: 'Ω' },
        { path: '/bytes', contents: buffer, mode: undefined },
        { path: '/encoded', contents: 'aGk=', encoding: 'base64' },
      ],
      user_data: new TextEncoder().encode('Ω'),
    },
    { imageMetadata: false },
  )
  expect(JSON.parse(bodies[0]!)).toEqual({
    server: {
      name: 's',
      flavorRef: 1,
      imageRef: 'i',
      personality: [
        { path: '/text', contents: 'zqk=' },
        { path: '/bytes', contents: 'AAH+/w==' },
        { path: '/encoded', contents: 'aGk=' },
      ],
      user_data: 'zqk=',
    },
  })
})

it('creates the disks of a server from an image, and blank ones', async () => {
  const cloud = await testCloud()
  const server = await cloud.running(cloud.alice, {
    imageRef: null,
    block_device_mapping_v2: [
      { source_type: 'image', uuid: cloud.image, volume_size: 5 },
      { source_type: 'blank', volume_size: '2', delete_on_termination: true },
    ],
  })
  expect(server.volumes).toHaveLength(2)
  const sizes = await Promise.all(server.volumes.map(async (id) => (await cloud.alice.storage.volumes.get(id)).size))
  expect(sizes.sort()).toEqual([2, 5])
})

it('is sent once, whatever becomes of it', async () => {
  let sent = 0
  const fetch: typeof globalThis.fetch = async (input, init) => {
    if (new Request(input, init).method === 'GET') return Response.json({ image: {} })
    sent += 1
    throw new TypeError('fetch failed', { cause: Object.assign(new Error('read'), { code: 'ECONNRESET' }) })
  }
  const compute = new CycladesComputeClient('http://synnefo.test/compute', 'token', { fetch })
  const broken = await errorOf(compute.servers.create({ name: 's', flavorRef: 1, imageRef: 'i' }))
  expect(broken.name).toBe('ConnectionError')
  expect(sent).toBe(1)
})

it('has one deadline for all of its requests', async () => {
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { signal } = new Request(input, init)
    await new Promise((resolve, reject) => {
      setTimeout(resolve, 60)
      signal.addEventListener('abort', () => reject(signal.reason))
    })
    return Response.json({ image: {} })
  }
  const compute = new CycladesComputeClient('http://synnefo.test/compute', 'token', { fetch })
  const late = await errorOf(compute.servers.create({ name: 's', flavorRef: 1, imageRef: 'i' }, { timeoutMs: 90 }))
  expect(late).toMatchObject({ name: 'TimeoutError', limit: 'total', timeoutMs: 90 })
  expect(late.message).toContain("the creation of server 's'")
})

it('says which quota is used up', async () => {
  const cloud = await testCloud()
  const flavors = await cloud.alice.compute.flavors.listDetail()
  const flavorRef = flavors.sort((a, b) => b.ram - a.ram)[0]!.id
  const all = Array.from({ length: 60 }, () => cloud.create(cloud.alice, { flavorRef }))
  const refused = (await Promise.allSettled(all)).filter((outcome) => outcome.status === 'rejected')
  expect(refused.length).toBeGreaterThan(0)
  const { reason } = refused[0]!
  expect(QuotaExceededError.isInstance(reason) && reason.fault).toBe('overLimit')
  expect(reason.details).toMatch(/Available: \d+, Requested: \d+/)
})

it('lets the password stand nowhere but in the response', async () => {
  const cloud = await testCloud()
  const lines: unknown[] = []
  const note = (...args: unknown[]): void => void lines.push(args)
  const logger = { debug: note, info: note, warn: note, error: note }
  const compute = new CycladesComputeClient('http://synnefo.test/cyclades/compute/v2.0', cloud.alice.token, {
    fetch: cloud.emulator.fetch,
    logger,
    logLevel: 'debug',
    logData: true,
  })
  const adminPass = 'Secret0Password'
  const server = { name: 's', flavorRef: 1, imageRef: cloud.image, networks: [], adminPass }
  const made = await compute.servers.create(server)
  expect(made.adminPass).toBe(adminPass)
  await compute.servers.password.get(made.id)
  const weak = await errorOf(compute.servers.create({ ...server, adminPass: 'weakly-secret' }))
  expect(weak).toMatchObject({ status: 400 })
  const shown = [lines, compute, compute.servers, weak].map((value) => inspect(value, { depth: 20, showHidden: true }))
  expect(lines.length).toBeGreaterThan(0)
  expect(shown.join('\n') + JSON.stringify([weak, compute])).not.toMatch(/Secret0Password|weakly-secret/)
})

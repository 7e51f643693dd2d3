import {
  BadRequestError,
  ConflictError,
  InvalidArgumentError,
  NotFoundError,
  PartialCreateError,
  WaitFailedError,
  WaitTimeoutError,
} from '@kamaki/core'
import { CycladesComputeClient } from '@kamaki/cyclades'
import type { NewCycladesPort } from '@kamaki/network'
import { errorOf } from '@kamaki-tooling/testing'
import { describe, expect, it } from 'vitest'
import { type TestCloud, testCloud } from './cloud.ts'

const quick = { intervalMs: 5 }

async function subnetted(cloud: TestCloud, cidr = '10.1.2.0/24'): Promise<string> {
  const { networks, subnets } = cloud.as('alice')
  const { id } = await networks.create({ type: 'MAC_FILTERED' })
  await subnets.create({ network_id: id, cidr })
  return id
}

/** A server of alice that runs. */
async function newServer(cloud: TestCloud): Promise<number> {
  const { emulator } = cloud
  const url = `${emulator.state.origin}/cyclades/compute/v2.0`
  const compute = new CycladesComputeClient(url, cloud.token('alice'), { fetch: emulator.fetch, retry: false })
  const [image] = await compute.images.list()
  const { id } = await compute.servers.create({ name: 's', flavorRef: 1, imageRef: image?.id ?? '', networks: [] })
  await compute.servers.waitUntil(id, 'ACTIVE', quick)
  return id
}

describe('ports', () => {
  it('are created, listed, renamed and deleted', async () => {
    const cloud = testCloud()
    const { ports } = cloud.as('alice')
    const network_id = await subnetted(cloud)
    const made = await ports.create({ network_id, name: 'p' })
    expect(made).toMatchObject({
      name: 'p',
      status: 'DOWN',
      network_id,
      device_id: null,
      device_owner: null,
      mac_address: null,
      fixed_ips: [{ ip_address: '10.1.2.2' }],
      security_groups: [],
      tenant_id: cloud.uuid('alice'),
    })
    expect(await ports.get(made.id)).toEqual(made)
    expect(await ports.list()).toEqual([made])
    expect(await ports.listDetail()).toEqual([made])
    expect(await ports.update(made.id, { name: 'new' })).toMatchObject({ name: 'new' })
    expect(await ports.update(made.id, {})).toMatchObject({ name: 'new' })
    await ports.delete(made.id)
    expect(NotFoundError.isInstance(await errorOf(ports.get(made.id)))).toBe(true)
    await ports.waitUntilDeleted(made.id)
  })

  it('on a server go from BUILD to ACTIVE, and are gone a while after they are deleted', async () => {
    const cloud = testCloud({ transitionMs: 20 })
    const { ports } = cloud.as('alice')
    const [network_id, device_id] = [await subnetted(cloud), await newServer(cloud)]
    const made = await ports.create({ network_id, device_id })
    expect(made).toMatchObject({ status: 'BUILD', device_id: String(device_id), device_owner: 'vm' })
    const seen: string[] = []
    const active = await ports.waitUntil(made.id, 'ACTIVE', { ...quick, onPoll: ({ status }) => seen.push(status) })
    expect(active.mac_address).toMatch(/^aa:/)
    expect(seen.at(-1)).toBe('ACTIVE')
    expect(await ports.waitWhile(made.id, 'BUILD', quick)).toMatchObject({ status: 'ACTIVE' })
    await ports.delete(made.id)
    const states: (string | undefined)[] = []
    await ports.waitUntilDeleted(made.id, { ...quick, onPoll: (port) => states.push(port?.status) })
    expect(states.at(-1)).toBeUndefined()
  })

  it('with a floating IP put it on a server', async () => {
    const cloud = testCloud({ transitionMs: 20 })
    const { ports, floatingIps } = cloud.as('alice')
    const device_id = await newServer(cloud)
    const ip = await floatingIps.create()
    const { id } = await ports.create({
      network_id: ip.floating_network_id,
      device_id,
      fixed_ips: [{ ip_address: ip.floating_ip_address }],
    })
    await ports.waitUntil(id, 'ACTIVE', quick)
    expect(await floatingIps.get(ip.id)).toMatchObject({ instance_id: String(device_id), port_id: id })
  })

  it('are created in batches, also on servers, and an error in between has those created so far', async () => {
    const cloud = testCloud({ transitionMs: 20 })
    const { ports } = cloud.as('alice')
    const network_id = await subnetted(cloud)
    const device_id = await newServer(cloud)
    const made = await ports.createMany([{ network_id }, { network_id, device_id }])
    expect(made.map(({ status }) => status)).toEqual(['DOWN', 'BUILD'])
    const error = await errorOf<PartialCreateError>(ports.createMany([{ network_id }, { network_id: '99' }]))
    expect(PartialCreateError.isInstance(error) && error.created).toHaveLength(1)
    expect(NotFoundError.isInstance(error.cause)).toBe(true)
  })

  it.each<[string, Partial<NewCycladesPort> | Record<string, unknown>]>([
    ['network_id', { network_id: undefined }],
    ['network_id', { network_id: '' }],
    ['device_id', { device_id: '' }],
    ['name', { name: 'n'.repeat(129) }],
    ['fixed_ips', { fixed_ips: [{ ip_address: '10.0.0.1' }, { ip_address: '10.0.0.2' }] }],
    ['fixed_ips[0].ip_address', { fixed_ips: [{ ip_address: 'fd00::1' }] }],
    ['fixed_ips[0].subnet_id', { fixed_ips: [{ ip_address: '10.0.0.1', subnet_id: '5' }] }],
    ['mac_address', { mac_address: 'aa:00:00:00:00:01' }],
  ])('with a wrong %s are rejected before anything is sent', async (parameter, wrong) => {
    const cloud = testCloud()
    const error = await errorOf(cloud.as('alice').ports.create({ network_id: '1', ...wrong } as NewCycladesPort))
    expect(InvalidArgumentError.isInstance(error) && error.parameter).toBe(parameter)
    expect(cloud.requests).toEqual([])
  })

  it('keep their name and their network: neither can be taken away', async () => {
    const cloud = testCloud()
    const { ports } = cloud.as('alice')
    const parameters = [
      await errorOf(ports.update('1', { name: '' })),
      await errorOf(ports.update('1', { network_id: '2' } as never)),
    ].map((error) => InvalidArgumentError.isInstance(error) && error.parameter)
    expect(parameters).toEqual(['name', 'network_id'])
    expect(cloud.requests).toEqual([])
  })

  it('on a public network need a floating IP, and find none that is in use', async () => {
    const cloud = testCloud()
    const { ports, floatingIps } = cloud.as('alice')
    const network_id = cloud.publicNetworkId
    expect(BadRequestError.isInstance(await errorOf(ports.create({ network_id })))).toBe(true)
    const { floating_ip_address: ip_address } = await floatingIps.create()
    await ports.create({ network_id, fixed_ips: [{ ip_address }] })
    const again = await errorOf(ports.create({ network_id, fixed_ips: [{ ip_address }] }))
    expect(ConflictError.isInstance(again)).toBe(true)
  })

  it('end a wait early when nothing more can happen to them', async () => {
    const cloud = testCloud()
    const { ports } = cloud.as('alice')
    const { id } = await ports.create({ network_id: await subnetted(cloud) })
    const error = await errorOf(ports.waitUntil(id, 'ACTIVE'))
    expect(WaitFailedError.isInstance(error) && error.message).toContain('on no server')
    expect(WaitFailedError.isInstance(await errorOf(ports.waitWhile(id, 'DOWN')))).toBe(true)
    expect(await ports.waitUntil(id, ['ACTIVE', 'DOWN'])).toMatchObject({ id })
    const still = await errorOf(ports.waitUntilDeleted(id, { timeoutMs: 30, ...quick }))
    expect(WaitTimeoutError.isInstance(still) && still.lastState).toMatchObject({ id, status: 'DOWN' })
  })

  it('work in the plain dialect as well', async () => {
    const cloud = testCloud()
    const network_id = await subnetted(cloud)
    const { ports } = cloud.plain('alice')
    const made = await ports.create({ network_id, name: 'p', admin_state_up: false })
    expect(await ports.list()).toEqual([made])
    expect(await ports.update(made.id, { name: 'q' })).toMatchObject({ name: 'q' })
  })
})

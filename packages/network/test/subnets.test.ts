import {
  ApiError,
  BadRequestError,
  ForbiddenError,
  InvalidArgumentError,
  PartialCreateError,
  QuotaExceededError,
} from '@kamaki/core'
import type { NewCycladesSubnet } from '@kamaki/network'
import { errorOf } from '@kamaki-tooling/testing'
import { describe, expect, it } from 'vitest'
import { type TestCloud, testCloud } from './cloud.ts'

async function newNetwork(cloud: TestCloud): Promise<string> {
  return (await cloud.as('alice').networks.create({ type: 'MAC_FILTERED' })).id
}

describe('subnets', () => {
  it('are created with what follows from the cidr, listed, renamed', async () => {
    const cloud = testCloud()
    const { subnets, networks } = cloud.as('alice')
    const network_id = await newNetwork(cloud)
    const made = await subnets.create({ network_id, cidr: '10.1.2.0/24', name: 's' })
    expect(made).toMatchObject({
      network_id,
      name: 's',
      cidr: '10.1.2.0/24',
      ip_version: 4,
      gateway_ip: '10.1.2.1',
      enable_dhcp: true,
      allocation_pools: [{ start: '10.1.2.2', end: '10.1.2.254' }],
      dns_nameservers: [],
      host_routes: [],
      tenant_id: cloud.uuid('alice'),
    })
    expect(await subnets.get(made.id)).toEqual(made)
    expect((await networks.get(network_id)).subnets).toEqual([made.id])
    const all = await subnets.list()
    expect(all.map(({ id }) => id)).toContain(made.id)
    expect(await subnets.listDetail()).toEqual(all)
    expect((await subnets.list({ changesSince: new Date(Date.now() - 1000) })).map(({ id }) => id)).toEqual([made.id])
    expect(await subnets.update(made.id, { name: 'new' })).toMatchObject({ name: 'new' })
  })

  it('of IPv6 are sent as such', async () => {
    const cloud = testCloud()
    const network_id = await newNetwork(cloud)
    const made = await cloud.as('alice').subnets.create({ network_id, cidr: 'fd00:1::/64', enable_slaac: false })
    expect(made).toMatchObject({ ip_version: 6, enable_slaac: false, gateway_ip: 'fd00:1::1', allocation_pools: [] })
  })

  it('take pools around a gateway, or none', async () => {
    const cloud = testCloud()
    const { subnets } = cloud.as('alice')
    const made = await subnets.create({
      network_id: await newNetwork(cloud),
      cidr: '10.1.2.0/29',
      gateway_ip: '10.1.2.3',
      allocation_pools: [
        { start: '10.1.2.4', end: '10.1.2.6' },
        { start: '10.1.2.1', end: '10.1.2.2' },
      ],
    })
    expect(made.allocation_pools).toEqual([
      { start: '10.1.2.1', end: '10.1.2.2' },
      { start: '10.1.2.4', end: '10.1.2.6' },
    ])
    const none = { network_id: await newNetwork(cloud), cidr: '10.1.2.0/29', gateway_ip: null, allocation_pools: [] }
    expect(await subnets.create(none)).toMatchObject({ gateway_ip: null, allocation_pools: [] })
  })

  it('come in batches that leave the caller’s objects as they are', async () => {
    const cloud = testCloud()
    const { subnets } = cloud.as('alice')
    const network_id = await newNetwork(cloud)
    const inits = [
      { network_id, cidr: '10.1.2.0/24' },
      { network_id, cidr: 'fd00::/64' },
    ]
    const copy = structuredClone(inits)
    expect((await subnets.createMany(inits)).map(({ ip_version }) => ip_version)).toEqual([4, 6])
    expect(inits).toEqual(copy)
    const other = await newNetwork(cloud)
    const again = [{ network_id: other, cidr: '10.1.2.0/24' }, ...inits]
    const error = await errorOf(subnets.createMany(again))
    expect(PartialCreateError.isInstance(error) && error.created).toHaveLength(1)
  })

  const wrong: [string, string, Partial<NewCycladesSubnet> | Record<string, unknown>][] = [
    ['no cidr', 'cidr', { cidr: undefined }],
    ['no network', 'network_id', { network_id: undefined }],
    ['a cidr that is none', 'cidr', { cidr: 'everything' }],
    ['an address without a prefix', 'cidr', { cidr: '10.1.2.0' }],
    ['a cidr with host bits', 'cidr', { cidr: '10.1.2.5/24' }],
    ['a cidr that is too small', 'cidr', { cidr: '10.1.2.0/30' }],
    ['an IPv6 cidr of another size', 'cidr', { cidr: 'fd00::/48' }],
    ['another version', 'ip_version', { ip_version: 6 }],
    ['a gateway outside', 'gateway_ip', { gateway_ip: '10.1.3.1' }],
    ['a gateway that is none', 'gateway_ip', { gateway_ip: 'door' }],
    ['SLAAC for IPv4', 'enable_slaac', { enable_slaac: true }],
    ['a switch that is text', 'enable_dhcp', { enable_dhcp: 'yes' }],
    [
      'pools for IPv6',
      'allocation_pools',
      { cidr: 'fd00::/64', allocation_pools: [{ start: '10.0.0.1', end: '10.0.0.2' }] },
    ],
    ['a pool below', 'allocation_pools[0]', { allocation_pools: [{ start: '10.1.2.0', end: '10.1.2.9' }] }],
    ['a pool above', 'allocation_pools[0]', { allocation_pools: [{ start: '10.1.2.9', end: '10.1.2.255' }] }],
    ['a pool backwards', 'allocation_pools[0]', { allocation_pools: [{ start: '10.1.2.9', end: '10.1.2.5' }] }],
    ['a pool with the gateway', 'allocation_pools[0]', { allocation_pools: [{ start: '10.1.2.1', end: '10.1.2.5' }] }],
    ['a pool without an end', 'allocation_pools[0]', { allocation_pools: [{ start: '10.1.2.5' }] }],
    [
      'pools that overlap',
      'allocation_pools',
      {
        allocation_pools: [
          { start: '10.1.2.5', end: '10.1.2.9' },
          { start: '10.1.2.9', end: '10.1.2.12' },
        ],
      },
    ],
    ['a route with a comma', 'host_routes[0]', { host_routes: ['10.5.0.0/24,10.1.2.9'] }],
    ['a name that is too long', 'name', { name: 'n'.repeat(129) }],
    ['an unknown key', 'subnet_id', { subnet_id: '1' }],
  ]

  it.each(wrong)('with %s are rejected before anything is sent', async (_what, parameter, init) => {
    const cloud = testCloud()
    const whole = { network_id: '2', cidr: '10.1.2.0/24', ...init } as NewCycladesSubnet
    const error = await errorOf(cloud.as('alice').subnets.create(whole))
    expect(InvalidArgumentError.isInstance(error) && error.parameter).toBe(parameter)
    expect(cloud.requests).toEqual([])
  })

  it.each(wrong.slice(2).filter(([what]) => !/comma|unknown|SLAAC/.test(what)))(
    'with %s would have been rejected by the server as well',
    async (_what, _parameter, init) => {
      const cloud = testCloud()
      const network_id = await newNetwork(cloud)
      const version = String(init.cidr ?? '').includes(':') && init.ip_version === undefined ? { ip_version: 6 } : {}
      const json = { subnet: { network_id, cidr: '10.1.2.0/24', ...version, ...init } }
      const error = await errorOf(cloud.as('alice').request('POST', 'subnets', { json }))
      expect([400, 409, 413]).toContain(ApiError.isInstance(error) && error.status)
    },
  )

  it('that are larger than the cloud serves are rejected by the cloud', async () => {
    const cloud = testCloud()
    const network_id = await newNetwork(cloud)
    const error = await errorOf(cloud.as('alice').subnets.create({ network_id, cidr: '10.0.0.0/16' }))
    expect(QuotaExceededError.isInstance(error) && error.message).toContain('Unsupported network size')
  })

  it('of networks of others cannot be created', async () => {
    const cloud = testCloud()
    const network_id = await newNetwork(cloud)
    const error = await errorOf(cloud.as('bob').subnets.create({ network_id, cidr: '10.0.0.0/24' }))
    expect(ForbiddenError.isInstance(error)).toBe(true)
  })

  it('can be deleted by themselves in the dialect of OpenStack only, since Synnefo always responds 400', async () => {
    const cloud = testCloud()
    expect(cloud.as('alice').subnets).not.toHaveProperty('delete')
    expect(BadRequestError.isInstance(await errorOf(cloud.plain('alice').subnets.delete('1')))).toBe(true)
  })
})

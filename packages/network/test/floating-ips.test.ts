import { BadRequestError, ConflictError, InvalidArgumentError, NotFoundError, NotImplementedError } from '@kamaki/core'
import type { NewCycladesFloatingIp } from '@kamaki/network'
import { errorOf } from '@kamaki-tooling/testing'
import { describe, expect, it } from 'vitest'
import { testCloud } from './cloud.ts'

describe('floating IPs', () => {
  it('are reserved, listed and released', async () => {
    const cloud = testCloud()
    const { floatingIps } = cloud.as('alice')
    const ip = await floatingIps.create()
    expect(ip).toMatchObject({
      floating_network_id: cloud.publicNetworkId,
      fixed_ip_address: null,
      instance_id: null,
      port_id: null,
      tenant_id: cloud.uuid('alice'),
      shared_to_project: false,
      deleted: false,
    })
    expect(await floatingIps.get(ip.id)).toEqual(ip)
    expect(await floatingIps.list()).toEqual([ip])
    expect(await floatingIps.list({ changesSince: new Date(Date.now() - 1000) })).toEqual([ip])
    await floatingIps.delete(ip.id)
    expect(NotFoundError.isInstance(await errorOf(floatingIps.get(ip.id)))).toBe(true)
    expect(await floatingIps.list()).toEqual([])
  })

  it('can be chosen by address, once', async () => {
    const cloud = testCloud()
    const { floatingIps } = cloud.as('alice')
    const wanted = { floating_network_id: cloud.publicNetworkId, floating_ip_address: '203.0.113.77' }
    expect(await floatingIps.create(wanted)).toMatchObject({ floating_ip_address: '203.0.113.77' })
    expect(ConflictError.isInstance(await errorOf(floatingIps.create(wanted)))).toBe(true)
    const outside = { ...wanted, floating_ip_address: '192.0.2.1' }
    expect(BadRequestError.isInstance(await errorOf(floatingIps.create(outside)))).toBe(true)
  })

  it('are charged to a project and shared with its members', async () => {
    const cloud = testCloud()
    const { floatingIps } = cloud.as('alice')
    const ip = await floatingIps.create({ project: cloud.projectId, shared_to_project: true })
    expect(ip).toMatchObject({ tenant_id: cloud.projectId, shared_to_project: true })
    await floatingIps.reassign(ip.id, { project: cloud.uuid('alice') })
    expect(await floatingIps.get(ip.id)).toMatchObject({ tenant_id: cloud.uuid('alice'), shared_to_project: false })
  })

  it.each([
    ['floating_network_id', { floating_ip_address: '203.0.113.5' }],
    ['floating_ip_address', { floating_network_id: '1', floating_ip_address: 'home' }],
    ['port_id', { port_id: '5' }],
    ['shared_to_project', { shared_to_project: 1 as unknown as boolean }],
  ])('with a wrong %s are rejected before anything is sent', async (parameter, init) => {
    const cloud = testCloud()
    const error = await errorOf(cloud.as('alice').floatingIps.create(init as NewCycladesFloatingIp))
    expect(InvalidArgumentError.isInstance(error) && error.parameter).toBe(parameter)
    expect(cloud.requests).toEqual([])
  })

  it('in use are not released', async () => {
    const { floatingIps, ports } = testCloud().as('alice')
    const ip = await floatingIps.create()
    const fixed_ips = [{ ip_address: ip.floating_ip_address }]
    const port = await ports.create({ network_id: ip.floating_network_id, fixed_ips })
    expect(await floatingIps.get(ip.id)).toMatchObject({ port_id: port.id, instance_id: null })
    expect(ConflictError.isInstance(await errorOf(floatingIps.delete(ip.id)))).toBe(true)
    await ports.delete(port.id)
    expect(await floatingIps.get(ip.id)).toMatchObject({ port_id: null })
  })

  it('can be updated in the dialect of OpenStack only, since Synnefo always responds 501', async () => {
    const cloud = testCloud()
    expect(cloud.as('alice').floatingIps).not.toHaveProperty('update')
    const plain = await errorOf(cloud.plain('alice').floatingIps.update('1', { port_id: null }))
    expect(NotImplementedError.isInstance(plain)).toBe(true)
  })

  it('work in the plain dialect as well', async () => {
    const cloud = testCloud()
    const { floatingIps } = cloud.plain('alice')
    const ip = await floatingIps.create({ floating_network_id: cloud.publicNetworkId })
    expect(await floatingIps.list()).toEqual([ip])
  })
})

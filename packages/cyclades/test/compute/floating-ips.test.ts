import { NotFoundError } from '@kamaki/core'
import { errorOf } from '@kamaki-tooling/testing'
import { expect, it } from 'vitest'
import { testCloud } from '../cloud.ts'

it('reserves an address, finds it, and releases it', async () => {
  const cloud = await testCloud()
  const { floatingIps } = cloud.alice.compute
  const made = await floatingIps.create()
  expect(made).toEqual({
    id: expect.any(Number),
    ip: expect.any(String),
    instance_id: null,
    fixed_ip: null,
    pool: null,
  })
  expect(await floatingIps.list()).toEqual([made])
  cloud.emulator.clock.advance(1_000)
  expect(await floatingIps.list({ changesSince: cloud.now() })).toEqual([])
  expect(await floatingIps.get(made.id)).toMatchObject({
    id: String(made.id),
    floating_ip_address: made.ip,
    port_id: null,
  })
  await floatingIps.delete(made.id)
  expect(await floatingIps.list()).toEqual([])
  expect(NotFoundError.isInstance(await errorOf(floatingIps.get(made.id)))).toBe(true)
})

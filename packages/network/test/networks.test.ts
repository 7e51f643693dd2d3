import {
  BadRequestError,
  ConflictError,
  ForbiddenError,
  InvalidArgumentError,
  LookupError,
  NotFoundError,
  PartialCreateError,
  QuotaExceededError,
  TimeoutError,
  WaitFailedError,
} from '@kamaki/core'
import { CycladesNetworkClient } from '@kamaki/network'
import { errorOf } from '@kamaki-tooling/testing'
import { describe, expect, it } from 'vitest'
import { testCloud } from './cloud.ts'

it('networks, subnets and ports are found by their names', async () => {
  const client = testCloud().as('alice')
  const network = await client.networks.create({ type: 'MAC_FILTERED', name: 'inside' })
  const subnet = await client.subnets.create({ network_id: network.id, cidr: '10.0.0.0/24', name: 'lan' })
  const port = await client.ports.create({ network_id: network.id, name: 'eth0' })
  expect(await client.networks.find('inside')).toMatchObject({ id: network.id, name: 'inside' })
  expect(await client.subnets.find('lan')).toMatchObject({ id: subnet.id })
  expect(await client.ports.find('eth0')).toMatchObject({ id: port.id })
  const error = await errorOf(client.networks.find('Inside'))
  expect(LookupError.isInstance(error)).toBe(true)
  expect(error.message).toBe('No network is named "Inside". Did you mean "inside"?')
})

describe('networks', () => {
  it('are created, listed, renamed and deleted', async () => {
    const cloud = testCloud()
    const { networks } = cloud.as('alice')
    const made = await networks.create({ type: 'MAC_FILTERED', name: 'inside' })
    expect(made).toMatchObject({
      name: 'inside',
      status: 'ACTIVE',
      type: 'MAC_FILTERED',
      public: false,
      shared_to_project: false,
      tenant_id: cloud.uuid('alice'),
      user_id: cloud.uuid('alice'),
      subnets: [],
      deleted: false,
    })
    expect((await networks.list()).map(({ id }) => id)).toEqual([cloud.publicNetworkId, made.id])
    expect(await networks.listDetail()).toEqual(await networks.list())
    expect(await networks.update(made.id, { name: 'outside' })).toMatchObject({ id: made.id, name: 'outside' })
    expect(await networks.get(Number(made.id))).toMatchObject({ name: 'outside' })
    await networks.delete(made.id)
    expect(await networks.waitUntil(made.id, 'DELETED')).toMatchObject({ deleted: true, status: 'DELETED' })
    await networks.waitUntilDeleted(made.id)
    expect(await networks.list()).toHaveLength(1)
  })

  it('that changed since a time include deleted ones, and nothing is an empty list', async () => {
    const cloud = testCloud()
    const { networks } = cloud.as('alice')
    const before = new Date(Date.now() - 5)
    expect(await networks.list({ changesSince: before })).toEqual([])
    const { id } = await networks.create({ type: 'MAC_FILTERED' })
    await networks.delete(id)
    expect(await networks.list({ changesSince: before })).toMatchObject([{ id, deleted: true }])
    expect(await networks.list({ changesSince: before.toISOString() })).toHaveLength(1)
  })

  it('are charged to a project and shared with its members', async () => {
    const cloud = testCloud()
    const { networks } = cloud.as('alice')
    const made = await networks.create({ type: 'MAC_FILTERED', project: cloud.projectId, shared_to_project: true })
    expect(made).toMatchObject({ tenant_id: cloud.projectId, shared_to_project: true })
    await networks.reassign(made.id, { project: cloud.uuid('alice') })
    expect(await networks.get(made.id)).toMatchObject({ tenant_id: cloud.uuid('alice'), shared_to_project: false })
    await networks.reassign(made.id, { project: cloud.uuid('alice'), shared_to_project: true })
    expect(await networks.get(made.id)).toMatchObject({ shared_to_project: true })
    const strange = await errorOf(networks.reassign(made.id, { project: cloud.uuid('bob') }))
    expect(BadRequestError.isInstance(strange) && strange.message).toContain('not in project')
  })

  it('are created in batches, and an error in between has those created so far', async () => {
    const cloud = testCloud()
    const { networks } = cloud.as('alice')
    const inits = Array.from({ length: 6 }, (_, i) => ({
      type: 'MAC_FILTERED',
      name: `n${i}`,
      project: cloud.projectId,
    }))
    const made = await networks.createMany(inits.slice(0, 2))
    expect(made.map(({ name }) => name)).toEqual(['n0', 'n1'])
    const error = await errorOf<PartialCreateError>(networks.createMany(inits.slice(2)))
    expect(PartialCreateError.isInstance(error)).toBe(true)
    expect(error.created).toHaveLength(3)
    expect(QuotaExceededError.isInstance(error.cause)).toBe(true)
    expect(error.message).toMatch(/^Created 3 of 4 networks; networks\[3\] failed: /)
    const first = await errorOf(networks.createMany(inits.slice(5)))
    expect(QuotaExceededError.isInstance(first) && first.details).toContain('Private Network')
  })

  it('of a batch share one deadline, and the error has those created until then', async () => {
    const cloud = testCloud()
    const fetch: typeof globalThis.fetch = async (input, init) => {
      await new Promise((resolve) => setTimeout(resolve, 40))
      return cloud.emulator.fetch(input, init)
    }
    const { networks } = cloud.as('alice', { fetch })
    const inits = Array.from({ length: 10 }, () => ({ type: 'MAC_FILTERED' }))
    const error = await errorOf<PartialCreateError>(networks.createMany(inits, { timeoutMs: 150 }))
    expect(PartialCreateError.isInstance(error)).toBe(true)
    expect(error.created.length).toBeGreaterThan(0)
    expect(error.created.length).toBeLessThan(5)
    expect(TimeoutError.isInstance(error.cause) && error.cause.limit).toBe('total')
  })

  it('are not sent at all when one of a batch is wrong, and the caller’s objects stay as they are', async () => {
    const cloud = testCloud()
    const { networks } = cloud.as('alice')
    const inits = [
      { type: 'MAC_FILTERED', name: 'α' },
      { type: 'TOKEN_RING', name: 'b' },
    ]
    const copy = structuredClone(inits)
    const error = await errorOf(networks.createMany(inits))
    expect(InvalidArgumentError.isInstance(error) && error.parameter).toBe('networks[1].type')
    expect(inits).toEqual(copy)
    expect(cloud.requests).toEqual([])
  })

  it.each([
    ['type', { type: '' }],
    ['name', { type: 'MAC_FILTERED', name: 'n'.repeat(129) }],
    ['project', { type: 'MAC_FILTERED', project: '' }],
    ['shared_to_project', { type: 'MAC_FILTERED', shared_to_project: 'maybe' as unknown as boolean }],
    ['public', { type: 'MAC_FILTERED', public: true }],
  ])('with a wrong %s are rejected before anything is sent', async (parameter, init) => {
    const cloud = testCloud()
    const error = await errorOf(cloud.as('alice').networks.create(init))
    expect(InvalidArgumentError.isInstance(error) && error.parameter).toBe(parameter)
    expect(cloud.requests).toEqual([])
  })

  it('with an unknown field are rejected with the fields that there are', async () => {
    const error = await errorOf(
      testCloud()
        .as('alice')
        .networks.create({ type: 'MAC_FILTERED', nme: 'x' } as never),
    )
    expect(error.message).toBe("Unknown field 'nme'. Allowed fields: type, name, project, shared_to_project")
  })

  it.each([
    ['yesterday', 'yesterday'],
    ['a date without an offset', '2026-01-01T00:00:00'],
    ['more than an hour ago', new Date(Date.now() - 3_700_000)],
    ['the future', new Date(Date.now() + 120_000)],
  ])('are not listed since %s', async (_what, changesSince) => {
    const cloud = testCloud()
    expect(() => cloud.as('alice').networks.list({ changesSince })).toThrow(InvalidArgumentError)
  })

  it('of others are not there, and public ones cannot be changed', async () => {
    const cloud = testCloud()
    const { id } = await cloud.as('alice').networks.create({ type: 'MAC_FILTERED' })
    expect(NotFoundError.isInstance(await errorOf(cloud.as('bob').networks.get(id)))).toBe(true)
    const { networks } = cloud.as('alice')
    expect(ForbiddenError.isInstance(await errorOf(networks.delete(cloud.publicNetworkId)))).toBe(true)
    expect(ForbiddenError.isInstance(await errorOf(networks.update(cloud.publicNetworkId, { name: 'x' })))).toBe(true)
    const empty = await errorOf(networks.get(''))
    expect(InvalidArgumentError.isInstance(empty) && empty.parameter).toBe('networkId')
  })

  it('in use are not deleted', async () => {
    const { networks, ports } = testCloud().as('alice')
    const { id } = await networks.create({ type: 'MAC_FILTERED' })
    await ports.create({ network_id: id })
    expect(ConflictError.isInstance(await errorOf(networks.delete(id)))).toBe(true)
  })

  it('end a wait early when they can no longer get where they are awaited', async () => {
    const { networks } = testCloud().as('alice')
    const { id } = await networks.create({ type: 'MAC_FILTERED' })
    await networks.delete(id)
    const error = await errorOf(networks.waitUntil(id, 'ACTIVE'))
    expect(WaitFailedError.isInstance(error) && error.lastState).toMatchObject({ id, status: 'DELETED' })
    expect(WaitFailedError.isInstance(await errorOf(networks.waitWhile(id, 'ACTIVE')))).toBe(true)
    expect(await networks.waitWhile(id, ['DELETED', 'ERROR'], { timeoutMs: 20 }).catch((e: Error) => e.name)).toBe(
      'WaitTimeoutError',
    )
  })

  it('are waited for by any condition, with progress, and until the caller gives up', async () => {
    const { networks } = testCloud().as('alice')
    const { id } = await networks.create({ type: 'MAC_FILTERED', name: 'mine' })
    const seen: string[] = []
    const found = await networks.waitUntil(id, ({ name }) => name === 'mine', {
      onPoll: ({ status }) => seen.push(status),
    })
    expect(found.id).toBe(id)
    expect(seen).toEqual(['ACTIVE'])
    const reason = new Error('enough')
    const abort = new AbortController()
    const waiting = networks.waitUntil(id, 'ERROR', { signal: abort.signal, onPoll: () => abort.abort(reason) })
    expect(await errorOf(waiting)).toBe(reason)
  })

  it('have versions, which need no token', async () => {
    const cloud = testCloud()
    const client = new CycladesNetworkClient(cloud.as('alice').endpointUrl, 'wrong', { fetch: cloud.emulator.fetch })
    expect(await client.versions.list()).toEqual([
      {
        id: 'v2.0',
        status: 'CURRENT',
        links: [{ rel: 'self', href: 'http://synnefo.test/cyclades/network/v2.0/' }],
      },
    ])
  })
})

import { availableQuota, type QuotaCounters } from '@kamaki/astakos'
import { InvalidArgumentError, NotFoundError, UnauthorizedError } from '@kamaki/core'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { testCloud } from './cloud.ts'

it('returns limits and usage of the user by project', async () => {
  const cloud = testCloud()
  const quotas = await cloud.as('alice').quotas.get()
  const own = quotas[cloud.user('alice').uuid]?.['cyclades.vm']
  expect(own).toEqual({ limit: 20, usage: 0, pending: 0, project_limit: 20, project_usage: 0, project_pending: 0 })
  expect(quotas[String(cloud.vars['projectId'])]?.['cyclades.vm']?.limit).toBe(10)
})

it('lists the resources that quotas are about', async () => {
  const resources = await testCloud().as('alice').resources.list()
  expect(resources.find(({ name }) => name === 'cyclades.disk')).toEqual({
    name: 'cyclades.disk',
    service: 'cyclades_compute',
    unit: 'bytes',
    description: 'Virtual machine disk size',
    ui_visible: true,
    api_visible: true,
  })
})

it('returns the quotas of users to services, with unlimited as Infinity', async () => {
  const cloud = testCloud()
  const [alice, bob] = [cloud.user('alice').uuid, cloud.user('bob').uuid]
  const { quotas } = cloud.as('service')
  expect(Object.keys(await quotas.service())).toEqual(expect.arrayContaining([alice, bob]))
  expect(Object.keys(await quotas.service({ users: bob }))).toEqual([bob])
  const some = await quotas.service({ users: [alice, bob], projects: [alice] })
  expect(Object.keys(some)).toEqual([alice])
  expect(some[alice]?.[alice]?.['cyclades.vm']?.limit).toBe(20)
  const project = String(cloud.vars['moderatedProjectId'])
  const projects = await quotas.serviceProjects({ projects: project })
  expect(projects[project]?.['cyclades.total_ram']?.project_limit).toBe(Number.POSITIVE_INFINITY)
  expect(Object.keys(await quotas.serviceProjects())).toContain(project)
  await expect(quotas.service({ users: 'nobody' })).rejects.toSatisfy(NotFoundError.isInstance)
  await expect(quotas.serviceProjects({ projects: ['nothing'] })).rejects.toSatisfy(NotFoundError.isInstance)
  await expect(cloud.as('alice').quotas.service()).rejects.toSatisfy(UnauthorizedError.isInstance)
})

it('rejects arrays that would mean something else', async () => {
  const { quotas } = testCloud().as('service')
  await expect(quotas.service({ users: [] })).rejects.toThrow(/users must name at least one; omit it to ask for all/)
  await expect(quotas.service({ users: 'a,b' })).rejects.toSatisfy(InvalidArgumentError.isInstance)
  await expect(quotas.serviceProjects({ projects: [''] })).rejects.toThrow(/projects/)
})

const counters = (
  limit: number | bigint,
  usage: number | bigint,
  projectLimit: number | bigint,
  projectUsage: number | bigint,
) =>
  ({
    limit,
    usage,
    pending: 0,
    project_limit: projectLimit,
    project_usage: projectUsage,
    project_pending: 0,
  }) satisfies QuotaCounters

it('knows what is left', () => {
  expect(availableQuota(counters(10, 4, 20, 5))).toBe(6)
  expect(availableQuota(counters(10, 4, 20, 18))).toBe(2)
  expect(availableQuota(counters(10, 12, 20, 0))).toBe(0)
  expect(availableQuota(counters(Number.POSITIVE_INFINITY, 4, 20, 18))).toBe(2)
  expect(availableQuota(counters(Number.POSITIVE_INFINITY, 1, Number.POSITIVE_INFINITY, 1))).toBe(
    Number.POSITIVE_INFINITY,
  )
  expect(availableQuota(counters(2n ** 62n, 1, Number.POSITIVE_INFINITY, 0))).toBe(2n ** 62n - 1n)
})

it('never has more left than either limit allows', () => {
  const quantity = fc.oneof(
    fc.nat(),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 2n }),
    fc.constant(Number.POSITIVE_INFINITY),
  )
  const used = fc.oneof(fc.nat(), fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 2n }))
  fc.assert(
    fc.property(quantity, used, quantity, used, (limit, usage, projectLimit, projectUsage) => {
      const left = availableQuota(counters(limit, usage, projectLimit, projectUsage))
      return left >= 0 && left <= limit && left <= projectLimit
    }),
  )
})

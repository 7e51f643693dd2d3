import { commissionFailure, provisionsOfCharges } from '@kamaki/astakos'
import { InvalidArgumentError, NotFoundError, QuotaExceededError, UnauthorizedError } from '@kamaki/core'
import { errorOf, replying, serve } from '@kamaki-tooling/testing'
import { expect, it } from 'vitest'
import { testCloud } from './cloud.ts'

/** A component of the cloud, and carol, whom it charges. */
function component() {
  const cloud = testCloud()
  const service = cloud.as('service')
  const user = cloud.user('carol').uuid
  const charge = (quantity: number) => ({ projectId: user, resource: 'cyclades.vm', quantity })
  const usage = async () => (await cloud.as('carol').quotas.get())[user]!['cyclades.vm']!
  return { cloud, service, user, charge, usage }
}

it('charges at once, and releases what is rejected', async () => {
  const { service, user, charge, usage } = component()
  const serial = await service.commissions.issueOne(user, [charge(2)], { name: 'two servers' })
  expect(await usage()).toMatchObject({ usage: 2, pending: 2, project_usage: 2 })
  expect(await service.commissions.list()).toEqual([serial])
  const commission = await service.commissions.get(serial)
  expect(commission).toMatchObject({ serial, name: 'two servers', issue_time: expect.any(String) })
  expect(commission.provisions).toEqual(expect.arrayContaining(provisionsOfCharges(user, [charge(2)])))
  await service.commissions.reject(serial)
  expect(await usage()).toMatchObject({ usage: 0, pending: 0 })
  await expect(service.commissions.get(serial)).rejects.toSatisfy(NotFoundError.isInstance)
})

it('keeps what is accepted', async () => {
  const { service, user, charge, usage } = component()
  await service.commissions.accept(await service.commissions.issueOne(user, [charge(3)]))
  expect(await usage()).toMatchObject({ usage: 3, pending: 0 })
  const release = await service.commissions.issueOne(user, [charge(-3)], { autoAccept: true })
  expect(await usage()).toMatchObject({ usage: 0 })
  await expect(service.commissions.get(release)).rejects.toMatchObject({
    status: 404,
    fault: undefined,
    message: expect.stringMatching(`^Pending commission ${release} does not exist \\(`),
  })
})

it('says which limit is in the way, and goes past it when forced to', async () => {
  const { service, user, charge, usage } = component()
  const error = await errorOf(service.commissions.issueOne(user, [charge(21)]))
  expect(QuotaExceededError.isInstance(error)).toBe(true)
  expect(commissionFailure(error)).toMatchObject({
    name: 'NoCapacityError',
    limit: 20,
    usage: 0,
    provision: { resource: 'cyclades.vm', quantity: 21 },
  })
  await service.commissions.issueOne(user, [charge(21)], { force: true, autoAccept: true })
  expect((await usage()).usage).toBe(21)
})

it('resolves many, and reports which it could not', async () => {
  const { service, user, charge } = component()
  const [one = 0, two = 0] = await Promise.all([1, 2].map(() => service.commissions.issueOne(user, [charge(1)])))
  const { accepted, rejected, failed } = await service.commissions.resolve({ accept: [one, 999_999], reject: [two] })
  expect({ accepted, rejected }).toEqual({ accepted: [one], rejected: [two] })
  expect(failed).toMatchObject([[999_999, { itemNotFound: { code: 404 } }]])
})

it('moves what a user holds from one project to another', async () => {
  const { cloud, service } = component()
  const alice = cloud.user('alice').uuid
  const project = String(cloud.vars['projectId'])
  await service.commissions.issueOne(alice, [{ projectId: alice, resource: 'cyclades.vm', quantity: 2 }], {
    autoAccept: true,
  })
  const move = { from: alice, to: project, resource: 'cyclades.vm', quantity: 2 }
  await service.commissions.issueReassignment(alice, [move], { autoAccept: true })
  const quotas = await cloud.as('alice').quotas.get()
  expect(quotas[alice]!['cyclades.vm']!.usage).toBe(0)
  expect(quotas[project]!['cyclades.vm']!.usage).toBe(2)
})

it('charges users and projects apart', async () => {
  const { service, user, charge, usage } = component()
  await service.commissions.issueGeneric([{ userId: user, ...charge(1) }], [charge(1)], { autoAccept: true })
  expect(await usage()).toMatchObject({ usage: 1, project_usage: 1 })
})

it('is for components only', async () => {
  const error = await errorOf(testCloud().as('alice').commissions.list())
  expect(UnauthorizedError.isInstance(error)).toBe(true)
})

it('rejects impossible quantities and serials', async () => {
  const { service, user } = component()
  const issue = (quantity: number) =>
    service.commissions.issueOne(user, [{ projectId: user, resource: 'cyclades.vm', quantity }])
  await expect(issue(1.5)).rejects.toSatisfy(InvalidArgumentError.isInstance)
  await expect(issue(Number.POSITIVE_INFINITY)).rejects.toThrow(/quantity must be an integer/)
  await expect(service.commissions.issueOne('', [])).rejects.toThrow(/userId/)
  await expect(service.commissions.accept(-1)).rejects.toThrow(/serial/)
  await expect(service.commissions.resolve({ accept: [0.5] })).rejects.toThrow(/serial/)
})

it('finds no failure in other errors', () => {
  expect(commissionFailure(new Error('x'))).toBeUndefined()
  expect(commissionFailure(undefined)).toBeUndefined()
})

it('does not take a response without a serial for an issued commission', async () => {
  const url = await serve((request, response) => {
    const account = `http://${request.headers.host}/account/v1.0`
    const catalog = {
      name: 'a',
      type: 'account',
      endpoints: [{ publicURL: account, versionId: 'v1.0', region: 'default' }],
    }
    const body = request.url?.endsWith('/tokens') ? { access: { serviceCatalog: [catalog] } } : { x: 1 }
    replying(200, 'application/json', JSON.stringify(body))(request, response)
  })
  const { AstakosClient } = await import('@kamaki/astakos')
  await expect(new AstakosClient(url, 'token').commissions.issue([])).rejects.toThrow(
    /^The response to POST \S+\/commissions has no 'serial' field/,
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cloudOf } from '../cloud-of.ts'
import { Caller, type Json } from '../support.ts'

const cloud = new Caller()
const carol = cloud.uuid('carol')
const provision = (quantity: unknown, resource = 'cyclades.vm') => ({
  holder: `user:${carol}`,
  source: `project:${carol}`,
  resource,
  quantity,
})
const issue = (body: Json) => cloud.account('service', 'POST', '/commissions', body)
const usage = () => cloudOf(cloud.emulator).quota.usage(carol, carol, 'cyclades.vm')!

test('charges count at once, releases only when they are accepted', async () => {
  const { serial } = (await issue({ provisions: [provision(3)] })).json
  expect(usage()).toMatchObject({ usage: 3n, pending: 3n })
  await cloud.account('service', 'POST', `/commissions/${serial}/action`, { accept: '' })
  const back = (await issue({ provisions: [provision(-3)] })).json.serial
  expect(usage()).toMatchObject({ usage: 3n, pending: 3n })
  await cloud.account('service', 'POST', `/commissions/${back}/action`, { accept: '' })
  expect(usage()).toMatchObject({ usage: 0n, pending: 0n })
})

test('many are resolved at once, and what fails is told', async () => {
  const serials: number[] = []
  for (let i = 0; i < 3; i++) serials.push((await issue({ provisions: [provision(1)] })).json.serial)
  const [a, b, c] = serials as [number, number, number]
  const answer = await cloud.account('service', 'POST', '/commissions/action', {
    accept: [a, a, c, 999],
    reject: [b, c, 1000],
  })
  expect(answer.json).toEqual({
    accepted: [a],
    rejected: [b],
    failed: [
      [999, { itemNotFound: { code: 404, message: 'serial 999 does not exist' } }],
      [1000, { itemNotFound: { code: 404, message: 'serial 1000 does not exist' } }],
      [c, { badRequest: { code: 400, message: `cannot both accept and reject serial ${c}` } }],
    ],
  })
  await cloud.account('service', 'POST', '/commissions/action', { reject: [c] })
  await issue({ provisions: [provision(-1)], auto_accept: true })
  expect(usage().usage).toBe(0n)
})

test.each([
  [{ accept: 5 }, 400],
  [{ accept: ['1'] }, 400],
  [{ reject: [1.5] }, 400],
  [{}, 200],
  [{ accept: [true] }, 200],
  [[], 400],
])('resolving %j is %i', async (body, status) => {
  expect((await cloud.account('service', 'POST', '/commissions/action', body)).status).toBe(status)
})

test('another component’s commission is not found', async () => {
  const { serial } = (await issue({ provisions: [] })).json
  const pithos = cloudOf(cloud.emulator).users.componentNamed('pithos')!
  const headers = { 'x-auth-token': pithos.token }
  expect((await cloud.call('', 'GET', `/astakos/account/v1.0/commissions/${serial}`, undefined, headers)).status).toBe(
    404,
  )
  expect((await cloud.call('', 'GET', '/astakos/account/v1.0/commissions', undefined, headers)).json).toEqual([])
  await cloud.account('service', 'POST', `/commissions/${serial}/action`, { reject: '' })
})

test('a component sees the resources of its own services', async () => {
  const pithos = cloudOf(cloud.emulator).users.componentNamed('pithos')!
  const { json } = await cloud.call('', 'GET', `/astakos/account/v1.0/service_quotas?user=${carol}`, undefined, {
    'x-auth-token': pithos.token,
  })
  expect(Object.keys(json[carol][carol])).toEqual(['pithos.diskspace'])
})

test('whatever is issued, accepted and rejected, the ledger never goes below zero nor above its limit, and nothing is lost', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          quantity: fc.integer({ min: -8, max: 8 }),
          end: fc.constantFrom('accept', 'reject', 'keep', 'auto'),
        }),
        { maxLength: 30 },
      ),
      async (steps) => {
        let settled = 0
        const open: { serial: number; quantity: number }[] = []
        for (const { quantity, end } of steps) {
          const { status, json } = await issue({ provisions: [provision(quantity)], auto_accept: end === 'auto' })
          if (status === 201) {
            if (end === 'auto') settled += quantity
            else if (end === 'keep') open.push({ serial: json.serial, quantity })
            else {
              await cloud.account('service', 'POST', `/commissions/${json.serial}/action`, { [end]: '' })
              if (end === 'accept') settled += quantity
            }
          } else expect(status).toBe(413)
          expect(usage().usage).toBeGreaterThanOrEqual(0n)
          expect(usage().usage).toBeLessThanOrEqual(20n)
        }
        for (const { serial } of open)
          await cloud.account('service', 'POST', `/commissions/${serial}/action`, { reject: '' })
        expect(usage()).toMatchObject({ usage: BigInt(settled), pending: 0n })
        if (settled > 0) await issue({ provisions: [provision(-settled)], auto_accept: true })
        expect(usage().usage).toBe(0n)
      },
    ),
    { numRuns: 60 },
  )
})

import { expect, test } from 'vitest'
import { Session } from '../compute/session.ts'

test('the state shows quotas in use, and feedback', async () => {
  const cloud = await Session.open()
  const { state } = cloud.emulator
  await cloud.server()
  expect(state.usage(cloud.uuid, cloud.uuid, 'cyclades.vm')).toMatchObject({ usage: 1n, pending: 0n })
  expect(state.usage(cloud.uuid, 'no project', 'cyclades.vm')).toBeUndefined()
  expect(state.feedback).toEqual([])
})

test('a token for the browser view of an object works for that object', async () => {
  const cloud = await Session.open()
  const { state } = cloud.emulator
  const view = (path: string, token: string) =>
    cloud.emulator.fetch(`${state.origin}/pithos/ui/view${path}?access_token=${token}`)
  const token = state.viewToken(cloud.uuid, `/${cloud.uuid}/c/o`)
  expect((await view(`/${cloud.uuid}/c/o`, token)).status).toBe(404)
  expect((await view(`/${cloud.uuid}/d/o`, token)).status).toBe(302)
  expect(() => state.viewToken('nobody', '/a/c/o')).toThrow('user must be the uuid of a user')
})

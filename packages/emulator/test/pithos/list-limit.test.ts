import { expect, test } from 'vitest'
import { session, TEXT } from './session.ts'

test('a listing has as many entries as the operator lets it have', async () => {
  const { alice } = session({ listLimit: 3 })
  for (const container of ['c', 'd', 'e', 'f']) await alice.call('PUT', `/${container}`)
  for (const name of ['1', '2', '3', '4']) await alice.call('PUT', `/c/${name}`, TEXT, 'x')
  const names = async (path: string) => (await alice.call('GET', path)).text.trim().split('\n')
  expect(await names('/c')).toEqual(['1', '2', '3'])
  expect(await names('/c?limit=10000')).toEqual(['1', '2', '3'])
  expect(await names('/c?limit=%D9%A2')).toEqual(['1', '2'])
  expect(await names('/c?marker=3')).toEqual(['4'])
  expect(await names('')).toEqual(['c', 'd', 'e'])
  expect((await alice.call('GET', '/c?limit=9223372036854775808')).status).toBe(500)
})

import { beforeEach, expect, test } from 'vitest'
import { Session } from './session.ts'

let cloud: Session
let metadata: string
beforeEach(async () => {
  cloud = await Session.open()
  metadata = `/compute/v2.0/servers/${await cloud.server()}/metadata`
})

test('Metadata are merged, set one by one, and deleted', async () => {
  const merged = await cloud.alice('POST', metadata, { metadata: { a: '1', b: '2' } })
  expect(merged.status).toBe(201)
  expect((await cloud.alice('PUT', `${metadata}/a`, { meta: { a: 'x' } })).body).toEqual({ meta: { a: 'x' } })
  expect((await cloud.alice('GET', `${metadata}/a`)).body).toEqual({ meta: { a: 'x' } })
  expect((await cloud.alice('DELETE', `${metadata}/a`)).status).toBe(204)
  expect((await cloud.alice('GET', `${metadata}/a`)).body.itemNotFound.message).toBe('Metadata key not found.')
  expect((await cloud.alice('GET', metadata)).body).toEqual({ metadata: { b: '2' } })
})

test('A rejected change leaves everything as it was', async () => {
  await cloud.alice('POST', metadata, { metadata: { a: '1' } })
  const eleven = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`k${index}`, 'v']))
  for (const [items, status] of [
    [eleven, 400],
    [{ ['k'.repeat(51)]: 'v' }, 400],
    [{ b: 'ok', k: 'v'.repeat(501) }, 400],
    [{ b: 'ok', k: ['v'] }, 400],
    [{ b: 'ok', k: 5 }, 500],
  ] as const) {
    expect((await cloud.alice('POST', metadata, { metadata: items })).status).toBe(status)
  }
  expect((await cloud.alice('PUT', `${metadata}/a`, { meta: { b: 'x' } })).status).toBe(400)
  expect((await cloud.alice('PUT', metadata, {})).headers.get('allow')).toBe('GET,POST')
  expect((await cloud.alice('GET', metadata)).body).toEqual({ metadata: { a: '1' } })
})

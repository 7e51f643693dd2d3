import { expect, test } from 'vitest'
import { messageOf, session, TEXT } from './session.ts'

const PUBLIC = { ...TEXT, 'X-Object-Public': 'true' }

test('a list of public objects holds those of containers whose names begin alike, cut as its own are', async () => {
  const { alice } = session()
  for (const container of ['c', 'c2', 'd']) {
    await alice.call('PUT', `/${container}`)
    await alice.call('PUT', `/${container}/o`, PUBLIC, 'x')
  }
  expect((await alice.call('GET', '/c?public')).text).toBe('/o\no\n')
  expect((await alice.call('GET', '/c2?public')).text).toBe('o\n')
  const listed = (await alice.call('GET', '/c?public&format=json')).json as Record<string, unknown>[]
  expect(listed.map((entry) => [entry['name'], 'x_object_public' in entry])).toEqual([
    ['/o', false],
    ['o', true],
  ])
})

test('slashes at the end of the prefix do not count in a list of public objects', async () => {
  const { alice } = session()
  await alice.call('PUT', '/c')
  for (const name of ['a/1', 'ab', 'b']) await alice.call('PUT', `/c/${name}`, PUBLIC, 'x')
  expect((await alice.call('GET', '/c?public&prefix=a/')).text).toBe('a/1\nab\n')
})

test('bytes as of a time are also those of containers whose names begin alike, if there are objects at all', async () => {
  const { alice } = session()
  await alice.call('PUT', '/c')
  await alice.call('PUT', '/c2')
  await alice.call('PUT', '/c2/o', TEXT, '12345')
  const bytes = async () => (await alice.call('HEAD', '/c?until=4102444800')).headers.get('x-container-bytes-used')
  expect(await bytes()).toBe('0')
  await alice.call('PUT', '/c/o', TEXT, '123')
  expect(await bytes()).toBe('8')
  expect((await alice.call('HEAD', '/c')).headers.get('x-container-bytes-used')).toBe('3')
})

test('a hash that is not hexadecimal is named in the fault', async () => {
  const { alice } = session()
  await alice.call('PUT', '/c')
  const body = JSON.stringify({ bytes: 3, hashes: ['xyz'] })
  const refused = await alice.call('PUT', '/c/o?hashmap', TEXT, body)
  expect(refused.status).toBe(400)
  expect(messageOf(refused)).toBe('Invalid hash: xyz')
})

import { expect, test } from 'vitest'
import { messageOf, session, TEXT } from './session.ts'

const refused = (shown: string) => `Header values can't contain newlines (got ${shown})`

test('a line break in what headers carry is stored, and then makes every read of the object a 400', async () => {
  const { alice } = session()
  await alice.call('PUT', '/c')
  const kinds: [string, string][] = [
    ['X-Object-Meta-Note', 'a%0Ab'],
    ['X-Object-Meta-A%0Db', 'v'],
    ['Content-Disposition', 'a%0Db'],
    ['Content-Encoding', 'a%0Ab'],
    ['X-Object-Manifest', 'c/a%0Ab'],
    ['X-Object-Sharing', 'read=x%0A'],
  ]
  for (const [name, value] of kinds) {
    expect((await alice.call('PUT', '/c/o', { ...TEXT, [name]: value }, 'data')).status).toBe(201)
    expect((await alice.call('HEAD', '/c/o')).status).toBe(400)
    const { status, text } = await alice.call('GET', '/c/o')
    expect(status).toBe(400)
    expect(text).toContain("Header values can't contain newlines (got ")
    expect((await alice.call('GET', '/c?format=json')).status).toBe(name.includes('%') ? 400 : 200)
    expect((await alice.call('DELETE', '/c/o')).status).toBe(204)
  }
  expect((await alice.call('GET', '/c?format=json')).json).toEqual([])
})

test('metadata of a container or an account with a line break make it unreadable until they are taken away', async () => {
  const { alice } = session()
  await alice.call('PUT', '/c')
  for (const [path, kind] of [
    ['/c', 'Container'],
    ['', 'Account'],
  ]) {
    await alice.call('POST', `${path}?update`, { [`X-${kind}-Meta-Note`]: '%CE%B1%0D' })
    expect((await alice.call('HEAD', `${path}`)).status).toBe(400)
    expect(messageOf(await alice.call('GET', `${path}?format=json`))).toBe(refused("'\\xce\\xb1\\r'"))
    await alice.call('POST', `${path}?update`, { [`X-${kind}-Meta-Note`]: '' })
    expect((await alice.call('HEAD', `${path}`)).status).toBe(204)
  }
})

test('of an object with a carriage return in its name all can be read but the data', async () => {
  const { alice } = session()
  await alice.call('PUT', '/c')
  await alice.call('PUT', '/c/a%0Db', TEXT, 'data')
  expect((await alice.call('HEAD', '/c/a%0Db')).status).toBe(200)
  expect((await alice.call('GET', '/c/a%0Db?hashmap')).status).toBe(200)
  expect((await alice.call('GET', '/c/a%0Db')).text).toContain(JSON.stringify(refused('\'inline; filename="a\\rb"\'')))
})

import { beforeEach, expect, test } from 'vitest'
import { Session } from './session.ts'

let cloud: Session
let id: number
const tags = () => `/compute/v2.0/servers/${id}/tags`
beforeEach(async () => {
  cloud = await Session.open()
  id = await cloud.server()
})

test('A tag is pending until the backend confirms it', async () => {
  const added = await cloud.alice('PUT', `${tags()}/${encodeURIComponent('α β')}`)
  expect(added.status).toBe(201)
  expect(added.headers.get('location')).toMatch(/\/tags\/%CE%B1%20%CE%B2$/)
  expect((await cloud.alice('GET', tags())).body).toEqual({ tags: ['α β'], statuses: ['PENDADD'] })
  expect((await cloud.show(id)).tags).toEqual([])
  expect((await cloud.alice('DELETE', `${tags()}/${encodeURIComponent('α β')}`)).status).toBe(404)
  cloud.settle()
  const checked = await cloud.alice('GET', `${tags()}/${encodeURIComponent('α β')}`)
  expect(checked.status).toBe(204)
  expect(checked.headers.get('tag-status')).toBe('ACTIVE')
  expect((await cloud.alice('PUT', `${tags()}/${encodeURIComponent('α β')}`)).status).toBe(204)
  expect((await cloud.show(id)).tags).toEqual(['α β'])
})

test('Tags are replaced and deleted', async () => {
  await cloud.alice('PUT', `${tags()}/old`)
  cloud.settle()
  const replaced = await cloud.alice('PUT', tags(), { tags: ['one', 'two'] })
  expect((await cloud.alice('GET', tags())).body).toEqual(replaced.body)
  expect(replaced.body).toEqual({ tags: ['one', 'two'], statuses: ['PENDADD', 'PENDADD'] })
  cloud.settle()
  expect((await cloud.show(id)).tags).toEqual(['one', 'two'])
  expect((await cloud.alice('DELETE', `${tags()}/one`)).status).toBe(204)
  cloud.settle()
  expect((await cloud.alice('DELETE', `${tags()}/one`)).status).toBe(404)
  expect((await cloud.alice('DELETE', tags())).status).toBe(204)
  cloud.settle()
  expect((await cloud.alice('DELETE', tags())).text).toBe('')
  expect((await cloud.alice('GET', tags())).body).toEqual({ tags: [], statuses: [] })
})

test('Tags have limits', async () => {
  expect((await cloud.alice('PUT', `${tags()}/a%2Cb`)).body.badRequest.message).toBe("Tag cannot contain '/' or ','")
  expect((await cloud.alice('PUT', `${tags()}/a%2Fb`)).body.badRequest.message).toBe("Tag cannot contain '/' or ','")
  expect((await cloud.alice('PUT', `${tags()}/${'t'.repeat(46)}`)).status).toBe(201)
  expect((await cloud.alice('PUT', `${tags()}/${'u'.repeat(47)}`)).status).toBe(500)
  expect((await cloud.alice('PUT', `${tags()}/${'v'.repeat(61)}`)).status).toBe(400)
  const many = Array.from({ length: 51 }, (_, index) => `t${index}`)
  expect((await cloud.alice('PUT', tags(), { tags: many })).status).toBe(400)
  expect((await cloud.alice('PUT', tags(), { tags: [1] })).body.badRequest.message).toBe(
    'Malformed Request. Invalid tag.',
  )
})

test('A name that ends in a format loses that ending and the character before it', async () => {
  await cloud.alice('PUT', `${tags()}/myxjson`)
  expect((await cloud.alice('GET', tags())).body.tags).toEqual(['my'])
})

test('Tags cannot be changed during a task that holds a commission', async () => {
  await cloud.act(id, { shutdown: {} })
  expect((await cloud.alice('PUT', `${tags()}/late`)).status).toBe(500)
  cloud.settle()
  expect((await cloud.alice('PUT', `${tags()}/late`)).status).toBe(201)
})

test('A deleted tag is gone at once; added again meanwhile, it is there in the end', async () => {
  await cloud.alice('PUT', `${tags()}/a`)
  cloud.settle()
  expect((await cloud.alice('DELETE', `${tags()}/a`)).status).toBe(204)
  expect((await cloud.alice('GET', tags())).body.tags).toEqual([])
  expect((await cloud.show(id)).tags).toEqual([])
  expect((await cloud.alice('PUT', `${tags()}/a`)).status).toBe(201)
  cloud.settle()
  expect((await cloud.alice('GET', tags())).body).toEqual({ tags: ['a'], statuses: ['ACTIVE'] })
})

test('An added tag is where the request went', async () => {
  const locations = ["it's", '50%25', 'a:b', 'x.json', 'y?a=b'].map(
    async (tag) => (await cloud.alice('PUT', `${tags()}/${tag}`)).headers.get('location')?.split('/tags/')[1],
  )
  expect(await Promise.all(locations)).toEqual(["it's", '50%', 'a:b', 'x.json', 'y?a=b'])
})

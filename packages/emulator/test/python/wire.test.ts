import { afterAll, expect, test } from 'vitest'
import { Caller } from '../support.ts'

// What Python 2 makes of odd values, seen from outside.

const errors: unknown[] = []
const cloud = new Caller({ onError: (error) => errors.push(error) })
afterAll(() => cloud.emulator.close())

const compute = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  cloud.call('alice', method, `/cyclades/compute/v2.0${path}`, body, headers)
const json = { 'content-type': 'application/json' }

test('of several actions the one counts that comes first in a dictionary of Python 2', async () => {
  // {'foo', 'reboot'} is gone through as ['foo', 'reboot'], {'bar', 'foo'} as ['foo', 'bar'].
  for (const body of ['{"reboot":{},"foo":{}}', '{"foo":{},"reboot":{}}', '{"bar":{},"foo":{}}', '{"foo":{},"bar":{}}'])
    expect((await compute('POST', '/servers/9/action', body, json)).json.badRequest.message).toBe(
      'Action foo not supported',
    )
})

test('a dictionary in a message shows its keys in that order', async () => {
  const subnet = { network_id: '1', cidr: { a: 1, name: 2, b: [1.5, null] } }
  const { network } = (
    await cloud.call('alice', 'POST', '/cyclades/network/v2.0/networks', { network: { type: 'MAC_FILTERED' } })
  ).json
  const { json } = await cloud.call('alice', 'POST', '/cyclades/network/v2.0/subnets', {
    subnet: { ...subnet, network_id: network.id },
  })
  expect(json.badRequest.message).toBe("Malformed CIDR '{u'a': 1, u'b': [1.5, None], u'name': 2}'")
})

test('an infinite number where an integer belongs is a 500, and no bug of the emulator', async () => {
  const { status } = await compute(
    'POST',
    '/servers',
    '{"server":{"name":"x","imageRef":"x","flavorRef":Infinity}}',
    json,
  )
  expect(status).toBe(500)
  expect(
    (await compute('POST', '/servers', '{"server":{"name":"x","imageRef":"x","flavorRef":NaN}}', json)).status,
  ).toBe(400)
  expect(errors).toEqual([])
})

test('white space before a semicolon makes a media type that is not known', async () => {
  const typeFor = async (accept: string) =>
    (await compute('GET', '/flavors', undefined, { accept })).headers.get('content-type')
  expect(await typeFor('application/xml;q=1')).toBe('application/xml; charset=UTF-8')
  expect(await typeFor('application/xml ;q=1')).toBe('application/json; charset=UTF-8')
  expect(await typeFor('text/html, application/xml')).toBe('application/xml; charset=UTF-8')
})

test("a container's unknown project is told in Astakos' own words, with the provision that failed", async () => {
  const uuid = cloud.uuid('alice')
  const project = 'aaaaaaaa-0000-4000-8000-000000000000'
  const path = `/pithos/object-store/v1/${uuid}/unknown-project`
  await cloud.call('alice', 'PUT', path, undefined, { 'x-container-policy-project': project })
  const { status, json } = await cloud.call('alice', 'PUT', `${path}/o`, 'content', { 'content-type': 'text/plain' })
  expect(status).toBe(404)
  expect(JSON.parse(json.fault.details)).toEqual({
    itemNotFound: {
      message: `There is no such holding (u'user:${uuid}', u'project:${project}', u'pithos.diskspace')`,
      code: 404,
      data: {
        provision: {
          resource: 'pithos.diskspace',
          source: `project:${project}`,
          holder: `user:${uuid}`,
          quantity: 7,
        },
        name: 'NoHoldingError',
      },
    },
  })
})

test('a string that the database cannot hold is a 500, after all that is checked before', async () => {
  const network = (name: string) =>
    cloud.call('alice', 'POST', '/cyclades/network/v2.0/networks', { network: { type: 'MAC_FILTERED', name } })
  expect((await network('a\0')).status).toBe(500)
  expect((await network('\ud800')).status).toBe(500)
  expect((await network(`${'x'.repeat(128)}\0`)).json.badRequest.message).toBe('Network name is too long')
  expect((await compute('POST', '/os-keypairs', { keypair: { name: 'a\0', public_key: 'x' } })).status).toBe(500)
  expect((await cloud.call('alice', 'POST', '/cyclades/userdata/keys', { name: '\udc00', content: 'x' })).status).toBe(
    500,
  )
  expect(errors).toEqual([])
})

test('JSON that is nested too deep for Python is a 500, and brackets in strings do not count', async () => {
  const nested = (depth: number) => `{"server":${'['.repeat(depth)}${']'.repeat(depth)}}`
  expect((await compute('POST', '/os-keypairs', nested(800), json)).status).toBe(400)
  expect((await compute('POST', '/os-keypairs', nested(100_000), json)).status).toBe(500)
  expect((await compute('POST', '/os-keypairs', `{"x":"${'['.repeat(5000)}"}`, json)).status).toBe(400)
  const broken = new Uint8Array([...new TextEncoder().encode(nested(20_000)), 0xff])
  expect((await compute('POST', '/os-keypairs', broken, json)).status).toBe(400)
  expect(errors).toEqual([])
})

test("the dot of .json in the server's patterns matches any character, and their end comes before a line feed", async () => {
  const statuses = async (...paths: string[]) =>
    Promise.all(paths.map(async (path) => (await compute('GET', path)).status))
  expect(
    await statuses('/servers/json', '/serversxjson', '/servers/detail-xml', '/flavors/1/json', '/flavors/1%0A'),
  ).toEqual(Array(5).fill(200))
  expect(await statuses('/servers/jsonx', '/servers/xxjson', '/flavors/1%0A%0A', '/flavors/1/xjson')).toEqual(
    Array(4).fill(400),
  )
  // Not the item `json` of the metadata, but the metadata.
  const { status, headers } = await compute('DELETE', '/servers/1/metadata/json')
  expect([status, headers.get('allow')]).toEqual([405, 'GET,POST'])
})

test('a path that is not UTF-8 is rejected before any service sees it', async () => {
  for (const path of [
    '/cyclades/compute/v2.0/servers/%FF',
    '/astakos/account/v1.0/projects/%C3',
    '/pithos/%FF',
    '/%FF',
  ]) {
    const { status, headers, text } = await cloud.call('alice', 'GET', path)
    expect([status, headers.get('content-type'), text]).toEqual([400, 'text/html; charset=utf-8', ''])
  }
})

test('an underscore in the name of a header is a dash, but for Content-Type', async () => {
  const token = cloud.token('alice')
  const asked = (headers: Record<string, string>) =>
    cloud.call('', 'GET', '/cyclades/compute/v2.0/servers', undefined, headers)
  expect((await asked({ X_Auth_Token: token })).status).toBe(200)
  expect((await asked({ X_Auth_Token: token, 'X-Auth-Token': token })).status).toBe(401)
  const path = `/pithos/object-store/v1/${cloud.uuid('alice')}/underscores`
  await cloud.call('alice', 'PUT', path)
  const bytes = new Uint8Array([1])
  expect((await cloud.call('alice', 'PUT', `${path}/o`, bytes, { content_type: 'text/plain' })).status).toBe(411)
  await cloud.call('alice', 'PUT', `${path}/o`, 'x', { 'content-type': 'text/plain', x_object_meta_a: 'b' })
  expect((await cloud.call('alice', 'HEAD', `${path}/o`)).headers.get('x-object-meta-a')).toBe('b')
})

test('a number for a CIDR is an address: of IPv6, if it is too large for IPv4', async () => {
  const { network } = (
    await cloud.call('alice', 'POST', '/cyclades/network/v2.0/networks', { network: { type: 'MAC_FILTERED' } })
  ).json
  const message = async (fields: Record<string, unknown>) => {
    const subnet = { network_id: network.id, ...fields }
    return (await cloud.call('alice', 'POST', '/cyclades/network/v2.0/subnets', { subnet })).json.badRequest.message
  }
  expect(await message({ cidr: 2 ** 40 })).toBe('Invalid network IPv4 subnet')
  expect(await message({ cidr: 5, ip_version: 6 })).toBe('Unsupported IPv6 subnet size. Network netmask must be /64')
  expect(await message({ cidr: -1 })).toBe("Malformed CIDR '-1'")
})

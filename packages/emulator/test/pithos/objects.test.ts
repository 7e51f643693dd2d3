import { beforeEach, describe, expect, test } from 'vitest'
import { MemoryBlocks } from '../../src/base/blocks.ts'
import { cloudOf } from '../cloud-of.ts'
import { messageOf, type Session, session, TEXT } from './session.ts'

let cloud: Session

beforeEach(async () => {
  cloud = session()
  expect((await cloud.alice.call('PUT', '/c')).status).toBe(201)
})

const octets = (range: string) => ({ 'Content-Type': 'application/octet-stream', 'Content-Range': range })
const content = async (path: string) => (await cloud.alice.call('GET', path)).text

describe('history', () => {
  test('a purge takes everything up to the time, the live version too', async () => {
    const { alice, emulator } = cloud
    await alice.call('PUT', '/c/o', TEXT, 'one')
    emulator.clock.advance(10_000)
    const between = Math.floor(emulator.clock.now() / 1000)
    emulator.clock.advance(10_000)
    await alice.call('PUT', '/c/o', TEXT, 'two!')
    const versions = async () =>
      ((await alice.call('GET', '/c/o?version=list')).json as { versions: unknown[] }).versions
    expect(await versions()).toHaveLength(2)
    expect((await alice.call('DELETE', `/c/o?until=${between}`)).status).toBe(204)
    expect(await versions()).toHaveLength(1)
    expect(await content('/c/o')).toBe('two!')
    emulator.clock.advance(1000)
    expect((await alice.call('DELETE', `/c/o?until=${Math.floor(emulator.clock.now() / 1000)}`)).status).toBe(204)
    expect((await alice.call('GET', '/c/o?version=list')).status).toBe(404)
    expect((await alice.call('HEAD', '/c')).headers.get('x-container-bytes-used')).toBe('0')
  })

  test('a time that is not a whole number makes the purge a deletion', async () => {
    await cloud.alice.call('PUT', '/c/o', TEXT, 'one')
    expect((await cloud.alice.call('DELETE', '/c/o?until=1000.5')).status).toBe(204)
    expect((await cloud.alice.call('GET', '/c/o')).status).toBe(404)
    expect((await cloud.alice.call('GET', '/c/o?version=list')).status).toBe(200)
  })

  test('purging a container leaves live objects, its deletion takes all history', async () => {
    const { alice, emulator } = cloud
    for (const text of ['1', '22', '333']) await alice.call('PUT', '/c/o', TEXT, text)
    await alice.call('PUT', '/c/gone', TEXT, 'x')
    await alice.call('DELETE', '/c/gone')
    emulator.clock.advance(2000)
    await alice.call('DELETE', `/c?until=${Math.floor(emulator.clock.now() / 1000)}`)
    expect((await alice.call('GET', '/c/gone?version=list')).status).toBe(404)
    expect((await alice.call('GET', '/c/o?version=list')).json).toMatchObject({ versions: [expect.anything()] })
    await alice.call('DELETE', '/c?delimiter=/')
    expect((await alice.call('DELETE', '/c')).status).toBe(204)
    expect(cloudOf(emulator).pithos.store.tree.container(alice.uuid, 'c')).toBeUndefined()
  })
})

describe('a failed request', () => {
  test('takes back everything that it did', async () => {
    const { alice, bob } = cloud
    await alice.call('PUT', '/c/o', { ...TEXT, 'X-Object-Meta-A': '1' }, 'old')
    const many = Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`X-Object-Meta-K${i}`, 'x']))
    const sharing = { 'X-Object-Sharing': `read=${bob.uuid}`, 'X-Object-Public': 'true' }
    expect((await alice.call('POST', '/c/o?update', { ...sharing, ...many })).status).toBe(400)
    const { headers } = await alice.call('HEAD', '/c/o')
    expect([headers.get('x-object-sharing'), headers.get('x-object-public')]).toEqual([null, null])
    expect(headers.get('x-object-meta-a')).toBe('1')
  })

  test('leaves an object that was to be replaced or moved in its place', async () => {
    const { alice } = cloud
    await alice.call('PUT', '/small', { 'X-Container-Policy-Quota': '12' })
    for (const name of ['o', 'p']) await alice.call('PUT', `/small/${name}`, TEXT, '12345')
    expect((await alice.call('PUT', '/small/o', TEXT, '1234567890')).status).toBe(413)
    await alice.call('PUT', '/c/big', TEXT, '1234567890')
    expect((await alice.call('MOVE', '/c/big', { Destination: '/small/o' })).status).toBe(413)
    expect((await alice.call('GET', '/c?format=json')).json).toMatchObject([{ name: 'big', bytes: 10 }])
    const listed = (await alice.call('GET', '/small?format=json')).json as { name: string; bytes: number }[]
    expect(listed.map(({ name, bytes }) => [name, bytes])).toEqual([
      ['o', 5],
      ['p', 5],
    ])
    expect((await alice.call('HEAD', '/small')).headers.get('x-container-object-count')).toBe('2')
    await alice.call('DELETE', '/small?delimiter=/')
    expect((await alice.call('DELETE', '/small')).status).toBe(204)
  })

  test('a copy of a tree that does not fit leaves nothing behind', async () => {
    const { alice, emulator } = cloud
    for (const name of ['a', 'a/1', 'a/2']) await alice.call('PUT', `/c/${name}`, TEXT, '12345')
    await alice.call('PUT', '/small', { 'X-Container-Policy-Quota': '12' })
    const used = cloudOf(emulator).quota.usage(alice.uuid, alice.uuid, 'pithos.diskspace')?.usage
    const copy = await alice.call('COPY', '/c/a?delimiter=/', { Destination: '/small/a' })
    expect([copy.status, messageOf(copy)]).toEqual([413, 'Quota error: Container quota exceeded: limit: 12, usage: 15'])
    expect((await alice.call('GET', '/small')).status).toBe(204)
    expect(cloudOf(emulator).quota.usage(alice.uuid, alice.uuid, 'pithos.diskspace')?.usage).toBe(used)
    expect((await alice.call('HEAD', '/small')).headers.get('x-container-bytes-used')).toBe('0')
  })

  test('an upload beyond the quota of the account is rejected, and charged nothing', async () => {
    const { alice, emulator } = cloud
    const { quota } = cloudOf(emulator)
    quota.setLimit(`user:${alice.uuid}`, `project:${alice.uuid}`, 'pithos.diskspace', 4n)
    const put = await alice.call('PUT', '/c/o', TEXT, '12345')
    expect(put.json).toEqual({
      fault: {
        message: 'Resource Limit Exceeded for your account.',
        code: 413,
        details: "Limit for resource 'Storage space' exceeded for your account. Available: 4, Requested: 5",
      },
    })
    expect(quota.usage(alice.uuid, alice.uuid, 'pithos.diskspace')).toMatchObject({ usage: 0n, pending: 0n })
    expect((await alice.call('PUT', '/c/o', TEXT, '1234')).status).toBe(201)
  })
})

describe('preconditions', () => {
  test('COPY and MOVE look at the source: "if none match *" always fails there', async () => {
    await cloud.alice.call('PUT', '/c/o', TEXT, 'x')
    for (const method of ['COPY', 'MOVE']) {
      const answer = await cloud.alice.call(method, '/c/o', { Destination: '/c/p', 'If-None-Match': '*' })
      expect([answer.status, messageOf(answer)]).toEqual([412, 'Resource exists or ETag matches'])
    }
    const { status } = await cloud.alice.call('PUT', '/c/p', { 'X-Copy-From': '/c/o', 'If-None-Match': '*' })
    expect(status).toBe(201)
  })

  test('PUT does not look at If-Unmodified-Since, DELETE at none', async () => {
    const past = { 'If-Unmodified-Since': 'Mon, 01 Jan 2001 00:00:00 GMT' }
    await cloud.alice.call('PUT', '/c/o', TEXT, 'x')
    expect((await cloud.alice.call('PUT', '/c/o', { ...TEXT, ...past }, 'y')).status).toBe(201)
    expect((await cloud.alice.call('DELETE', '/c/o', { ...past, 'If-Match': 'no' })).status).toBe(204)
  })

  test('If-Match on what is not there fails', async () => {
    const answer = await cloud.alice.call('PUT', '/c/o', { ...TEXT, 'If-Match': '*' }, 'x')
    expect([answer.status, messageOf(answer)]).toEqual([412, 'Resource does not exist'])
  })
})

describe('data across blocks', () => {
  const BLOCK = 4 * 1024 * 1024
  const bytes = (length: number, start: number) => Uint8Array.from({ length }, (_, i) => (start + i * 7) & 0xff)

  test('is written, appended to, cut and read in ranges', async () => {
    const { alice, emulator } = cloud
    const first = bytes(BLOCK + 10, 1)
    expect((await alice.call('PUT', '/c/o', TEXT, first)).status).toBe(201)
    expect((await alice.call('POST', '/c/o?update', octets('bytes */*'), bytes(BLOCK, 3))).status).toBe(204)
    const whole = new Uint8Array(2 * BLOCK + 10)
    whole.set(first)
    whole.set(bytes(BLOCK, 3), BLOCK + 10)
    whole.set(bytes(20, 9), BLOCK - 5)
    await alice.call('POST', '/c/o?update', octets(`bytes ${BLOCK - 5}-/*`), bytes(20, 9))
    const get = async (headers: Record<string, string> = {}) => {
      const url = `${emulator.state.origin}/pithos/object-store/v1/${alice.uuid}/c/o`
      const response = await emulator.fetch(url, { headers: { 'X-Auth-Token': alice.token, ...headers } })
      return Buffer.from(await response.arrayBuffer())
    }
    expect(Buffer.compare(await get(), whole)).toBe(0)
    const range = await get({ Range: `bytes=${BLOCK - 3}-${2 * BLOCK + 2}` })
    expect(Buffer.compare(range, whole.subarray(BLOCK - 3, 2 * BLOCK + 3))).toBe(0)
    const cut = { 'X-Source-Object': '/c/o', 'Content-Range': 'bytes 0-/*', 'X-Object-Bytes': String(BLOCK) }
    expect((await alice.call('POST', '/c/o?update', cut)).status).toBe(204)
    expect(Buffer.compare(await get(), whole.subarray(0, BLOCK))).toBe(0)
    expect((await alice.call('GET', '/c/o?hashmap')).text).toContain(`"bytes": ${BLOCK}}`)
  })
})

describe('an update from another object', () => {
  const BLOCK = 4 * 1024 * 1024

  test('shares whole blocks and shifts others across block borders', async () => {
    const { alice } = cloud
    const source = 'abcdefgh'.repeat(BLOCK / 8 + 1)
    await alice.call('PUT', '/c/s', TEXT, source)
    await alice.call('PUT', '/c/o', TEXT, '0123456789')
    const from = (range: string) => ({ 'X-Source-Object': '/c/s', 'Content-Range': range })
    expect((await alice.call('POST', '/c/o?update', from('bytes 3-/*'))).status).toBe(204)
    expect((await content('/c/o')) === `012${source}`).toBe(true)
    expect((await alice.call('POST', '/c/o?update', from('bytes 0-/*'))).status).toBe(204)
    expect((await content('/c/o')) === `${source}${source.slice(-3)}`).toBe(true)
    // As the last byte of one block and the first ones of the next.
    const edge = { ...from(`bytes ${BLOCK - 1}-${BLOCK + 1}/*`) }
    expect((await alice.call('POST', '/c/o?update', edge)).status).toBe(204)
    expect((await content('/c/o')).slice(BLOCK - 3, BLOCK + 4)).toBe('fgabccd')
  })
})

test('hashes of a wrong length are reported missing, whatever the block store', async () => {
  const blocks = new (class extends MemoryBlocks {
    override has(hash: string): boolean {
      expect(hash).toHaveLength(64)
      return super.has(hash)
    }
  })()
  const { alice, bugs } = session({ blocks })
  await alice.call('PUT', '/c')
  const put = (hashes: unknown[]) => alice.call('PUT', '/c/o?hashmap', TEXT, JSON.stringify({ bytes: 5, hashes }))
  expect(await put(['AA'])).toMatchObject({ status: 409, json: ['aa'] })
  expect((await put([''])).status).toBe(500)
  expect(messageOf(await put(['zz']))).toBe('Invalid hash: zz')
  expect(messageOf(await put(['abc']))).toBe('Invalid hash: abc')
  expect(messageOf(await put([]))).toBe("The object's size does not match with the object's hashmap length")
  expect(bugs).toEqual([])
})

test('the owner sees which objects are public in any listing, others do not', async () => {
  const { alice, bob } = cloud
  await alice.call('PUT', '/c/o', { ...TEXT, 'X-Object-Public': 'true', 'X-Object-Sharing': `read=${bob.uuid}` }, 'x')
  const url = (await alice.call('HEAD', '/c/o')).headers.get('x-object-public')
  expect((await alice.call('GET', '/c?format=json')).json).toMatchObject([{ x_object_public: url }])
  expect((await bob.at('GET', `/${alice.uuid}/c?format=json`)).text).not.toContain('x_object_public')
})

test('200 appends at once lose nothing', async () => {
  const { alice } = cloud
  await alice.call('PUT', '/c/log', TEXT, '')
  const lines = Array.from({ length: 200 }, (_, i) => `line ${i};`)
  const answers = await Promise.all(lines.map((line) => alice.call('POST', '/c/log?update', octets('bytes */*'), line)))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]))
  expect((await content('/c/log')).split(';').slice(0, -1).sort()).toEqual(
    lines.map((line) => line.slice(0, -1)).sort(),
  )
})

describe('snapshots', () => {
  test('are objects whose data cannot be had, written or copied until it is there', async () => {
    const { alice, emulator } = cloud
    const { pithos, quota } = cloudOf(emulator)
    const snapshot = pithos.registerMap(alice.uuid, {
      account: alice.uuid,
      container: 'snapshots',
      name: 's',
      type: 'application/octet-stream',
      size: 1000,
      map: 'archip:map',
      domain: 'plankton',
      meta: { 'plankton:name': 's' },
    })
    expect(quota.usage(alice.uuid, alice.uuid, 'pithos.diskspace')?.usage).toBe(1000n)
    const head = await alice.call('HEAD', '/snapshots/s')
    expect([head.headers.get('available'), head.headers.get('x-object-hash')]).toEqual(['0', 'archip:map'])
    expect((await alice.call('GET', '/snapshots/s')).status).toBe(403)
    const put = await alice.call('PUT', '/snapshots/s', TEXT, 'x')
    expect([put.status, messageOf(put)]).toEqual([403, 'Cannot update Archipelago volume hashmap.'])
    expect((await alice.call('COPY', '/snapshots/s', { Destination: '/c/s' })).status).toBe(403)
    pithos.setAvailable(snapshot.uuid, -1)
    const broken = await alice.call('GET', '/snapshots/s')
    expect([broken.status, messageOf(broken)]).toEqual([400, 'This Archipelago volume is broken.'])
    expect(pithos.objectsOfDomain('plankton', alice.uuid).map(({ uuid }) => uuid)).toContain(snapshot.uuid)
    pithos.deleteObject(alice.uuid, snapshot)
    expect(pithos.objectByUuid(snapshot.uuid)).toBeUndefined()
    expect(quota.usage(alice.uuid, alice.uuid, 'pithos.diskspace')?.usage).toBe(0n)
  })
})

test('metadata of other services survives updates, moves and overwriting', async () => {
  const { alice, emulator } = cloud
  const { pithos } = cloudOf(emulator)
  await alice.call('PUT', '/c/o', TEXT, 'x')
  const object = pithos.findObject({ account: alice.uuid, container: 'c', name: 'o' })!
  pithos.updateObjectMeta(alice.uuid, object, 'plankton', { 'plankton:name': 'n' }, false)
  await alice.call('POST', '/c/o', { 'X-Object-Meta-A': '1' })
  await alice.call('PUT', '/c/o', TEXT, 'y')
  await alice.call('MOVE', '/c/o', { Destination: '/c/moved' })
  const moved = pithos.objectByUuid(object.uuid)!
  expect([moved.name, moved.meta('plankton')]).toEqual(['moved', { 'plankton:name': 'n' }])
  pithos.updateObjectMeta(alice.uuid, moved, 'plankton', {}, true)
  expect(pithos.objectsOfDomain('plankton').map(({ uuid }) => uuid)).not.toContain(object.uuid)
})

test('moving says what it took and freed; onto itself an object frees nothing', async () => {
  const { alice } = session()
  await alice.call('PUT', '/c')
  await alice.call('PUT', '/c/o', TEXT, 'text')
  const move = async (to: string) =>
    decodeURIComponent((await alice.call('MOVE', '/c/o', { Destination: `/c/${to}` })).headers.get('x-object-version')!)
  expect(await move('o')).toMatch(/^\(\[\d+\], 0L, 0\)$/)
  expect(await move('p')).toMatch(/^\(\[\d+\], \d+L, \d+L\)$/)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { liveVersion, metaOf } from '../../src/pithos/nodes.ts'
import { cloudOf } from '../cloud-of.ts'
import { type Session, session, TEXT } from './session.ts'

type Step = { method: string; path: string; headers?: Record<string, string>; body?: string; as?: 'bob' }

const containers = fc.constantFrom('c', 'd')
const names = fc.constantFrom('a', 'a/', 'a/1', 'a/b/2', 'ab', 'x')
const texts = fc.string({ maxLength: 12 })
const path = fc.tuple(containers, names).map(([container, name]) => `/${container}/${name}`)
const update = fc.constantFrom('', '?update')
const tree = fc.constantFrom('', '?delimiter=/', '?delimiter=-')
const TYPES = ['text/plain', 'application/directory']

/** Requests of all kinds on few names, so that they meet. */
function steps(projects: readonly string[]): fc.Arbitrary<Step> {
  const copyHeaders = fc.record({ Destination: path })
  const source = path.map((from) => ({ 'X-Source-Object': from, 'Content-Range': 'bytes */*' }))
  const range = fc.constantFrom('bytes */*', 'bytes 0-/*', 'bytes 2-3/*', 'bytes 5-/*')
  const policy = fc.oneof(
    fc.constantFrom('0', '30', '100').map((value) => ({ 'X-Container-Policy-Quota': value })),
    fc.constantFrom('auto', 'none').map((value) => ({ 'X-Container-Policy-Versioning': value })),
    fc.constantFrom(...projects).map((value) => ({ 'X-Container-Policy-Project': value })),
  )
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        method: fc.constant('PUT'),
        path,
        headers: fc.constantFrom(...TYPES).map((type) => ({ 'Content-Type': type })),
        body: texts,
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ method: fc.constant('PUT'), path: containers.map((name) => `/${name}`), headers: policy }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        method: fc.constant('POST'),
        path: fc.tuple(containers, update).map(([name, query]) => `/${name}${query}`),
        headers: policy,
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        method: fc.constantFrom('COPY', 'MOVE'),
        path: fc.tuple(path, tree).map(([from, query]) => from + query),
        headers: copyHeaders,
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        method: fc.constant('POST'),
        path: path.map((at) => `${at}?update`),
        headers: range.map((value) => ({ 'Content-Type': 'application/octet-stream', 'Content-Range': value })),
        body: texts,
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ method: fc.constant('POST'), path: path.map((at) => `${at}?update`), headers: source }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        method: fc.constant('POST'),
        path: fc.tuple(path, update).map(([at, query]) => at + query),
        headers: fc.constantFrom(
          { 'X-Object-Meta-A': '1' },
          { 'X-Object-Public': 'true' },
          { 'X-Object-Sharing': 'write=*' },
        ),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        method: fc.constant('PUT'),
        path,
        headers: fc.constant(TEXT),
        body: texts,
        as: fc.constant('bob' as const),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        method: fc.constant('DELETE'),
        path: fc.tuple(path, tree).map(([at, query]) => at + query),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ method: fc.constant('DELETE'), path: path.map((at) => `${at}?until=4102444800`) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        method: fc.constant('DELETE'),
        path: fc
          .tuple(containers, fc.constantFrom('', '?delimiter=/', '?until=4102444800'))
          .map(([name, query]) => `/${name}${query}`),
      }),
    },
  )
}

/** What is charged to alice, in all projects together. */
function charged({ emulator, alice }: Session): bigint {
  let sum = 0n
  for (const [holder, , resource, holding] of cloudOf(emulator).quota.entries()) {
    if (holder !== `user:${alice.uuid}` || resource !== 'pithos.diskspace') continue
    expect(holding.usageMax).toBe(holding.usageMin)
    sum += holding.usageMin
  }
  return sum
}

/** What lives in alice's account, counted one by one; the sums that are kept must say the same. */
function stored({ emulator, alice }: Session): bigint {
  let sum = 0
  const { tree } = cloudOf(emulator).pithos.store
  const account = tree.accounts.get(alice.uuid)
  let modified = (account && liveVersion(account)?.mtime) ?? 0
  for (const container of account?.containers.values() ?? []) {
    const live = [...container.live.values()].map(liveVersion).filter((version) => version !== undefined)
    expect(live).toHaveLength(container.live.size)
    for (const node of container.past.values())
      expect([liveVersion(node), node.versions.length > 0]).toEqual([undefined, true])
    const bytes = live.reduce((total, { size }) => total + size, 0)
    expect(container.statistics).toMatchObject({ count: live.length, bytes })
    const keys = live.flatMap((version) => [...metaOf(version, 'pithos').keys()])
    expect([...container.metaKeys].sort()).toEqual(
      [...new Set(keys)].sort().map((key) => [key, keys.filter((other) => other === key).length]),
    )
    for (const version of live) expect(tree.index.withUuid(version.uuid)).toBeDefined()
    modified = Math.max(modified, container.statistics.mtime, liveVersion(container)?.mtime ?? 0)
    expect([...container.charged.values()].reduce((total, share) => total + share, 0)).toBe(bytes)
    sum += bytes
  }
  if (account) expect([account.bytes, tree.modified(account)]).toEqual([sum, modified])
  return BigInt(sum)
}

test('what is charged is what is stored after any requests, and nothing once all is deleted', {
  timeout: 120_000,
}, async () => {
  const { projectId } = session().emulator.env().vars
  const owner = session().alice.uuid
  await fc.assert(
    fc.asyncProperty(fc.array(steps([owner, projectId, 'nowhere']), { minLength: 5, maxLength: 40 }), async (list) => {
      const cloud = session()
      const { alice, bob, bugs } = cloud
      await alice.call('PUT', '/c')
      for (const { method, path: at, headers, body, as } of list) {
        const { status } = await (as === 'bob' ? bob : alice).at(method, `/${alice.uuid}${at}`, headers, body)
        expect([201, 202, 204, 400, 403, 404, 409, 412, 413, 416]).toContain(status)
        expect(charged(cloud)).toBe(stored(cloud))
      }
      for (const name of ['c', 'd']) {
        await alice.call('DELETE', `/${name}?delimiter=/`)
        await alice.call('DELETE', `/${name}`)
      }
      expect(charged(cloud)).toBe(0n)
      expect(cloudOf(cloud.emulator).pithos.store.tree.accounts.get(alice.uuid)?.containers.size).toBe(0)
      expect(bugs).toEqual([])
    }),
    { numRuns: 120 },
  )
})

test('200 clients at once leave no byte charged that is not stored', { timeout: 120_000 }, async () => {
  const cloud = session()
  const { alice, bob, bugs, emulator } = cloud
  for (const name of ['c', 'd']) await alice.call('PUT', `/${name}`)
  await alice.call('PUT', '/c/in', { 'Content-Type': 'application/directory', 'X-Object-Sharing': 'write=*' })
  const { projectId } = emulator.env().vars
  const random = fc.sample(steps([alice.uuid, projectId]), { numRuns: 400, seed: 7 })
  const client = async (list: Step[]) => {
    for (const { method, path: at, headers, body, as } of list)
      await (as === 'bob' ? bob : alice).at(method, `/${alice.uuid}${at}`, headers, body)
  }
  await Promise.all(Array.from({ length: 200 }, (_, i) => client(random.slice(i * 2, i * 2 + 2))))
  expect(charged(cloud)).toBe(stored(cloud))
  for (const name of ['c', 'd']) await alice.call('DELETE', `/${name}?delimiter=/`)
  expect(charged(cloud)).toBe(0n)
  expect(bugs).toEqual([])
})

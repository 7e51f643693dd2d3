import { rm } from 'node:fs/promises'
import type { PithosContainer } from '@kamaki/pithos'
import { type SyncReport, syncDown, syncUp } from '@kamaki/pithos/node'
import { beforeEach, expect, it } from 'vitest'
import { testCloud } from '../../cloud.ts'
import { folder, harvest, plant, type Tree } from './trees.ts'

const cloud = testCloud()
const box = (): PithosContainer => cloud.alice.container('box')

beforeEach(async () => {
  await cloud.clean()
  await box().create()
})

interface Entry {
  name: string
}

// As `en_US` sorts: case and punctuation come last.
const language = (a: Entry, b: Entry): number => {
  const plain = ({ name }: Entry): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')
  const [x, y] = plain(a) === plain(b) ? [a.name, b.name] : [plain(a), plain(b)]
  return x < y ? -1 : 1
}
const bytes = (a: Entry, b: Entry): number => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name))

/** The container in a cloud whose database sorts names by a language's rules; each page is sorted by the server's own afterwards. */
function collated(limit: number): PithosContainer {
  const fetch = cloud.emulator.fetch as typeof globalThis.fetch
  const list = async (...args: Parameters<typeof globalThis.fetch>): Promise<Response> => {
    const request = new Request(...args)
    const url = new URL(request.url)
    const marker = url.searchParams.get('marker')
    if (request.method !== 'GET' || !/\/box$/.test(url.pathname)) return fetch(request)
    url.searchParams.delete('marker')
    const response = await fetch(url, { headers: request.headers, signal: request.signal })
    const all = ((await response.json()) as Entry[]).sort(language)
    const rest =
      marker === null ? all : all.filter((entry) => language({ name: marker }, entry) < 0 && entry.name !== marker)
    return new Response(JSON.stringify(rest.slice(0, limit).sort(bytes)), { status: 200, headers: response.headers })
  }
  return cloud.client('alice', { fetch: list as typeof globalThis.fetch }).container('box')
}

const names = ['B1', 'B2', 'a1', 'a2', 'C/x', 'c/y', 'b-1', 'b/1', 'b.2', 'Z', 'y', '_', 'aa/B/c', 'aa/b/C']

const clean = (report: SyncReport) => expect(report).toMatchObject({ skipped: [], failures: [] })

it.each([1, 2, 3, 5, 100])(
  'a list in another order, %d names a page, is sorted first, and nothing is lost or done twice',
  async (limit) => {
    const { root, outside } = await folder()
    const tree: Tree = Object.fromEntries(names.map((name) => [name, `content of ${name}`]))
    await plant(root, tree)
    for (const name of names)
      await box()
        .object(name)
        .upload(`content of ${name}`, { metadata: { colour: name } })
    const far = collated(limit)
    const options = { state: false as const, delete: true }
    const up = await syncUp(root, far, options)
    clean(up)
    // What was taken for missing, before the list turned out to be in another order, is replaced as any other.
    for (const name of names) expect((await box().object(name).info()).metadata).toMatchObject({ colour: name })
    expect(await syncUp(root, far, options)).toMatchObject({ actions: [], unchanged: names.length })

    clean(await syncDown(far, `${outside}/copy`, options))
    expect(await harvest(`${outside}/copy`)).toEqual(await harvest(root))
    expect(await syncDown(far, `${outside}/copy`, options)).toMatchObject({ actions: [], unchanged: names.length })

    await rm(`${root}/B1`)
    await rm(`${root}/C`, { recursive: true })
    await plant(root, { new: 'N', 'b.2': 'changed' })
    const report = await syncUp(root, far, options)
    clean(report)
    const last = new Set(report.actions.map(({ action, path }) => `${action} ${path}`))
    expect([...last].sort()).toEqual(['delete B1', 'delete C/x', 'upload b.2', 'upload new'])
    clean(await syncDown(far, `${outside}/copy`, options))
    expect(await harvest(`${outside}/copy`)).toEqual(await harvest(root))
  },
)

it('an empty directory does not take the place of an object that comes late in such a list', async () => {
  const { root } = await folder()
  await plant(root, { D: null, a: 'A', b: 'B' })
  for (const name of ['a', 'b', 'D']) await box().object(name).upload(`content of ${name}`)
  const report = await syncUp(root, collated(1), { state: false })
  expect(report.skipped).toMatchObject([{ path: 'D', reason: 'in-the-way' }])
  expect(await box().object('D').download().text()).toBe('content of D')
})

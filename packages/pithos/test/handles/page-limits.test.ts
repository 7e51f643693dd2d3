import { ParseError } from '@kamaki/core'
import type { PithosContainer } from '@kamaki/pithos'
import { beforeAll, describe, expect, it } from 'vitest'
import { testCloud } from '../cloud.ts'

const cloud = testCloud()
const flat = Array.from({ length: 10 }, (_, index) => `flat/${index}`)
const tree = ['a', 'b/1', 'b/2', 'c/1', 'c/2/3', 'd', 'e/1', 'e😀', 'f/1']
const rolled = ['a', 'b/', 'c/', 'd', 'e/', 'e😀', 'f/', 'flat/']

/** Containers named by what they are for, so that lists of containers have pages too. */
const names = Array.from({ length: 7 }, (_, index) => `box${index}`)

beforeAll(async () => {
  for (const name of names) await cloud.alice.container(name).create()
  for (const name of [...flat, ...tree]) await cloud.alice.container('box0').object(name).put('x')
})

/** The cloud of an operator who lets a list have so many entries at most (PITHOS_API_LIST_LIMIT), with changes of each request. */
function limited(limit: number, change: (url: URL) => void = () => undefined) {
  const fetch = cloud.emulator.fetch as typeof globalThis.fetch
  const capped = (...args: Parameters<typeof globalThis.fetch>): Promise<Response> => {
    const request = new Request(...args)
    if (request.method !== 'GET') return fetch(request)
    const url = new URL(request.url)
    const asked = Number(url.searchParams.get('limit') ?? Number.POSITIVE_INFINITY)
    url.searchParams.set('limit', String(Math.min(asked, limit)))
    change(url)
    return fetch(url, { headers: request.headers, signal: request.signal })
  }
  return cloud.client('alice', { fetch: capped as typeof globalThis.fetch })
}

async function namesOf(container: PithosContainer, options: object): Promise<(string | undefined)[]> {
  const entries: (string | undefined)[] = []
  for await (const entry of container.objects.list({ ...options, delimiter: '/' }))
    entries.push(entry.subdir ?? entry.name)
  return entries
}

describe.each([1, 3, 9_999])('Where a page has %i entries at most', (pages) => {
  const pithos = limited(pages)
  const box = pithos.container('box0')

  it.each([undefined, 1, 2, 3, 10_000])('a list is whole, with pages of %s asked for', async (pageSize) => {
    const all = [...tree, ...flat].sort()
    expect((await box.objects.list({ pageSize })).map(({ name }) => name)).toEqual(all)
    expect(await namesOf(box, { pageSize })).toEqual(rolled)
    expect(await namesOf(box, { pageSize, prefix: 'c/' })).toEqual(['c/1', 'c/2/'])
    expect((await pithos.containers.list({ pageSize })).map(({ name }) => name)).toEqual(names)
  })

  it.each([0, 1, 2, 5, 100])('a list has no more than %i entries where that is its limit', async (limit) => {
    cloud.requests.length = 0
    expect(await namesOf(box, { limit })).toEqual(rolled.slice(0, limit))
    expect((await pithos.containers.list({ limit })).length).toBe(Math.min(limit, names.length))
    // It says how many it wants.
    for (const request of cloud.requests) expect(Number(/limit=(\d+)/.exec(request)?.[1])).toBeLessThanOrEqual(limit)
  })

  it('a list goes on where it left off', async () => {
    expect(await namesOf(box, { marker: 'c/\u{10FFFF}', limit: 2 })).toEqual(['d', 'e/'])
    expect((await pithos.containers.list({ marker: 'box4' })).map(({ name }) => name)).toEqual(['box5', 'box6'])
  })

  it('an empty list is empty', async () => {
    expect(await pithos.container('box1').objects.list()).toEqual([])
    expect(await namesOf(pithos.container('box1'), { pageSize: 1 })).toEqual([])
  })

  it('a list whose marker is ignored fails instead of repeating itself', async () => {
    const stuck = limited(pages, (url) => url.searchParams.delete('marker'))
    const lists = [
      () => stuck.container('box0').objects.list(),
      () => namesOf(stuck.container('box0'), { pageSize: 2 }),
      () => stuck.containers.list(),
    ]
    for (const list of lists) await expect(list()).rejects.toThrow(/does not advance/)
    for (const list of lists) await expect(list()).rejects.toBeInstanceOf(ParseError)
  })
})

it.each([undefined, 1, 2, 3])(
  'A directory that comes again after its marker is listed once, with pages of %s',
  async (pageSize) => {
    // As a database sorts that ignores the code points with which markers of directories end.
    const odd = limited(10_000, (url) => {
      const marker = url.searchParams.get('marker')
      if (marker !== null) url.searchParams.set('marker', marker.replace('\u{10FFFF}', ''))
    })
    expect(await namesOf(odd.container('box0'), { pageSize })).toEqual(rolled)
  },
)

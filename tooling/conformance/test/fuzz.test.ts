import { afterEach, expect, test } from 'vitest'
import { type Cloud, emulatedCloud } from '../src/fuzz/cloud.ts'
import { type Finding, fuzz } from '../src/fuzz/fuzz.ts'
import { report } from '../src/fuzz/report.ts'
import type { WireRequest } from '../src/wire.mjs'

/** Another seed makes other requests. */
const SEED = Number(process.env['KAMAKI_FUZZ_SEED'] ?? 20_260_101)

const open: Cloud[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((cloud) => cloud.close()))
})

async function emulated(): Promise<Cloud> {
  const cloud = await emulatedCloud()
  open.push(cloud)
  return cloud
}

/** A cloud like the other, but for its responses to some requests. */
async function flawed(isFlawed: (request: WireRequest, body: string) => boolean, status = 418): Promise<Cloud> {
  const cloud = await emulated()
  return {
    ...cloud,
    send: async (request) => {
      const response = await cloud.send(request)
      return isFlawed(request, String(request.body ?? '')) ? { ...response, status } : response
    },
  }
}

async function findings(
  a: Cloud,
  b: Cloud,
  options: { count: number; services?: string[]; most?: number },
): Promise<Finding[]> {
  const found: Finding[] = []
  for await (const finding of fuzz(a, b, { seed: SEED, privileged: true, ...options })) found.push(finding)
  return found
}

test('two emulators agree on 600 random requests, and none makes them throw', async () => {
  const found = await findings(await emulated(), await emulated(), { count: 600 })
  expect(found.map((finding) => report(finding, SEED))).toEqual([])
})

test('a difference is found and shrunk to the field that makes it', async () => {
  const other = await flawed(
    ({ url, method }, body) => method === 'POST' && url.includes('/networks') && /"name":[^"]/.test(body),
  )
  const found = await findings(await emulated(), other, { count: 4000, services: ['network'], most: 1 })
  expect(found).toHaveLength(1)
  const [{ before, request, outcome } = {} as Finding] = found
  expect(before).toEqual([])
  expect(request).toMatchObject({ method: 'POST', path: '/v2.0/networks', query: [] })
  expect(outcome.b.status).toBe(418)
  const body = JSON.stringify(request.body)
  expect(body).toContain('name')
  // Little is left beside it.
  expect(body.length).toBeLessThan(200)
})

test('of the requests before, only those that a difference needs are shown', async () => {
  const touched = new Set<string>()
  const cloud = await flawed(({ url, method }) => {
    const object = /\/fz-[^/?]+\/o\b/.exec(url)?.[0] ?? ''
    if (method === 'DELETE' && object !== '') touched.add(object)
    return method === 'HEAD' && touched.has(object)
  })
  const found = await findings(await emulated(), cloud, { count: 6000, services: ['pithos'], most: 1 })
  expect(found).toHaveLength(1)
  const [{ before, request } = {} as Finding] = found
  expect(request.method).toBe('HEAD')
  expect(before.map(({ method }) => method)).toEqual(['DELETE'])
})

test('an exception within an emulator is told with the request that makes it', async () => {
  const cloud = await emulated()
  let crashed = false
  const broken: Cloud = {
    ...cloud,
    send: (request) => {
      crashed ||= /\/os-keypairs/.test(request.url)
      return cloud.send(request)
    },
    crashes: () => {
      const crashes = crashed ? ['GET /os-keypairs: TypeError: x is undefined\n    at keypairs.ts:1'] : []
      crashed = false
      return crashes
    },
  }
  const [finding] = await findings(await emulated(), broken, { count: 1000, services: ['compute'], most: 1 })
  expect(finding && report(finding, SEED)).toMatch(/os-keypairs[\s\S]*TypeError: x is undefined/)
})

test('what is found is printed as a step that a scenario can take', async () => {
  const other = await flawed(({ url }) => url.includes('/keys'))
  const [finding] = await findings(await emulated(), other, { count: 1000, services: ['compute'], most: 1 })
  const text = finding ? report(finding, SEED) : ''
  expect(text).toMatch(/^Seed \d+, request \d+ \(userdata\.keys\.\w+\): \d+ from A, 418 from B\n/)
  const step = JSON.parse(text.split('\n').at(-1) ?? '') as Record<string, unknown>
  expect(step).toMatchObject({ base: 'userdata' })
})

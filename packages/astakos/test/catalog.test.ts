import { Catalog, type CatalogEndpoint, type CatalogService, endpointUrl } from '@kamaki/astakos'
import { errorOf } from '@kamaki-tooling/testing'
import fc from 'fast-check'
import { expect, it } from 'vitest'

const endpoint = (publicURL: string, versionId = '', more: Partial<CatalogEndpoint> = {}): CatalogEndpoint => ({
  publicURL,
  versionId,
  region: 'default',
  ...more,
})
const hidden = { 'SNF:exposeVersion': 'False' }

it.each([
  ['as it is', endpoint('https://c/compute/v2.0', 'v2.0', { 'SNF:exposeVersion': 'True' }), 'https://c/compute/v2.0'],
  ['as it is where nothing is said', endpoint('https://c/compute/v2.0', 'v2.0'), 'https://c/compute/v2.0'],
  ['with the version that it lacks', endpoint('https://c/network', 'v2.0', hidden), 'https://c/network/v2.0'],
  ['with the version once', endpoint('https://c/network/v2.0/', 'v2.0', hidden), 'https://c/network/v2.0'],
  ['without a version where there is none', endpoint('https://c/admin/', '', hidden), 'https://c/admin'],
  [
    'whatever the case of the flag',
    endpoint('https://c/image', 'v1.0', { 'SNF:exposeVersion': 'false' }),
    'https://c/image/v1.0',
  ],
])('uses a URL %s', (_, given, url) => {
  expect(endpointUrl(given)).toBe(url)
})

it('never ends a URL with a slash, and never repeats a version', () => {
  const segment = fc.stringMatching(/^[a-z]{1,8}$/)
  const version = fc.constantFrom('', 'v1', 'v1.0', 'v2.0')
  fc.assert(
    fc.property(segment, version, fc.nat(3), fc.boolean(), fc.boolean(), (name, id, slashes, expose, written) => {
      const publicURL = `https://c/${name}${written && id ? `/${id}` : ''}${'/'.repeat(slashes)}`
      const url = endpointUrl(endpoint(publicURL, id, { 'SNF:exposeVersion': expose ? 'True' : 'False' }))
      expect(url).not.toMatch(/\/$/)
      expect(url.split('/').filter((part) => part === id && id !== '').length).toBeLessThanOrEqual(1)
      if (!expose && id) expect(url.endsWith(`/${id}`)).toBe(true)
    }),
  )
})

const service = (type: string, ...endpoints: CatalogEndpoint[]): CatalogService => ({
  name: `x_${type}`,
  type,
  endpoints,
})
const catalog = new Catalog([
  service(
    'compute',
    endpoint('https://a/v2.0', 'v2.0', { region: 'here' }),
    endpoint('https://b/v2.0', 'v2.0', { region: 'there' }),
  ),
  service('volume', endpoint('https://v', 'v1.0', hidden), endpoint('https://v', 'v2.0', hidden)),
  service('empty'),
  { name: 'nameless', endpoints: [] } as unknown as CatalogService,
])

it('asks for more where several endpoints match', async () => {
  expect(() => catalog.endpoint({ type: 'compute' })).toThrow(
    '2 endpoints of this cloud match type "compute": https://a/v2.0 (version v2.0, region here); https://b/v2.0 (version v2.0, region there). Name the version or the region as well',
  )
  expect(catalog.endpoint({ type: 'compute', region: 'there' }).url).toBe('https://b/v2.0')
  expect(catalog.endpoint({ type: 'volume', version: 'V1.0' }).url).toBe('https://v/v1.0')
})

it('says what there is where none matches', async () => {
  const message = async (query: Parameters<Catalog['endpoint']>[0]) =>
    (await errorOf(Promise.resolve().then(() => catalog.endpoint(query)))).message
  expect(await message({ type: 'empty' })).toBe(
    'This cloud has no endpoint of type "empty". It has: compute v2.0, volume v1.0, volume v2.0',
  )
  expect(await message({ type: 'volume', region: 'mars' })).toBe(
    'This cloud has no endpoint of type "volume", region "mars". It has: volume v1.0, volume v2.0',
  )
  expect(() => new Catalog([]).endpoint({ name: 'x' })).toThrow(
    'No endpoint of name "x": the cloud responded with a service catalog without a service that has a type and a name. Check the authentication URL; if it is right, the people who run the cloud',
  )
  const services = [{ name: 'c', type: 'compute', endpoints: [{ publicURL: 'no URL', versionId: '', region: '' }] }]
  expect(() => new Catalog(services).endpoint({ type: 'compute' })).toThrow(
    'a service catalog whose services (compute) have no endpoint with a valid URL',
  )
})

it('finds a service beside others that lack a type', () => {
  expect(catalog.service('EMPTY').name).toBe('x_empty')
  expect(() => catalog.service('nope')).toThrow(/no endpoint of type "nope"/)
})

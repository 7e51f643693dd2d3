import { AstakosClient, type AstakosClientOptions, InsecureEndpointError } from '@kamaki/astakos'
import { Client, InvalidArgumentError } from '@kamaki/core'
import { errorOf } from '@kamaki-tooling/testing'
import { expect, it } from 'vitest'

class Compute extends Client {
  static override readonly serviceType = 'compute'
}

/** A cloud whose identity service has TLS, and whose others may not; tells what came where with which token. */
function cloud(scheme: string, uiScheme: string, options: AstakosClientOptions = {}, authScheme = 'https') {
  const seen: string[] = []
  const endpoint = (path: string) => ({
    publicURL: `${scheme}://api.example.org/${path}`,
    versionId: '',
    region: 'default',
  })
  const types = ['compute', 'account', 'astakos_auth', 'astakos_weblogin']
  const serviceCatalog = types.map((type) => ({
    name: type,
    type,
    endpoints: [{ ...endpoint(type), 'SNF:uiURL': `${uiScheme}://api.example.org/ui` }],
  }))
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    seen.push(`${new URL(request.url).protocol} ${request.headers.get('x-auth-token') ?? 'no token'}`)
    return Response.json(request.url.endsWith('/tokens') ? { access: { serviceCatalog } } : [])
  }
  const astakos = new AstakosClient(`${authScheme}://accounts.example.org/identity/v2.0`, 's3cret', {
    fetch,
    ...options,
  })
  return { astakos, seen }
}

it('sends no token to an endpoint without TLS in a catalog that came over https', async () => {
  const { astakos, seen } = cloud('http', 'https')
  const calls: [what: string, call: () => PromiseLike<unknown>][] = [
    ['compute', () => astakos.getEndpointUrl('compute')],
    ['compute', () => astakos.getServiceEndpoint('compute')],
    ['compute', () => astakos.endpoint({ type: 'compute' })],
    ['compute', () => astakos.client(Compute)],
    ['account', () => astakos.quotas.get()],
    ['account', () => astakos.projects.list()],
    ['account', () => astakos.userCatalogs.username('u')],
    ['account', () => astakos.ui.menu()],
    ['astakos_auth', () => astakos.oauth2.authorizeUrl({ clientId: 'c' })],
    ['astakos_weblogin', () => astakos.weblogin.login('pithos://x')],
  ]
  for (const [type, call] of calls) {
    const error = await errorOf(call())
    expect(InsecureEndpointError.isInstance(error)).toBe(true)
    expect(error).toMatchObject({ url: `http://api.example.org/${type}`, serviceType: type })
    expect(error.message).toMatch(
      /^The endpoint http:\/\/api\.example\.org\/\w+ \(\w+\) has no TLS.*allowInsecureEndpoints/,
    )
  }
  expect(new Set(seen)).toEqual(new Set(['https: s3cret']))
  // To look at it is safe.
  expect(await astakos.getEndpoints({ type: 'compute' })).toMatchObject([{ url: 'http://api.example.org/compute' }])
})

it('sends none to pages of the cloud without TLS', async () => {
  const { astakos, seen } = cloud('https', 'http')
  expect(InsecureEndpointError.isInstance(await errorOf(astakos.ui.menu()))).toBe(true)
  expect(seen).toEqual(['https: s3cret'])
  expect(await astakos.getEndpointUrl('account')).toBe('https://api.example.org/account')
})

it('sends it there when asked to, and where the catalog had no TLS itself', async () => {
  for (const { astakos, seen } of [
    cloud('http', 'http', { allowInsecureEndpoints: true }),
    cloud('http', 'http', {}, 'http'),
  ]) {
    await astakos.projects.list()
    const compute = await astakos.client(Compute)
    await compute.request('GET', 'servers')
    expect(seen.slice(1)).toEqual(['http: s3cret', 'http: s3cret'])
  }
  expect(() => cloud('http', 'http', { allowInsecureEndpoints: 'no' as never })).toThrow(InvalidArgumentError)
})

import { inspect } from 'node:util'
import { AstakosClient } from '@kamaki/astakos'
import {
  Client,
  type ClientOptions,
  type CloudContext,
  EndpointNotFoundError,
  InvalidArgumentError,
  TimeoutError,
  type TokenSource,
  UnauthorizedError,
} from '@kamaki/core'
import { errorOf, replying, serve } from '@kamaki-tooling/testing'
import { expect, it, onTestFinished } from 'vitest'
import { testCloud } from './cloud.ts'

class ComputeClient extends Client {
  static override readonly serviceType = 'compute'
}

class NetworkClient extends Client {
  static override readonly serviceType = 'network'
  static override readonly defaultVersion = 'v2.0'
}

interface AccountOptions extends ClientOptions {
  readonly account?: string | undefined
}

class StorageClient extends Client {
  static override readonly serviceType = 'object-store'
  readonly account: string | undefined

  static async forCloud(options: AccountOptions | undefined, cloud: CloudContext): Promise<AccountOptions> {
    return { account: await cloud.userId(), ...options }
  }

  constructor(url: string | URL, token: TokenSource, { account, ...options }: AccountOptions = {}) {
    super(url, token, options)
    this.account = account
  }
}

/** A client that tells whose quotas it reads. */
class Account extends Client {
  static override readonly serviceType = 'account'

  async user(): Promise<string> {
    return Object.keys(await this.request<object>('GET', 'quotas')).join()
  }
}

it('finds out whose the token is, when it expires, and where the services are', async () => {
  const cloud = testCloud()
  const { token, user, serviceCatalog } = await cloud.as('alice').authenticate()
  expect(user).toMatchObject({ id: cloud.user('alice').uuid, name: 'Alice Test', roles_links: [] })
  expect(user.projects).toContain(cloud.vars['projectId'])
  expect(token.id).toBe(cloud.user('alice').token)
  expect(token.tenant.id).toBe(cloud.user('alice').uuid)
  expect(Date.parse(token.expires)).toBeGreaterThan(Date.now())
  expect(serviceCatalog.map(({ type }) => type)).toContain('object-store')
})

it('does the same over a socket', async () => {
  const { emulator, user } = testCloud()
  onTestFinished(() => emulator.close())
  await emulator.listen()
  const astakos = new AstakosClient(emulator.env().authUrl, user('bob').token)
  expect((await astakos.userInfo()).id).toBe(user('bob').uuid)
  expect(await astakos.getEndpointUrl('compute')).toMatch(
    /^http:\/\/(127\.0\.0\.1|localhost):\d+\/cyclades\/compute\/v2\.0$/,
  )
})

it('finds the endpoint of each service, with the version that the catalog leaves out', async () => {
  const astakos = testCloud().as('alice')
  expect(await astakos.getEndpointUrl('compute')).toBe('http://synnefo.test/cyclades/compute/v2.0')
  expect(await astakos.getEndpointUrl('network')).toBe('http://synnefo.test/cyclades/network/v2.0')
  expect(await astakos.getEndpointUrl('image', 'v1.0')).toBe('http://synnefo.test/cyclades/image/v1.0')
  expect(await astakos.getEndpointUrl('VOLUME', 'V2.0')).toBe('http://synnefo.test/cyclades/volume/v2.0')
  expect(await astakos.getEndpointUrl('admin')).toBe('http://synnefo.test/cyclades/admin')
})

it('asks for the catalog once, however many ask for it at the same time', async () => {
  const cloud = testCloud()
  const astakos = cloud.as('alice')
  await Promise.all(['compute', 'network', 'image'].map((type) => astakos.getEndpointUrl(type)))
  await astakos.getServices()
  expect(cloud.requests).toEqual(['POST /astakos/identity/v2.0/tokens'])
})

it('asks for the user once, and has the catalog with it', async () => {
  const cloud = testCloud()
  const astakos = cloud.as('alice')
  await Promise.all([astakos.userInfo(), astakos.tokenInfo(), astakos.defaultProject()])
  await astakos.getEndpointUrl('compute')
  expect(cloud.requests).toHaveLength(1)
})

it('does not take the catalog that anyone gets for the response about the token', async () => {
  const cloud = testCloud()
  const astakos = cloud.as('alice')
  await astakos.catalog()
  expect((await astakos.userInfo()).id).toBe(cloud.user('alice').uuid)
  expect(cloud.requests).toHaveLength(2)
})

it('authenticates anew each time it is asked to', async () => {
  const cloud = testCloud()
  const astakos = cloud.as('alice')
  await astakos.authenticate()
  await astakos.authenticate()
  expect(cloud.requests).toHaveLength(2)
})

it('asks again after forget()', async () => {
  const cloud = testCloud()
  const astakos = cloud.as('alice')
  await astakos.userInfo()
  astakos.forget()
  await astakos.userInfo()
  expect(cloud.requests).toHaveLength(2)
})

it('asks a token function again after forget(), and knows the new user', async () => {
  const { authUrl, emulator, user } = testCloud()
  let name = 'alice'
  const astakos = new AstakosClient(authUrl, async () => user(name).token, { fetch: emulator.fetch })
  const meanwhile = astakos.userInfo()
  name = 'bob'
  astakos.forget()
  expect((await astakos.userInfo()).id).toBe(user('bob').uuid)
  expect((await meanwhile).id).toBe(user('alice').uuid)
  expect((await astakos.userInfo()).id).toBe(user('bob').uuid)
  name = 'alice'
  astakos.forget()
  expect(Object.keys(await astakos.quotas.get())).toContain(user('alice').uuid)
})

it('shares the token of a function with the clients it creates: one renewal for all of them', async () => {
  const { authUrl, emulator, user } = testCloud()
  const tokens = ['expired-long-ago', user('alice').token, user('bob').token]
  let asked = 0
  const astakos = new AstakosClient(authUrl, async () => tokens[asked++] ?? '', { fetch: emulator.fetch })
  const clients = await Promise.all(Array.from({ length: 5 }, () => astakos.client(Account)))
  const users = await Promise.all([astakos.authenticate(), ...clients.map((client) => client.user())])
  expect(asked).toBe(2)
  expect(users).toHaveLength(6)
  astakos.forget()
  expect(await clients[0]?.user()).toContain(user('bob').uuid)
  expect(asked).toBe(3)
  // A client of its own has a token of its own.
  await new Account(await astakos.getEndpointUrl('account'), async () => user('alice').token, {
    fetch: emulator.fetch,
  }).user()
  expect(await clients[1]?.user()).toContain(user('bob').uuid)
})

it('keeps nothing of a failure', async () => {
  let calls = 0
  const cloud = testCloud()
  const astakos = cloud.as('alice', {
    fetch: (...request) => {
      calls += 1
      return calls === 1 ? Promise.resolve(new Response('down', { status: 500 })) : cloud.emulator.fetch(...request)
    },
  })
  await expect(astakos.catalog()).rejects.toThrow('500')
  expect((await astakos.catalog()).services.length).toBeGreaterThan(5)
})

it('leaves the others alone when one of those who ask for the catalog gives up', async () => {
  const url = await serve((request, response) => {
    request.resume()
    setTimeout(() => response.end('{"access":{"serviceCatalog":[]}}'), 200)
  })
  const astakos = new AstakosClient(url, 'token')
  const reason = new Error('enough')
  const impatient = astakos.catalog({ signal: AbortSignal.timeout(20) })
  const bored = astakos.catalog({ signal: AbortSignal.abort(reason) })
  const short = astakos.catalog({ timeoutMs: 20 })
  const patient = astakos.catalog()
  const failures = await Promise.all([errorOf(impatient), errorOf(bored), errorOf(short)])
  expect(failures[0].name).toBe('TimeoutError')
  expect(failures[1]).toBe(reason)
  expect(TimeoutError.isInstance(failures[2])).toBe(true)
  expect((await patient).services).toEqual([])
})

it('gives up the request when nobody waits for it any more', async () => {
  let closed: () => void = () => {}
  const gone = new Promise<void>((resolve) => {
    closed = resolve
  })
  const controller = new AbortController()
  const reason = new Error('enough')
  const url = await serve((request) => {
    request.on('close', closed)
    controller.abort(reason)
  })
  const asked = new AstakosClient(url, 'token').catalog({ signal: controller.signal })
  await expect(asked).rejects.toBe(reason)
  await gone
})

it('counts the search for the endpoint against the time of the call', async () => {
  const url = await serve((request) => request.resume())
  const error = await errorOf(new AstakosClient(url, 'token').quotas.get({ timeoutMs: 50 }))
  expect(TimeoutError.isInstance(error)).toBe(true)
})

it('lists what there is when a service is unknown', async () => {
  const error = await errorOf(testCloud().as('alice').getEndpointUrl('comput'))
  expect(EndpointNotFoundError.isInstance(error)).toBe(true)
  expect(error).toMatchObject({ serviceType: 'comput', available: expect.arrayContaining(['compute', 'object-store']) })
  expect(error.message).toMatch(/no endpoint of type "comput"\. It has: .*compute v2\.0/)
})

it('lists the versions there are when a version is unknown', async () => {
  const error = await errorOf(testCloud().as('alice').getEndpointUrl('compute', 'v9'))
  expect(error.message).toBe('This cloud has no endpoint of type "compute", version "v9". It has: compute v2.0')
})

it('finds endpoints by type, name, region and version', async () => {
  const astakos = testCloud().as('alice')
  expect(await astakos.getEndpoints({ name: 'cyclades_plankton' })).toMatchObject([
    { url: 'http://synnefo.test/cyclades/image/v1.0', service: { type: 'image' }, endpoint: { versionId: 'v1.0' } },
  ])
  expect(
    (await astakos.getEndpoints({ region: 'default', version: 'v2.0' })).map(({ service }) => service.type).sort(),
  ).toEqual(['compute', 'identity', 'network', 'volume'])
  expect(await astakos.getEndpoints({ region: 'mars' })).toEqual([])
  expect((await astakos.getEndpoints()).length).toBe((await astakos.getServices()).length)
  expect((await astakos.getServiceDetails('compute')).name).toBe('cyclades_compute')
  expect((await astakos.getServiceEndpoint('network')).publicURL).toBe('http://synnefo.test/cyclades/network')
  await expect(astakos.getServiceDetails('nope')).rejects.toThrow('It has:')
  const { url, service } = await astakos.endpoint({ type: 'network', version: 'v2.0', region: 'default' })
  expect({ url, name: service.name }).toEqual({
    url: await astakos.getEndpointUrl('network', 'v2.0', { region: 'default' }),
    name: 'cyclades_network',
  })
  await expect(astakos.endpoint({ type: 'network', region: 'mars' })).rejects.toThrow(/region "mars"\. It has: network/)
  await expect(astakos.endpoint({ type: '' })).rejects.toThrow(/type/)
})

it('creates a client of another service in one step', async () => {
  const cloud = testCloud()
  const compute = await cloud.as('alice').client(ComputeClient)
  expect(compute).toBeInstanceOf(ComputeClient)
  expect(compute.endpointUrl).toBe('http://synnefo.test/cyclades/compute/v2.0')
  expect((await cloud.as('alice').client(NetworkClient)).endpointUrl).toBe('http://synnefo.test/cyclades/network/v2.0')
  expect(cloud.requests).toHaveLength(2)
})

it('passes its own fetch, token and options to the clients it creates', async () => {
  const seen: string[] = []
  const cloud = testCloud()
  const astakos = cloud.as('alice', {
    headers: { 'x-mine': 'yes' },
    fetch: (input, init) => {
      const request = new Request(input, init)
      seen.push(
        `${new URL(request.url).pathname} ${request.headers.get('x-auth-token')} ${request.headers.get('x-mine')}`,
      )
      return cloud.emulator.fetch(request)
    },
  })
  const compute = await astakos.client(ComputeClient)
  await compute.request('GET', 'servers').catch(() => undefined)
  expect(seen.at(-1)).toBe(`/cyclades/compute/v2.0/servers ${cloud.user('alice').token} yes`)
  const other = await astakos.client(ComputeClient, { headers: { 'x-mine': 'no' } })
  await other.request('GET', 'servers').catch(() => undefined)
  expect(seen.at(-1)).toMatch(/no$/)
})

it('works on the account of its user for storage, or on the one that is named', async () => {
  const cloud = testCloud()
  const astakos = cloud.as('bob')
  expect((await astakos.client(StorageClient)).account).toBe(cloud.user('bob').uuid)
  expect(cloud.requests).toHaveLength(1)
  expect((await astakos.client(StorageClient, { account: 'somebody' })).account).toBe('somebody')
})

it('chooses the default project, and knows it afterwards', async () => {
  const cloud = testCloud()
  const astakos = cloud.as('alice')
  expect(await astakos.defaultProject()).toBe(cloud.user('alice').uuid)
  await astakos.setDefaultProject(String(cloud.vars['projectId']))
  expect(await astakos.defaultProject()).toBe(cloud.vars['projectId'])
  expect((await astakos.authenticate()).token.tenant.id).toBe(cloud.vars['projectId'])
  await expect(astakos.setDefaultProject('')).rejects.toThrow('projectId')
})

it('takes a tenant only if it is the user', async () => {
  const cloud = testCloud()
  const { user } = await cloud.as('alice').authenticate({ tenantName: cloud.user('alice').uuid })
  expect(user.id).toBe(cloud.user('alice').uuid)
  await expect(cloud.as('alice').authenticate({ tenantName: 'other' })).rejects.toMatchObject({ status: 400 })
})

it('logs in with uuid and token as user name and password', async () => {
  const cloud = testCloud()
  const { user } = await cloud.as('alice').authenticate({ username: cloud.user('alice').uuid })
  expect(user.id).toBe(cloud.user('alice').uuid)
  await expect(cloud.as('alice').authenticate({ username: cloud.user('bob').uuid })).rejects.toMatchObject({
    status: 401,
  })
})

it('asks a token provider again when the token has expired, for the one in the body too', async () => {
  const cloud = testCloud()
  const tokens = ['expired', cloud.user('alice').token]
  const astakos = new AstakosClient(cloud.authUrl, () => tokens.shift() ?? 'none', { fetch: cloud.emulator.fetch })
  expect((await astakos.authenticate()).user.id).toBe(cloud.user('alice').uuid)
})

it('says that a wrong token is wrong', async () => {
  const cloud = testCloud()
  const astakos = new AstakosClient(cloud.authUrl, 'wrong', { fetch: cloud.emulator.fetch })
  expect(UnauthorizedError.isInstance(await errorOf(astakos.authenticate()))).toBe(true)
})

it('does not take a response without user for an authentication', async () => {
  const url = await serve(replying(200, 'application/json', '{"access":{"serviceCatalog":[]}}'))
  const error = await errorOf(new AstakosClient(url, 'token').authenticate())
  expect(error.name).toBe('ParseError')
  expect(error.message).toMatch(/the service catalog alone/)
})

it('appends a version to an authentication URL that has none', () => {
  expect(new AstakosClient('https://accounts.example.org/identity/', 't').endpointUrl).toBe(
    'https://accounts.example.org/identity/v2.0',
  )
})

it('rejects an empty token and an invalid URL before it sends anything', () => {
  expect(() => new AstakosClient('https://accounts.example.org/identity/v2.0', '')).toThrow(InvalidArgumentError)
  expect(() => new AstakosClient('accounts.example.org', 't')).toThrow(InvalidArgumentError)
  expect(() => new AstakosClient('ftp://accounts.example.org', 't')).toThrow(InvalidArgumentError)
})

it('shows its token nowhere', async () => {
  const cloud = testCloud()
  const { token } = cloud.user('alice')
  const astakos = cloud.as('alice')
  await astakos.catalog()
  expect(inspect(astakos, { depth: 9, showHidden: true })).not.toContain(token)
  expect(JSON.stringify(astakos)).not.toContain(token)
  await astakos.authenticate()
  expect(inspect(astakos, { depth: 9, showHidden: true })).not.toContain(token)
})

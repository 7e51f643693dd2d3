import { AstakosClient } from '@kamaki/astakos'
import { EndpointNotFoundError } from '@kamaki/core'
import { CaseBook, playCase, type WireCase } from '@kamaki-tooling/wire'
import { afterAll, describe, expect, it } from 'vitest'
import { type Act, play } from './calls.ts'
import { matrixError } from './error-matrix.ts'

// The cached client of the old library keeps several tokens in one object, and authenticates each before anything else. Here several
// tokens are several clients, each of which keeps what it learned.
const book = new CaseBook('CachedAstakosClient')
const byName = (c: WireCase) => [`${c.method} | ${c.case}`, c] as const
const isMatrix = (c: WireCase) => c.case.startsWith('error matrix')

/** Each after the user is known. */
const calls: Record<string, Act> = {
  authenticate: () => undefined,
  get_client: () => undefined,
  get_services: (a) => a.getServices(),
  get_service_details: (a, { service_type: type }) => a.getServiceDetails(type),
  get_service_endpoints: (a, { service_type: type, version }) => a.getServiceEndpoint(type, version),
  get_endpoint_url: (a, { service_type: type, version }) => a.getEndpointUrl(type, version),
  user_info: async (a) => ({ ...(await a.userInfo()), default_project: await a.defaultProject() }),
  term: async (a, { key }) => (await a.userInfo())[key],
  user_term: async (a, { key }) => (await a.userInfo())[key],
  get_token: async (a) => (await a.tokenInfo()).id,
  user_set_default_project: (a, { project_id: id }) => a.setDefaultProject(id),
  uuids2usernames: (a, { uuids }) => a.userCatalogs.usernames(uuids),
  usernames2uuids: (a, { usernames }) => a.userCatalogs.uuids(usernames),
  post_user_catalogs: (a, { uuids, displaynames }) => a.userCatalogs.query({ uuids, displaynames }),
}

/** Plays a case with a client for the token that it is about. */
function playKnown(wireCase: WireCase, act: Act) {
  const { token } = wireCase.args as { token?: string | string[] }
  const own = Array.isArray(token) ? token[0] : token
  const construct = own === undefined ? wireCase.construct : { ...wireCase.construct, token: own }
  return play({ ...wireCase, construct }, async (astakos, args) => {
    await astakos.userInfo()
    return act(astakos, args)
  })
}

describe('what both ask the same way', () => {
  const once = book.takeAll(
    (c) =>
      c.method in calls &&
      !isMatrix(c) &&
      !c.case.startsWith('error') &&
      c.bug === undefined &&
      !/twice|asked again|second call/.test(c.case),
  )
  it.each(once.map(byName))('%s', async (_, wireCase) => {
    const { mismatches, error, result } = await playKnown(wireCase, calls[wireCase.method]!)
    expect(error).toBeUndefined()
    expect(mismatches).toEqual([])
    if (/^(user_term|term|get_token)$/.test(wireCase.method)) expect(result ?? null).toBe(wireCase.result)
  })

  it('authenticates each time it is asked to', async () => {
    const { mismatches } = await play(
      book.take('authenticate', 'twice: no caching of authenticate itself'),
      async (astakos) => {
        await astakos.authenticate()
        await astakos.authenticate()
      },
    )
    expect(mismatches).toEqual([])
  })

  it('knows the services after the first time', async () => {
    const { mismatches } = await playKnown(
      book.take('get_services', 'second call is served from the cache'),
      async (astakos) => {
        await astakos.getServices()
        await astakos.getServices()
      },
    )
    expect(mismatches).toEqual([])
  })

  it('asks for unknown uuids each time', async () => {
    const wireCase = book.take('uuids2usernames', 'unknown ids are asked again every time')
    const { mismatches, result } = await playKnown(wireCase, async (astakos, { uuids }) => [
      await astakos.userCatalogs.usernames(uuids),
      await astakos.userCatalogs.usernames(uuids),
    ])
    expect(mismatches).toEqual([])
    expect(result).toEqual([{}, {}])
  })

  it('has a client for each user', async () => {
    for (const [name, tokens] of [
      ['one', ['TOKEN']],
      ['two', ['TOKEN', 'TOKEN2']],
    ] as const) {
      const { mismatches, result } = await playCase(book.take('list_users', name), async (_, __, url) => {
        const users: string[] = []
        for (const token of tokens) users.push((await new AstakosClient(url, token).userInfo()).id)
        return users
      })
      expect(mismatches).toEqual([])
      expect(result).toEqual(['user-uuid-1', 'user-uuid-2'].slice(0, tokens.length))
    }
  })

  it('forgets a user', async () => {
    const { mismatches } = await playKnown(book.take('remove_user', 'basic'), (astakos) => astakos.forget())
    expect(mismatches).toEqual([])
  })

  it('appends the version', () => {
    const { construct, result } = book.take('__init__', 'unversioned endpoint gets /v2.0')
    const url = (text: unknown) => String(text).replace('{{BASE}}', 'http://127.0.0.1')
    expect(new AstakosClient(url(construct['endpoint_url']), 'token').endpointUrl).toBe(url((result as string[])[0]))
  })

  book.declare(
    'a client has one token, which its owner knows',
    (c) => c.method === 'get_token' && c.case === 'error: unknown uuid',
  )
})

describe('where the old library is wrong', () => {
  it('finds a service beside one without a type', async () => {
    const wireCase = book.take('get_service_details', 'a service without a type')
    const { mismatches, result } = await playKnown(wireCase, calls['get_service_details']!)
    expect(mismatches).toEqual([])
    expect(result).toMatchObject({ name: 'cyclades_compute' })
  })

  it('returns the names that it is asked for, not all that it knows', async () => {
    const wireCase = book.take('uuids2usernames', 'cached; returns the whole cache, not only what is asked')
    const { mismatches, result } = await playKnown(wireCase, async (astakos, { uuids }) => {
      await astakos.userCatalogs.usernames(['uuid-a', 'uuid-b'])
      return astakos.userCatalogs.usernames(uuids)
    })
    expect(mismatches).toEqual([])
    expect(result).toEqual({ 'uuid-a': 'a@example.org' })
  })
})

describe('failures', () => {
  it.each(book.takeAll((c) => /^error: unknown/.test(c.case) && c.method.startsWith('get_service')).map(byName))(
    '%s',
    async (_, wireCase) => {
      const { mismatches, error } = await playKnown(wireCase, calls[wireCase.method]!)
      expect(mismatches).toEqual([])
      expect(EndpointNotFoundError.isInstance(error)).toBe(true)
    },
  )

  it('a wrong token', async () => {
    const { mismatches, error } = await playKnown(book.take('authenticate', 'error: 401'), () => undefined)
    expect(mismatches).toEqual([])
    expect(error).toMatchObject({ status: 401, fault: 'unauthorized' })
  })

  it('no token', () => {
    book.take('authenticate', 'error: no token')
    expect(() => new AstakosClient('http://127.0.0.1', null as unknown as string)).toThrow(/token/)
  })

  it.each(book.takeAll(isMatrix).map(byName))('%s', async (_, wireCase) => {
    const { mismatches, error, result } = await playKnown(wireCase, calls[wireCase.method]!)
    expect(mismatches).toEqual([])
    matrixError(wireCase, { error, result })
  })
})

afterAll(() => {
  console.log(book.report())
  expect(book.missing()).toEqual([])
})

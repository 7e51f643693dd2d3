import { AstakosClient, commissionFailure, provisionsOfCharges } from '@kamaki/astakos'
import { ApiError, EndpointNotFoundError, InvalidArgumentError, ParseError, QuotaExceededError } from '@kamaki/core'
import { CaseBook, type WireCase } from '@kamaki-tooling/wire'
import { afterAll, describe, expect, it } from 'vitest'
import { calls, play } from './calls.ts'
import { matrixError } from './error-matrix.ts'

const book = new CaseBook('AstakosClient')
const byName = (c: WireCase) => [`${c.method} | ${c.case}`, c] as const
const failed = ({ result }: WireCase) => typeof result === 'object' && result !== null && 'error' in result
const isMatrix = (c: WireCase) => c.case.startsWith('error matrix')

const special = new Set([
  'get_services | endpoints known already',
  'create_project | basic',
  'modify_project | basic',
  'service_get_quotas | tuple is not joined [py str args]',
])
const plain = book.takeAll(
  (c) =>
    c.method in calls &&
    !isMatrix(c) &&
    !failed(c) &&
    !special.has(`${c.method} | ${c.case}`) &&
    (c.bug === undefined || (c.canonical === true && c.method !== 'application_action')) &&
    c.method !== 'send_feedback',
)

describe('what both ask the same way', () => {
  it.each(plain.map(byName))('%s', async (_, wireCase) => {
    const { mismatches, error } = await play(wireCase, calls[wireCase.method]!)
    expect(error).toBeUndefined()
    expect(mismatches).toEqual([])
  })

  it('makes provisions of the same form, without a request', () => {
    const { args, result } = book.take('mk_provisions', 'no request')
    const { holder, source, resource, quantity } = args as {
      holder: string
      source: string
      resource: string
      quantity: number
    }
    expect(provisionsOfCharges(holder, [{ projectId: source, resource, quantity }])).toEqual(result)
  })

  it('asks with the endpoints that it knows already', async () => {
    const wireCase = book.take('get_services', 'endpoints known already')
    const { mismatches, result } = await play(wireCase, async (astakos) => {
      await astakos.authenticate()
      return astakos.ui.services()
    })
    expect(mismatches).toEqual([])
    expect(result).toEqual([{ url: '/x' }])
  })

  // Ours rejects dates without an offset, as the server does: the recorded one gets one.
  it.each([book.take('create_project', 'basic'), book.take('modify_project', 'basic')].map(byName))(
    '%s, but with an offset in the date',
    async (_, wireCase) => {
      const { specs, project_id: id } = wireCase.args as {
        specs: { name: string; end_date: string }
        project_id: string
      }
      const send = (astakos: AstakosClient, date: string) => {
        const given = { ...specs, end_date: date }
        return wireCase.method === 'create_project'
          ? astakos.projects.create(given)
          : astakos.projects.update(id, given)
      }
      const rejected = await play(wireCase, (astakos) => send(astakos, specs.end_date), { exchanges: [] })
      expect(InvalidArgumentError.isInstance(rejected.error)).toBe(true)
      const { mismatches, requests } = await play(wireCase, (astakos) => send(astakos, `${specs.end_date}+00:00`), {
        ignoreBody: true,
      })
      expect(mismatches).toEqual([])
      const sent = JSON.parse(requests[1]!.body.toString()) as object
      expect(sent).toEqual({ ...specs, end_date: `${specs.end_date}+00:00` })
    },
  )
})

describe('URLs that the old library has as properties', () => {
  const types: Record<string, string> = { account: 'account', oauth2: 'astakos_auth' }
  const urls = book.takeAll((c) => /^(account|ui|oauth2)_(url|prefix)$/.test(c.method))
  it.each(urls.map(byName))('%s', async (_, wireCase) => {
    const [service = '', kind] = wireCase.method.split('_')
    const exchanges = wireCase.case.startsWith('after authenticate') ? [0] : undefined
    const { mismatches, result } = await play(
      wireCase,
      async (astakos) => {
        // Ours does not fetch the catalog again that came with the token.
        if (exchanges !== undefined) await astakos.authenticate()
        if (service === 'ui') return (await astakos.getServiceEndpoint('account'))['SNF:uiURL']
        return astakos.getEndpointUrl(types[service]!)
      },
      exchanges === undefined ? {} : { exchanges },
    )
    expect(mismatches).toEqual([])
    const path = new URL(String(result)).pathname
    expect(kind === 'prefix' ? path : `{{BASE}}${path}`).toBe(wireCase.result)
  })

  book.declare('a path below account, ui or oauth2, each of which the requests themselves show', (c) =>
    c.method.startsWith('api_'),
  )
})

describe('where the old library is wrong', () => {
  it.each(book.takeAll((c) => c.bug === 'application-action-reasons-key').map(byName))(
    '%s sends the reason as the server reads it',
    async (_, wireCase) => {
      const { mismatches, requests } = await play(wireCase, calls[wireCase.method]!, { ignoreBody: true })
      expect(mismatches).toEqual([])
      const { action, app_id, reason } = wireCase.args as { action: string; app_id: number; reason: string }
      expect(JSON.parse(requests[1]!.body.toString())).toEqual({ [action]: { app_id, reason } })
    },
  )

  it.each([book.take('send_feedback', 'basic'), book.take('send_feedback', 'unicode [py str args]')].map(byName))(
    '%s, with a content type that the server takes for a form',
    async (_, wireCase) => {
      const { message, data } = wireCase.args as { message: string; data: string }
      const options = { ignoreHeaders: ['content-type'] }
      const { mismatches, requests } = await play(
        wireCase,
        (astakos) => astakos.feedback.send(message, { data }),
        options,
      )
      expect(mismatches).toEqual([])
      expect(requests[1]?.headers['content-type']).toBe('application/x-www-form-urlencoded')
    },
  )

  it('quotes what goes into a path', async () => {
    const validate = book.take('validate_token', 'id with special characters is not quoted')
    const token = await play(validate, calls['validate_token']!)
    expect(token.requests[0]?.rawTarget).toBe('/identity/v2.0/tokens/a%2Fb%3Fc%3Dd')
    const project = await play(book.take('get_project', 'special characters are not quoted'), calls['get_project']!)
    expect(project.requests[1]?.rawTarget).toBe('/account/v1.0/projects/a%20b%3Fc')
  })

  it.each(
    [
      book.take('get_service_endpoints', 'error: unknown service'),
      book.take('get_endpoint_url', 'error: unknown version'),
    ].map(byName),
  )('%s: says what there is, and does not pretend to be a server', async (_, wireCase) => {
    const { mismatches, error } = await play(wireCase, calls[wireCase.method]!)
    expect(mismatches).toEqual([])
    expect(EndpointNotFoundError.isInstance(error)).toBe(true)
    expect((error as Error).message).toMatch(/has no endpoint of type .* It has: /)
    expect(error).not.toHaveProperty('status')
  })

  it('has every term of a user as a property, of which unknown ones are undefined', async () => {
    for (const name of ['basic', 'error: unknown']) {
      const wireCase = book.take('user_term', name)
      const { term } = wireCase.args as { term: 'name' }
      const { mismatches, result } = await play(wireCase, async (astakos) => (await astakos.userInfo())[term])
      expect(mismatches).toEqual([])
      expect(result).toBe(name === 'basic' ? wireCase.result : undefined)
    }
  })

  it('says that a commission came back without a serial', async () => {
    const { mismatches, error } = await play(
      book.take('issue_one_commission', 'no serial in the answer'),
      calls['issue_one_commission']!,
    )
    expect(mismatches).toEqual([])
    expect(ParseError.isInstance(error)).toBe(true)
    expect((error as Error).message).toMatch(/has no 'serial' field/)
  })

  it('never issues a commission twice', async () => {
    const issue = (astakos: AstakosClient) =>
      astakos.commissions.issueOne('uuid-a', [{ projectId: 'p1', resource: 'cyclades.vm', quantity: 1 }])
    const wireCase = book.take('__init__', 'retry=1 repeats a POST')
    const { mismatches, error } = await play(wireCase, issue, { exchanges: [0, 1] }, { retry: { limit: 1, baseMs: 1 } })
    expect(mismatches).toEqual([])
    expect(error).toMatchObject({ status: 500 })
  })

  book.declareBug('astakos-keyword-constructor-typeerror', 'the constructor takes URL and token, by type')
  book.declare('the string of a Python tuple is not an array of uuids; lists are in the case "lists"', (c) =>
    c.case.startsWith('tuple is not joined'),
  )
})

describe('the constructor', () => {
  it('sends headers with every request', async () => {
    const wireCase = book.take('__init__', 'headers are sent with every request')
    const { mismatches } = await play(wireCase, (a) => a.quotas.get(), {}, { headers: { 'X-Extra': 'yes' } })
    expect(mismatches).toEqual([])
  })

  it('limits the requests in flight', async () => {
    const { mismatches } = await play(book.take('__init__', 'use_pool'), (a) => a.quotas.get(), {}, { concurrency: 2 })
    expect(mismatches).toEqual([])
  })

  it('does not repeat what the server failed at with 500 or 404, which would fail again', async () => {
    const retry = { limit: 2, baseMs: 1 }
    for (const name of ['retry=2 on 500', 'error: retry=2 and 404 (no retry on 401, 404, 413)']) {
      const { mismatches, error } = await play(
        book.take('__init__', name),
        (a) => a.quotas.get(),
        { exchanges: [0, 1] },
        { retry },
      )
      expect(mismatches).toEqual([])
      expect(ApiError.isInstance(error)).toBe(true)
    }
  })

  it('rejects other schemes, and a missing token', () => {
    book.take('__init__', 'error: unsupported scheme')
    expect(() => new AstakosClient('ftp://x/y', 'token')).toThrow(/must start with https:/)
    book.take('__init__', 'error: no token')
    expect(() => new AstakosClient('http://x/y', null as unknown as string)).toThrow(
      /token must be a string, or a function that returns one; got null/,
    )
  })
})

describe('failures', () => {
  it('tells which limit a commission would pass', async () => {
    const wireCase = book.take('issue_one_commission', 'error: 413 quota')
    const { mismatches, error } = await play(wireCase, calls[wireCase.method]!)
    expect(mismatches).toEqual([])
    expect(QuotaExceededError.isInstance(error)).toBe(true)
    expect(commissionFailure(error)).toEqual({
      limit: 3,
      usage: 2,
      provision: { quantity: 5, resource: 'cyclades.vm' },
    })
  })

  it('tells as much as there is', async () => {
    const wireCase = book.take('issue_one_commission', 'error: 413 unparsable')
    const { mismatches, error } = await play(wireCase, calls[wireCase.method]!)
    expect(mismatches).toEqual([])
    expect(error).toMatchObject({ name: 'QuotaExceededError', message: expect.stringContaining('too much') })
    expect(commissionFailure(error)).toBeUndefined()
  })

  it.each(book.takeAll((c) => c.case === 'error: no catalogue in the answer').map(byName))(
    '%s',
    async (_, wireCase) => {
      const { mismatches, error } = await play(wireCase, calls[wireCase.method]!)
      expect(mismatches).toEqual([])
      expect(ParseError.isInstance(error)).toBe(true)
    },
  )

  it.each(
    book.takeAll((c) => /^(service_)?get_(username|uuid)$/.test(c.method) && c.case === 'error: unknown').map(byName),
  )('%s is undefined', async (_, wireCase) => {
    const { mismatches, error, result } = await play(wireCase, calls[wireCase.method]!)
    expect(mismatches).toEqual([])
    expect([error, result]).toEqual([undefined, undefined])
  })

  const rejected = book.takeAll((c) => c.case === 'error: None' || c.case === 'error: bad provisions')
  it.each(rejected.map(byName))('%s is rejected before anything is sent', async (_, wireCase) => {
    const call =
      wireCase.case === 'error: bad provisions'
        ? (astakos: AstakosClient) => astakos.commissions.issueGeneric([{ x: 1 } as never], [])
        : wireCase.method === 'send_feedback'
          ? (astakos: AstakosClient) => astakos.feedback.send(null as never)
          : calls[wireCase.method]!
    const { mismatches, error } = await play(wireCase, call)
    expect(mismatches).toEqual([])
    expect(InvalidArgumentError.isInstance(error)).toBe(true)
  })
})

describe('error matrix', () => {
  const redirected = 'error matrix: 302 redirect is not followed'
  const all = book.takeAll((c) => isMatrix(c) && !(c.method === 'get_quotas' && c.case === redirected))
  it.each(all.map(byName))('%s', async (_, wireCase) => {
    const { mismatches, error, result } = await play(wireCase, calls[wireCase.method]!)
    expect(mismatches).toEqual([])
    matrixError(wireCase, { error, result })
  })

  it('get_quotas | 302: ours follows a redirect of a GET on the same origin', async () => {
    const { mismatches } = await play(book.take('get_quotas', redirected), calls['get_quotas']!)
    expect(mismatches).toEqual(['request 3 is one too many: GET /elsewhere'])
  })
})

afterAll(() => {
  console.log(book.report())
  expect(book.missing()).toEqual([])
})

import { ApiError, type CallOptions, Client, ConnectionError, InvalidArgumentError, type Path } from '@kamaki/core'
import { mapLimit, path } from '@kamaki/core/toolkit'
import { CaseBook, caseKey, type Played, playCase, type WireCase } from '@kamaki-tooling/wire'
import { afterAll, describe, expect, it } from 'vitest'
import { closedPort, rejection } from '../support/servers.ts'

const book = new CaseBook('Client')
/** Python writes None, False and 0 into a URL in two different ways. */
const odd = ({ case: name }: WireCase): boolean => /^query value.*: (?:None|False|zero)$/.test(name)

const quiet = { retry: false } as const

function play(wireCase: WireCase, method: string, callPath: Path | string, options: CallOptions = {}): Promise<Played> {
  return playCase(wireCase, async (_base, token, endpoint) => {
    const response = await new Client(endpoint, token, quiet).send(method, callPath, options)
    return { status: response.status, text: await response.text() }
  })
}

function expectSame(played: Played): void {
  expect(played.error).toBeUndefined()
  expect(played.mismatches).toEqual([])
}

describe('the verbs of the old client', () => {
  const verbs = ['get', 'post', 'put', 'head', 'delete', 'copy', 'move']

  it.each(verbs.map((verb) => book.take(verb, 'no body')).map((wireCase) => [caseKey(wireCase), wireCase] as const))(
    '%s',
    async (_key, wireCase) => {
      expectSame(await play(wireCase, wireCase.method.toUpperCase(), 'a/b'))
    },
  )

  const withBody = verbs.filter((verb) => verb !== 'get' && verb !== 'head')

  it.each(
    withBody.map((verb) => book.take(verb, 'json body')).map((wireCase) => [caseKey(wireCase), wireCase] as const),
  )('%s', async (_key, wireCase) => {
    expectSame(await play(wireCase, wireCase.method.toUpperCase(), 'a/b', { json: wireCase.args['json'] }))
  })

  it.each(
    withBody.map((verb) => book.take(verb, 'data body')).map((wireCase) => [caseKey(wireCase), wireCase] as const),
  )('%s', async (_key, wireCase) => {
    expectSame(await play(wireCase, wireCase.method.toUpperCase(), 'a', { body: String(wireCase.args['data']) }))
  })

  it('accept empty data', async () => {
    expectSame(await play(book.take('post', 'empty data'), 'POST', 'a', { body: '' }))
  })

  it('accept a query and headers', async () => {
    expectSame(
      await play(book.take('request', 'generic'), 'GET', 'x', { query: { p: 'q' }, headers: { 'X-A': 'b c' } }),
    )
  })

  it('can run concurrently, with results in order', async () => {
    const wireCase = book.take('async_run', 'three GETs, results in order')
    const played = await playCase(
      wireCase,
      (_base, token, endpoint) => {
        const client = new Client(endpoint, token, quiet)
        return mapLimit([1, 2, 3], 3, (n, _index, signal) => client.request('GET', path`${n}`, { signal }))
      },
      { anyOrder: true },
    )
    expectSame(played)
  })
})

describe('queries', () => {
  const values = book.takeAll((wireCase) => wireCase.case.startsWith('query value') && !odd(wireCase))

  // The old client encoded Unicode strings twice (unicode-query-double-quoted); the canonical variant is the one encoded once.
  it.each(values.map((wireCase) => [caseKey(wireCase), wireCase] as const))('%s', async (_key, wireCase) => {
    const params = (wireCase.args['async_params'] ?? {
      [String(wireCase.args['name'])]: wireCase.args['value'],
    }) as Record<string, string>
    expectSame(await play(wireCase, 'GET', 'x', { query: params }))
  })

  it('can have flags without a value', async () => {
    expectSame(
      await play(book.take('get', 'query value through async_params: None'), 'GET', 'x', { query: { k: null } }),
    )
  })

  it('omit what is not set', async () => {
    expectSame(await play(book.take('set_param', 'iff False'), 'GET', 'x', { query: { flag: undefined } }))
  })
})

describe('headers', () => {
  it('are sent unchanged', async () => {
    expectSame(await play(book.take('set_header', 'basic'), 'GET', 'x', { headers: { 'X-A': 'b c' } }))
  })

  it('are omitted if they are not set', async () => {
    expectSame(await play(book.take('set_header', 'None is not sent'), 'GET', 'x', { headers: { 'X-A': undefined } }))
    expectSame(await play(book.take('set_header', 'iff False'), 'GET', 'x', { headers: { 'X-A': undefined } }))
  })

  it('with a line break are rejected with an InvalidArgumentError', async () => {
    const wireCase = book.take('set_header', 'newline in the value (header injection)')
    const { error, requests } = await play(wireCase, 'GET', 'x', { headers: { 'X-A': 'b\r\nX-Injected: yes' } })
    expect(InvalidArgumentError.isInstance(error)).toBe(true)
    expect(requests).toEqual([])
  })
})

describe('paths and endpoints', () => {
  it('are encoded segment by segment', async () => {
    expectSame(await play(book.take('get', 'raw path: space [py unicode args]'), 'GET', path`${'a b'}`))
    expectSame(
      await play(book.take('get', 'raw path: unicode [py unicode args]'), 'GET', path`${'φάκελος'}/${'αρχείο 1.txt'}`),
    )
  })

  it('that are encoded already are sent unchanged', async () => {
    expectSame(await play(book.take('get', 'raw path: percent [py str args]'), 'GET', '100%41'))
    expectSame(await play(book.take('get', 'raw path: plus ampersand [py str args]'), 'GET', 'a+b&c=d'))
    expectSame(await play(book.take('get', 'raw path: double slash'), 'GET', 'a//b'))
    expectSame(await play(book.take('get', 'raw path: no leading slash'), 'GET', 'a/b'))
    expectSame(await play(book.take('get', 'empty path: trailing slash'), 'GET', '/'))
  })

  it('can have slashes at the end of the endpoint', async () => {
    expectSame(await play(book.take('__init__', 'endpoint with trailing slashes'), 'GET', 'x'))
  })
})

describe('responses of all kinds', () => {
  const refused = 'error matrix: connection refused'
  const matrix = book.takeAll(
    (wireCase) =>
      wireCase.case.startsWith('error matrix:') && wireCase.case !== refused && !wireCase.case.includes('302'),
  )

  it.each(matrix.map((wireCase) => [wireCase.case, wireCase] as const))('%s', async (name, wireCase) => {
    const want201 = name.includes('when 200 is wanted')
    const played = await play(wireCase, 'GET', 'x', want201 ? { expect: 200 } : {})
    expect(played.mismatches).toEqual([])
    const { response } = wireCase.exchanges[0]!
    if (response.action !== undefined) {
      expect(ConnectionError.isInstance(played.error)).toBe(true)
    } else if (response.status === 200) {
      expect(played.result).toMatchObject({ status: 200 })
    } else {
      // The status is that of the response, whatever the body claims (client-error-status-from-body).
      expect(ApiError.isInstance(played.error) && played.error.status).toBe(response.status)
    }
  })

  it(refused, async () => {
    const wireCase = book.take('get', refused)
    // Recorded on port 9, which fetch does not connect to.
    const endpoint = String(wireCase.construct['endpoint_url']).replace(':9/', `:${await closedPort()}/`)
    const error = await rejection(new Client(endpoint, 'TOKEN', quiet).request('GET', 'x'))
    expect(ConnectionError.isInstance(error) && error.code).toBe('ECONNREFUSED')
  })

  it.each([
    ['error matrix: 400 badRequest with details', { fault: 'badRequest', details: 'more about it' }, 'Bad thing'],
    [
      'error matrix: 413 overLimit',
      { fault: 'overLimit', details: 'Limit for resource X exceeded' },
      'Resource Limit Exceeded',
    ],
    ['error matrix: unicode message, raw UTF-8 JSON', { fault: 'badRequest' }, 'Λάθος'],
    ['error matrix: unicode message, raw UTF-8 text', { fault: undefined }, 'Δεν υπάρχει'],
    ['error matrix: text before the JSON', { fault: 'internalServerError', details: 'd' }, 'm'],
    ['error matrix: JSON list body', { details: ['a', { b: 1 }] }, '400'],
    ['error matrix: two top-level keys', { fault: 'badRequest' }, 'm'],
    ['error matrix: reason phrase with a brace', { fault: 'badRequest' }, 'm'],
  ])('%s is reported in full', async (name, fields, message) => {
    const { error } = await play(book.take('get', name), 'GET', 'x')
    expect(error).toMatchObject(fields)
    expect(String(error)).toContain(message)
  })
})

const noBody = 'fetch sends no body with GET and HEAD'
book.declare(
  noBody,
  ({ method, case: name }) =>
    ['get', 'head'].includes(method) && /body|\{\}/.test(name) && !/no body|error matrix/.test(name),
)
book.declare('any method is sent: the old client knew seven', ({ case: name }) => name === 'error: unknown method')
book.declare('calls are promises; requests are sent when called, those of lists when read', ({ case: name }) =>
  name.startsWith('success None is lazy'),
)
book.declare(
  'a flag is written as null, and sent without a value',
  ({ case: name }) => name === 'no value: the text None',
)
book.declare("'?' and '#' in a path are rejected, or encoded by path``: test/http/path.test.ts", ({ case: name }) =>
  name.startsWith('raw path: hash question'),
)
book.declare('characters with a meaning in URLs are encoded by path``: test/http/path.test.ts', ({ case: name }) =>
  name.startsWith('raw path: safe characters'),
)
book.declare('an endpoint without a version is used unchanged if the client has no default', ({ case: name }) =>
  name.startsWith('error: unversioned endpoint'),
)
book.declare(
  'true and false are written so, 0 as 0, null as a flag, undefined not at all: test/http/query.test.ts',
  odd,
)
book.declare('redirects are followed on the same origin: test/transport/redirects.test.ts', ({ case: name }) =>
  name.includes('302 redirect'),
)
book.declareBug('query-name-not-quoted', 'test/http/query.test.ts, names survive a round trip')

afterAll(() => {
  console.info(book.report())
})

it('every recorded case is used', () => {
  expect(book.missing()).toEqual([])
})

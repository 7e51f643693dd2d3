import { beforeEach, expect, test } from 'vitest'
import { Caller } from '../support.ts'

const ORIGIN = 'https://cloud.example.org'
const CLIENT = { id: 'app', secret: 's3cret', redirectUris: ['https://app.example.org/back'] }
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

let cloud: Caller
let cookie: string

beforeEach(async () => {
  cloud = new Caller({
    oauth2: { clients: [CLIENT, { id: 'trusted', redirectUris: ['https://t.example.org/'], trusted: true }] },
  })
  const login = await cloud.call('', 'GET', `${ORIGIN}/astakos/ui/login?as=alice&next=/x`)
  cookie = login.headers.get('set-cookie')?.split(';')[0] ?? ''
})

const authorize = (query: Record<string, string>, session = cookie) =>
  cloud.call(
    '',
    'GET',
    `${ORIGIN}/astakos/oauth2/auth?${new URLSearchParams({ response_type: 'code', ...query })}`,
    undefined,
    session ? { cookie: session } : {},
  )
const grant = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
  cloud.call(
    '',
    'POST',
    `${ORIGIN}/astakos/oauth2/token`,
    new URLSearchParams({ grant_type: 'authorization_code', ...fields }).toString(),
    { ...FORM, ...headers },
  )
const basic = (id: string, secret: string) => ({ authorization: `Basic ${btoa(`${id}:${secret}`)}` })

test('a user who consents sends a client a code, which buys one token, which tells who they are', async () => {
  const consent = await authorize({ client_id: 'app', state: 'xyz' })
  expect(consent.json).toEqual({
    client: 'app',
    redirect_uri: CLIENT.redirectUris[0],
    scope: CLIENT.redirectUris[0],
    state: 'xyz',
  })
  const csrf = /csrftoken=(\w+)/.exec(consent.headers.get('set-cookie') ?? '')?.[1] ?? ''
  const confirm = await cloud.call(
    '',
    'POST',
    `${ORIGIN}/astakos/oauth2/auth`,
    new URLSearchParams({
      response_type: 'code',
      client_id: 'app',
      state: 'xyz',
      csrfmiddlewaretoken: csrf,
    }).toString(),
    { ...FORM, cookie: `${cookie}; csrftoken=${csrf}` },
  )
  expect(confirm.status).toBe(302)
  const back = new URL(confirm.headers.get('location') ?? '')
  expect(back.origin + back.pathname).toBe(CLIENT.redirectUris[0])
  expect(back.searchParams.get('state')).toBe('xyz')
  const code = back.searchParams.get('code') ?? ''
  expect(code).toHaveLength(60)

  const { json, headers } = await grant({ code }, basic('app', 's3cret'))
  expect(json).toEqual({ access_token: expect.any(String), token_type: 'Bearer', expires_in: 20 })
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect((await grant({ code }, basic('app', 's3cret'))).json.exception).toBe('No such authorization code')

  const path = `${ORIGIN}/astakos/identity/v2.0/tokens/${encodeURIComponent(json.access_token)}`
  const valid = await cloud.call('', 'GET', path)
  expect(valid.json.access.user).toMatchObject({ id: cloud.uuid('alice') })
  expect(valid.json.access.serviceCatalog).toBeUndefined()
  expect((await cloud.call('', 'GET', `${path}?belongsTo=${CLIENT.redirectUris[0]}/more`)).status).toBe(200)
  expect((await cloud.call('', 'GET', `${path}?belongsTo=https://else.example.org`)).status).toBe(404)
  cloud.emulator.clock.advance(21_000)
  expect((await cloud.call('', 'GET', path)).json.itemNotFound.message).toBe('Token has expired')
  expect((await cloud.call('', 'GET', path)).json.itemNotFound.message).toBe('No such token')
})

test('a trusted client gets its code at once', async () => {
  const { status, headers } = await authorize({ client_id: 'trusted', redirect_uri: 'https://t.example.org/deep?a=b' })
  expect(status).toBe(302)
  expect(headers.get('location')).toMatch(/^https:\/\/t\.example\.org\/deep\?a=b&code=\w{60}$/)
})

test('who is not signed in is sent to sign in, and back', async () => {
  const { status, headers } = await authorize({ client_id: 'app' }, '')
  expect(status).toBe(302)
  expect(decodeURIComponent(headers.get('location') ?? '')).toMatch(
    /^\/astakos\/ui\/login\?next=\/astakos\/oauth2\/auth\?/,
  )
})

test.each([
  [{ client_id: 'nobody' }, 'No such client found'],
  [{}, 'Client identification is required'],
  [{ client_id: 'app', response_type: 'token' }, 'Unsupported authorization type'],
  [{ client_id: 'app', response_type: 'x' }, 'Invalid authorization type'],
  [{ client_id: 'app', redirect_uri: 'https://evil.example.org/' }, 'Mismatching redirect uri'],
  [{ client_id: 'app', redirect_uri: 'https://app.example.org/backdoor' }, 'Mismatching redirect uri'],
  [{ client_id: 'app', redirect_uri: '/back' }, 'Redirect uri should be an absolute URI'],
])('asking for a code with %j is rejected', async (query, exception) => {
  const answer = await authorize(query as Record<string, string>)
  expect(answer.status).toBe(400)
  expect(answer.json).toEqual({ error: 'generic_error', exception })
})

test('a client has to be who it says, and the code has to be its own', async () => {
  const { headers } = await authorize({ client_id: 'trusted' })
  const code = new URL(headers.get('location') ?? '').searchParams.get('code') ?? ''
  expect((await grant({ code, client_id: 'app' })).json.exception).toBe('Client authentication is required')
  expect((await grant({ code }, basic('app', 'wrong'))).json.exception).toBe('Invalid credentials')
  expect((await grant({ code }, basic('app', 's3cret'))).json.exception).toBe('Mismatching client with code client')
  expect((await grant({ code, grant_type: 'token', client_id: 'trusted' })).json.exception).toBe(
    'Unsupported grant type',
  )
  expect((await grant({ client_id: 'trusted' })).json.exception).toBe('Missing authorization code')
  expect((await grant({ code, client_id: 'trusted' })).status).toBe(200)
})

test('plain HTTP is rejected, unless the cloud is told otherwise', async () => {
  const path = '/astakos/oauth2/auth?response_type=code&client_id=app'
  expect((await cloud.call('', 'GET', path)).json.exception).toBe('Secure request required')
  const open = new Caller({ oauth2: { clients: [CLIENT], allowHttp: true } })
  expect((await open.call('', 'GET', path)).status).toBe(302)
})

test('weblogin sends a browser that is signed in on, with uuid and token', async () => {
  const login = (next: string, session = cookie) =>
    cloud.call('', 'GET', `/astakos/weblogin/login?next=${encodeURIComponent(next)}`, undefined, { cookie: session })
  const { headers } = await login('pithos://home?thrown=away')
  expect(headers.get('location')).toBe(`pithos://home?uuid=${cloud.uuid('alice')}&token=${cloud.token('alice')}`)
  expect((await login('https://example.org')).status).toBe(403)
  expect((await login('pithos://home', '')).headers.get('location')).toMatch(/^\/astakos\/ui\/login\?next=/)
  const before = cloud.token('alice')
  await cloud.call('', 'GET', '/astakos/weblogin/login?next=pithos://x&renew=', undefined, { cookie })
  expect(cloud.token('alice')).not.toBe(before)
})

test('the menu of a browser that is signed in names its user', async () => {
  const { json } = await cloud.call('', 'GET', '/astakos/ui/get_menu', undefined, { cookie })
  expect(json[0].name).toBe('alice@example.org')
})

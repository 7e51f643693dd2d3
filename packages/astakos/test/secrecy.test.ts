import { inspect } from 'node:util'
import { AstakosClient, loginResult } from '@kamaki/astakos'
import { createEmulator } from '@kamaki/emulator'
import { errorOf, replying, serve } from '@kamaki-tooling/testing'
import { expect, it } from 'vitest'
import { testCloud } from './cloud.ts'

/** A client that logs all there is to log, into the lines. */
function loud(url: string, token: string, fetch: typeof globalThis.fetch) {
  const lines: string[] = []
  const log = (...parts: unknown[]) => lines.push(inspect(parts, { depth: 9 }))
  const logger = { debug: log, info: log, warn: log, error: log }
  return {
    lines,
    astakos: new AstakosClient(url, token, { fetch, logger, logLevel: 'debug', logData: true, retry: false }),
  }
}

it('logs requests and responses without the token, which is in both bodies', async () => {
  const { authUrl, emulator, user } = testCloud()
  const { token } = user('alice')
  const { lines, astakos } = loud(authUrl, token, emulator.fetch)
  await astakos.authenticate()
  await astakos.quotas.get()
  const text = lines.join('\n')
  expect(text).toContain('POST http://synnefo.test/astakos/identity/v2.0/tokens')
  expect(text).toContain('serviceCatalog')
  expect(text).not.toContain(token)
})

it('keeps the token out of its errors, whole or in part', async () => {
  const { authUrl, emulator } = testCloud()
  const token = 'a-very-secret-token'
  const { lines, astakos } = loud(authUrl, token, emulator.fetch)
  for (const call of [
    astakos.authenticate(),
    astakos.quotas.get(),
    astakos.projects.list(),
    astakos.commissions.get(1),
  ]) {
    const error = await errorOf(call)
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(token)
    expect(JSON.stringify(error)).not.toContain(token)
    expect(error.stack).not.toContain(token)
  }
  expect(lines.join('\n')).not.toContain(token)
})

it('keeps an echoed token out of an error', async () => {
  const token = 'a-very-secret-token'
  const url = await serve(
    replying(400, 'application/json', `{"badRequest":{"message":"bad ${token}","details":"${token}"}}`),
  )
  const error = await errorOf(new AstakosClient(url, token).authenticate())
  expect(inspect(error, { depth: 9 })).not.toContain(token)
})

it('keeps a validated token out of errors and log lines, though it is in the path', async () => {
  const { authUrl, emulator, user } = testCloud()
  const { lines, astakos } = loud(authUrl, user('alice').token, emulator.fetch)
  const error = await errorOf(astakos.tokens.validate('short-lived/secret'))
  expect(inspect(error, { depth: 9 })).not.toContain('short-lived')
  expect(error.message).toContain('/tokens/***')
  expect(lines.join('\n')).not.toContain('short-lived')
})

it('keeps the secrets of OAuth 2 out of errors and log lines', async () => {
  const { authUrl, emulator, user } = testCloud()
  const { lines, astakos } = loud(authUrl, user('alice').token, emulator.fetch)
  const grant = { clientId: 'client', clientSecret: 'very-secret', code: 'c0de-of-user' }
  const error = await errorOf(astakos.oauth2.grant(grant))
  const text = inspect(error, { depth: 9 }) + lines.join('\n')
  for (const secret of ['very-secret', 'c0de-of-user', btoa('client:very-secret')]) expect(text).not.toContain(secret)
})

it('keeps them out of errors wherever the server repeats them', async () => {
  const url = await serve(async (request, response) => {
    const publicURL = `http://${request.headers.host}/oauth2`
    const serviceCatalog = [{ name: 'o', type: 'astakos_auth', endpoints: [{ publicURL, versionId: '', region: 'r' }] }]
    const body = (await request.toArray()).join('')
    if (request.url === '/v2.0/tokens') response.end(JSON.stringify({ access: { serviceCatalog } }))
    else if (request.url?.startsWith('/v2.0/tokens/'))
      response.writeHead(302, { location: `/login?next=${encodeURIComponent(request.url)}` }).end()
    else response.writeHead(400).end(JSON.stringify({ badRequest: { message: `${request.url} ${body}` } }))
  })
  const { lines, astakos } = loud(url, 'own-token', globalThis.fetch)
  const user = { username: 'd@example.org', first_name: 'D', last_name: 'T', password: 's3cret-word' }
  for (const call of [
    () => astakos.tokens.validate('s3cret/t+ken'),
    () => astakos.oauth2.grant({ clientId: 'client', code: 's3cret-code' }),
    () => astakos.users.create(user),
  ])
    expect(inspect(await errorOf(call()), { depth: 9 })).not.toContain('s3cret')
  expect(lines.join('\n')).not.toContain('s3cret')
})

it('keeps tokens and passwords of new users out of log lines', async () => {
  const emulator = createEmulator({ adminApi: true, users: [{ name: 'root', groups: ['admin-api'] }] })
  const { authUrl, users } = emulator.env()
  const { lines, astakos } = loud(authUrl, users['root']!.token, emulator.fetch)
  const made = await astakos.users.create({
    username: 'd@example.org',
    first_name: 'D',
    last_name: 'T',
    password: 'pass-w0rd',
  })
  const { auth_token: renewed } = await astakos.users.renewToken(made.id)
  const text = lines.join('\n')
  for (const secret of [made.auth_token, 'pass-w0rd', renewed]) expect(text).not.toContain(secret)
})

/** All the ways in which a result gets into a log. */
const shown = (value: unknown): string => inspect(value, { depth: 9 }) + JSON.stringify(value)

it('returns tokens and passwords that are read by name, and shown by no log, inspection or JSON', async () => {
  const emulator = createEmulator({ adminApi: true, users: [{ name: 'root', groups: ['admin-api'] }] })
  const { authUrl, users } = emulator.env()
  const token = users['root']!.token
  const astakos = new AstakosClient(authUrl, token, { fetch: emulator.fetch })
  const access = await astakos.authenticate()
  expect(access.token.id).toBe(token)
  await astakos.setDefaultProject(access.user.id)
  const known = await astakos.tokenInfo()
  expect(known.id).toBe(token)
  for (const result of [access, known, await astakos.tokenInfo(), astakos]) expect(shown(result)).not.toContain(token)
  const made = await astakos.users.create({ username: 'd@example.org', first_name: 'D', last_name: 'T' })
  const renewed = await astakos.users.renewToken(made.id)
  for (const secret of [made.password, made.auth_token, renewed.auth_token]) {
    expect(secret).toMatch(/^.{8,}$/)
    expect(shown([made, renewed])).not.toContain(secret)
  }
  const login = loginResult('pithos://app/path?uuid=u-1&token=s3cret-token')
  expect(login.token).toBe('s3cret-token')
  expect(shown(login)).not.toContain('s3cret')
})

it('hides validated and granted tokens of OAuth 2 as well', async () => {
  const url = await serve((request, response) => {
    const publicURL = `http://${request.headers.host}/oauth2`
    const serviceCatalog = [{ name: 'o', type: 'astakos_auth', endpoints: [{ publicURL, versionId: '', region: 'r' }] }]
    const token = { id: 's3cret-token', expires: '2031-05-06T00:00:00+00:00', tenant: { id: 'p', name: 'A' } }
    request.resume()
    if (request.url === '/oauth2/token') response.end('{"access_token":"s3cret-token","token_type":"Bearer"}')
    else response.end(JSON.stringify({ access: { serviceCatalog, token, user: { id: 'u', name: 'A', roles: [] } } }))
  })
  const { tokens, oauth2 } = new AstakosClient(url, 'token', { retry: false })
  const validated = await tokens.validate('s3cret-token')
  const granted = await oauth2.grant({ clientId: 'c', code: 'x' })
  expect([validated.token.id, granted.access_token]).toEqual(['s3cret-token', 's3cret-token'])
  expect(shown([validated, granted])).not.toContain('s3cret')
})

it('never logs the token at the end of a login, whatever is logged', async () => {
  const url = await serve((request, response) => {
    const publicURL = `http://${request.headers.host}/weblogin`
    const serviceCatalog = [
      { name: 'w', type: 'astakos_weblogin', endpoints: [{ publicURL, versionId: '', region: 'r' }] },
    ]
    request.resume()
    if (request.url?.startsWith('/weblogin'))
      response.writeHead(302, { location: 'pithos://app/path?uuid=u-1&token=s3cret-t%2Bken' }).end()
    else response.end(JSON.stringify({ access: { serviceCatalog } }))
  })
  const { lines, astakos } = loud(url, 'own-token', globalThis.fetch)
  const address = await astakos.weblogin.login('pithos://app/path', { headers: { cookie: 'session=s3cret-cookie' } })
  expect(loginResult(address).token).toBe('s3cret-t+ken')
  expect(lines.join('\n')).toContain('uuid=u-1')
  expect(lines.join('\n')).not.toContain('s3cret')
})

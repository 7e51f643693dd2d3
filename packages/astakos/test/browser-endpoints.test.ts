import { AstakosClient, loginResult } from '@kamaki/astakos'
import { BadRequestError, ForbiddenError, InvalidArgumentError } from '@kamaki/core'
import { serve } from '@kamaki-tooling/testing'
import { expect, it } from 'vitest'
import { testCloud } from './cloud.ts'

it('lists the versions of the identity API', async () => {
  const { versions } = testCloud().as('alice')
  expect(await versions.list()).toMatchObject([{ id: 'v2.0', status: 'CURRENT', links: [{ rel: 'self' }] }])
  expect(await versions.get()).toMatchObject({
    id: 'v2.0',
    media_types: [{ base: 'application/json', type: 'application/vnd.openstack.identity-v2.0+json' }],
  })
})

it('reads what the pages of the cloud share', async () => {
  const { ui } = testCloud().as('alice')
  const services = await ui.services()
  expect(services.length).toBeGreaterThan(0)
  expect(services[0]).toMatchObject({ name: expect.any(String), order: expect.any(Number) })
  expect(await ui.menu()).toEqual([{ url: 'http://synnefo.test/astakos/ui/', name: 'Sign in' }])
})

it('counts the users for everybody, and shows the rest to administrators of statistics', async () => {
  const cloud = testCloud({ users: [{ name: 'counter', groups: ['admin-stats'] }] })
  expect(await cloud.as('alice').stats.public()).toEqual({
    users: { total: expect.any(Number), active: expect.any(Number) },
  })
  await expect(cloud.as('alice').stats.detail()).rejects.toSatisfy(ForbiddenError.isInstance)
  const stats = await cloud.as('counter').stats.detail()
  expect(stats.users['all']).toMatchObject({ total: expect.any(Number), active: expect.any(Number) })
  expect(stats.datetime).toMatch(/^[A-Z][a-z]{2} [A-Z][a-z]{2} /)
  expect(stats.resources['all']?.['cyclades.vm']).toMatchObject({ used: 0, unit: null })
})

it('knows where to send a browser to log in', async () => {
  const { weblogin } = testCloud().as('alice')
  expect(await weblogin.loginUrl('pithos://app/path?x=1', { renew: true })).toBe(
    'http://synnefo.test/astakos/weblogin/login?next=pithos%3A%2F%2Fapp%2Fpath%3Fx%3D1&renew=',
  )
  expect(await weblogin.loginUrl('pithos://app', { force: true })).toMatch(/&force=$/)
  await expect(weblogin.loginUrl('')).rejects.toThrow(/next/)
  expect(await weblogin.login('pithos://x')).toMatch(/^http:\/\/synnefo\.test\/astakos\/ui\//)
  await expect(weblogin.login('ftp://example.org/')).rejects.toSatisfy(ForbiddenError.isInstance)
})

it('reads uuid and token from the address at the end of a login', () => {
  const { uuid, token } = loginResult('pithos://app/path?uuid=u-1&token=a%2Bb')
  expect({ uuid, token }).toEqual({ uuid: 'u-1', token: 'a+b' })
  for (const wrong of ['pithos://app/path?uuid=u-1', 'not an address', '', undefined as never])
    expect(() => loginResult(wrong)).toThrow(InvalidArgumentError)
})

it('knows where to send a browser to authorize a client', async () => {
  const { oauth2 } = testCloud().as('alice')
  expect(await oauth2.authorizeUrl({ clientId: 'my client', redirectUri: 'https://app/back?x=1', state: 's' })).toBe(
    'http://synnefo.test/astakos/oauth2/auth?response_type=code&client_id=my+client&redirect_uri=https%3A%2F%2Fapp%2Fback%3Fx%3D1&state=s',
  )
  await expect(oauth2.authorizeUrl({ clientId: '' })).rejects.toThrow(/clientId/)
})

it('passes on that OAuth 2 wants TLS, and a CSRF token', async () => {
  const { oauth2 } = testCloud().as('alice')
  await expect(oauth2.authorize({ clientId: 'c' })).rejects.toSatisfy(BadRequestError.isInstance)
  await expect(oauth2.grant({ clientId: 'c', code: 'x' })).rejects.toSatisfy(BadRequestError.isInstance)
  await expect(oauth2.confirm({ clientId: 'c' }, { cookie: '', csrfToken: '' })).rejects.toSatisfy(
    ForbiddenError.isInstance,
  )
})

/** A cloud that does OAuth 2, as one behind TLS with a browser's session would. */
async function oauthCloud() {
  const requests: { target: string | undefined; headers: NodeJS.Dict<string | string[]>; body: string }[] = []
  const url = await serve((request, response) => {
    const publicURL = `http://${request.headers.host}/oauth2`
    const catalog = { name: 'o', type: 'astakos_auth', endpoints: [{ publicURL, versionId: '', region: 'default' }] }
    const chunks: string[] = []
    request.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk))
    request.on('end', () => {
      requests.push({ target: request.url, headers: request.headers, body: chunks.join('') })
      if (request.url === '/v2.0/tokens') response.end(JSON.stringify({ access: { serviceCatalog: [catalog] } }))
      else if (request.url === '/oauth2/token')
        response.end('{"access_token":"a/t","token_type":"Bearer","expires_in":20}')
      else if (request.url?.includes('trusted') || request.method === 'POST')
        response.writeHead(302, { location: 'https://app/back?code=c0de&state=s' }).end()
      else response.end('{"client":"x","redirect_uri":"https://app/back","scope":"s","state":null}')
    })
  })
  return { oauth2: new AstakosClient(url, 'token').oauth2, requests }
}

it('tells a redirect from a question for consent', async () => {
  const { oauth2 } = await oauthCloud()
  expect(await oauth2.authorize({ clientId: 'trusted' })).toEqual({
    kind: 'redirect',
    location: 'https://app/back?code=c0de&state=s',
  })
  expect(await oauth2.authorize({ clientId: 'x' })).toEqual({
    kind: 'consent',
    client: 'x',
    redirect_uri: 'https://app/back',
    scope: 's',
    state: null,
  })
})

it('consents with the cookies of the browser', async () => {
  const { oauth2, requests } = await oauthCloud()
  const session = { cookie: 'csrftoken=t; sessionid=s', csrfToken: 't' }
  expect(await oauth2.confirm({ clientId: 'x', scope: 's' }, session)).toMatch(/code=c0de/)
  expect(requests.at(-1)).toMatchObject({
    target: '/oauth2/auth',
    headers: { cookie: session.cookie, 'x-csrftoken': 't', 'content-type': 'application/x-www-form-urlencoded' },
    body: 'response_type=code&client_id=x&scope=s',
  })
})

it('changes a code for a token, with exactly the content type that Astakos takes', async () => {
  const { oauth2, requests } = await oauthCloud()
  const granted = await oauth2.grant({
    clientId: 'πελάτης',
    clientSecret: 's',
    code: 'abc d',
    redirectUri: 'https://app/back',
  })
  expect(granted).toEqual({ token_type: 'Bearer', expires_in: 20 })
  expect(granted.access_token).toBe('a/t')
  expect(requests.at(-1)).toMatchObject({
    headers: {
      authorization: 'Basic z4DOtc67zqzPhM63z4I6cw==',
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=authorization_code&code=abc+d&redirect_uri=https%3A%2F%2Fapp%2Fback',
  })
  await oauth2.grant({ clientId: 'public', code: 'abc' })
  expect(requests.at(-1)?.headers['authorization']).toBeUndefined()
  expect(requests.at(-1)?.body).toBe('grant_type=authorization_code&code=abc&client_id=public')
})

it('rejects a secret with a colon, which the server cannot read', async () => {
  const { oauth2 } = await oauthCloud()
  await expect(oauth2.grant({ clientId: 'c', clientSecret: 'a:b', code: 'x' })).rejects.toThrow(
    /clientSecret must not contain a colon/,
  )
})

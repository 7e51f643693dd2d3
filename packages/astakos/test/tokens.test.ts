import { AstakosClient } from '@kamaki/astakos'
import { NotFoundError, ServerError } from '@kamaki/core'
import { replying, serve } from '@kamaki-tooling/testing'
import { expect, it } from 'vitest'
import { testCloud } from './cloud.ts'

it('shows the catalog to anyone', async () => {
  const { authUrl, emulator } = testCloud()
  const astakos = new AstakosClient(authUrl, 'no-such-token', { fetch: emulator.fetch })
  expect((await astakos.tokens.catalog()).map(({ type }) => type)).toContain('compute')
})

it('sends no body with the request for the catalog, but says what it would be', async () => {
  const seen: unknown[] = []
  const url = await serve((request, response) => {
    request.on('data', (chunk) => seen.push(chunk))
    request.on('end', () => {
      seen.push(
        request.headers['content-length'],
        request.headers['transfer-encoding'],
        request.headers['content-type'],
      )
      replying(200, 'application/json', '{"access":{"serviceCatalog":[]}}')(request, response)
    })
  })
  await new AstakosClient(url, 'token').tokens.catalog()
  expect(seen).toEqual(['0', undefined, 'application/json'])
})

it('authenticates without keeping what it learned', async () => {
  const cloud = testCloud()
  const astakos = cloud.as('alice')
  expect((await astakos.tokens.authenticate()).user.id).toBe(cloud.user('alice').uuid)
  await astakos.userInfo()
  expect(cloud.requests).toHaveLength(2)
})

it('does not know ordinary tokens as OAuth 2 tokens', async () => {
  const cloud = testCloud()
  await expect(cloud.as('alice').tokens.validate(cloud.user('alice').token)).rejects.toSatisfy(NotFoundError.isInstance)
  await expect(cloud.as('alice').tokens.validate('')).rejects.toThrow(/tokenId/)
})

it('validates an OAuth 2 token, whatever it is made of, and its scope', async () => {
  const body = {
    access: {
      token: { id: 'a/b+c=', expires: '2031-05-06T00:00:00+00:00', tenant: { id: 'p', name: 'A' } },
      user: { id: 'u', name: 'A', roles: [{ id: '1', name: 'default' }], roles_links: [] },
    },
  }
  const targets: (string | undefined)[] = []
  const url = await serve((request, response) => {
    targets.push(request.url)
    replying(200, 'application/json', JSON.stringify(body))(request, response)
  })
  const { token, user } = await new AstakosClient(url, 'token').tokens.validate('a/b+c=', {
    belongsTo: 'https://x/y?z',
  })
  expect({ token: { ...token, id: token.id }, user }).toEqual(body.access)
  expect(targets).toEqual(['/v2.0/tokens/a%2Fb%2Bc%3D?belongsTo=https%3A%2F%2Fx%2Fy%3Fz'])
})

it('passes on that the server fails', async () => {
  const url = await serve(
    replying(500, 'application/json', '{"internalServerError":{"message":"Unexpected error","code":500}}'),
  )
  await expect(new AstakosClient(url, 'token', { retry: false }).authenticate()).rejects.toSatisfy(
    ServerError.isInstance,
  )
})

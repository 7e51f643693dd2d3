import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ForbiddenError, NotFoundError } from '@kamaki/core'
import { CycladesAdminClient, VmapiClient } from '@kamaki/cyclades'
import { createEmulator } from '@kamaki/emulator'
import { errorOf } from '@kamaki-tooling/testing'
import { expect, it, onTestFinished } from 'vitest'
import { testCloud } from '../cloud.ts'

it('tells the versions and extensions of the API', async () => {
  const { alice } = await testCloud()
  expect(await alice.compute.versions.list()).toMatchObject([{ id: 'v2.0', status: 'CURRENT' }])
  expect(await alice.compute.versions.get()).toMatchObject({ id: 'v2.0', media_types: expect.any(Array) })
  expect((await alice.storage.versions.list()).map(({ id }) => id)).toEqual(['v2.0', 'v2'])
  expect(await alice.compute.extensions.list()).toEqual([])
})

it('tells anybody what is public of a cloud', async () => {
  const cloud = await testCloud()
  const { stats } = cloud.alice.admin
  await cloud.running(cloud.alice)
  expect(await stats.public()).toMatchObject({ servers: { ACTIVE: { count: 1 } }, networks: expect.any(Object) })
  expect(await stats.simple()).toMatchObject({ active_servers: 1 })
  expect(ForbiddenError.isInstance(await errorOf(stats.detail()))).toBe(true)
})

it('tells administrators the rest', async () => {
  const emulator = createEmulator({ users: [{ name: 'stats', groups: ['admin-stats'] }] })
  const { token } = emulator.env().users['stats']!
  const { stats } = new CycladesAdminClient('http://synnefo.test/cyclades/admin', token, { fetch: emulator.fetch })
  const all = await stats.detail()
  expect(all).toMatchObject({
    clusters: expect.any(Object),
    servers: { started: { count: 0 } },
    ip_pools: expect.any(Object),
  })
  const [backend] = Object.keys(all.clusters)
  const one = await stats.detail({ backend })
  expect(Object.keys(one.clusters)).toEqual([backend])
  expect(one).not.toHaveProperty('ip_pools')
})

it('reads the parameters of a creation, once and without a token', async () => {
  // No instance of the emulator ever asks for them.
  let read = false
  const headers: unknown[] = []
  const server = createServer((request, response) => {
    request.resume()
    headers.push(request.headers['x-auth-token'])
    response.writeHead(read ? 404 : 200, { 'content-type': 'application/json' }).end('{"hostname":"web"}')
    read = true
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const vmapi = new VmapiClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}/vmapi`, 'token')
  expect(vmapi.endpointUrl).toMatch(/\/vmapi\/v1\.0$/)
  expect(await vmapi.serverParams.get('secret')).toEqual({ hostname: 'web' })
  expect(NotFoundError.isInstance(await errorOf(vmapi.serverParams.get('secret')))).toBe(true)
  expect(headers).toEqual([undefined, undefined])
})

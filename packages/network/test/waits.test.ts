import { InvalidArgumentError } from '@kamaki/core'
import { CycladesNetworkClient, NetworkClient } from '@kamaki/network'
import { errorOf } from '@kamaki-tooling/testing'
import { expect, it } from 'vitest'

const url = 'http://synnefo.test/cyclades/network'
const clientOf = (body: object) => new CycladesNetworkClient(url, 'token', { fetch: async () => Response.json(body) })
const { networks, ports } = clientOf({})

it.each<[string, string, (status: string) => Promise<unknown>]>([
  ['active', 'ACTIVE', (status) => networks.waitUntil(1, status)],
  ['PENDNG', 'PENDING', (status) => networks.waitWhile(1, status)],
  ['BUILD', 'PENDING', (status) => networks.waitWhile(1, status)],
  ['DRAINED', 'SNF:DRAINED', (status) => networks.waitUntil(1, status)],
  ['Active', 'ACTIVE', (status) => ports.waitUntil(1, status)],
  ['BUIDL', 'BUILD', (status) => ports.waitWhile(1, status)],
])('suggests for %s the status %s, before anything is sent', async (status, near, wait) => {
  const error = await errorOf(wait(status))
  expect(InvalidArgumentError.isInstance(error)).toBe(true)
  expect(error.message).toContain(`must be '${near}', as the cloud writes it; got "${status}"`)
})

it('waits for the statuses of OpenStack in its own dialect', async () => {
  const fetch = async (): Promise<Response> => Response.json({ network: { status: 'BUILD' } })
  expect((await new NetworkClient(url, 'token', { fetch }).networks.waitUntil(1, 'BUILD')).status).toBe('BUILD')
})

it('says where to look when a network or a port is broken', async () => {
  const broken = clientOf({ network: { status: 'ERROR' }, port: { status: 'ERROR', device_id: '42' } })
  expect((await errorOf(broken.networks.waitUntil(1, 'ACTIVE'))).message).toMatch(/is ERROR \(the cloud does not say/)
  expect((await errorOf(broken.ports.waitUntil(1, 'ACTIVE'))).message).toBe(
    'Port 1 will not become ACTIVE: its status is ERROR (see servers.diagnostics(42) of the compute client)',
  )
})

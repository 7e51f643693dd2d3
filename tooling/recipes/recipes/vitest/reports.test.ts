import { AstakosClient } from '@kamaki/astakos'
import { CycladesComputeClient } from '@kamaki/cyclades'
import { cloudTest, test } from '@kamaki/emulator/vitest'
import { PithosClient } from '@kamaki/pithos'
import { expect, vi } from 'vitest'

test('a report is stored by exactly these requests', async ({ emulator }) => {
  const { authUrl, users } = emulator.env()
  const astakos = new AstakosClient(authUrl, users.alice.token, { fetch: emulator.fetch })
  const pithos = await astakos.client(PithosClient)
  await pithos.container('reports').create()
  emulator.clearRequests()
  await pithos.container('reports').object('2026.txt').put('all is well')
  expect(emulator).toHaveReceived([
    { method: 'PUT', path: '*/reports/2026.txt', status: 201, user: 'alice', body: 'all is well' },
  ])
})

test('the next test has a cloud of its own', ({ emulator }) => {
  expect(emulator).toHaveReceived([])
})

const testWithManualClock = cloudTest({ clock: 'manual' })

testWithManualClock('a token expires when the clock is turned', async ({ emulator }) => {
  const { authUrl, users } = emulator.env()
  const astakos = new AstakosClient(authUrl, users.alice.token, { fetch: emulator.fetch })
  emulator.scenarios.expireToken({ user: 'alice', inMs: 60_000 })
  await astakos.authenticate()
  emulator.clock.advance(60_000)
  await expect(astakos.authenticate()).rejects.toThrow(/expired/)
})

test('with fake timers the cloud runs with their time', async ({ emulator }) => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] })
  try {
    const { authUrl, users } = emulator.env()
    const astakos = new AstakosClient(authUrl, users.alice.token, { fetch: emulator.fetch })
    emulator.scenarios.expireToken({ user: 'alice', inMs: 60_000 })
    await astakos.authenticate()
    await vi.advanceTimersByTimeAsync(60_000)
    await expect(astakos.authenticate()).rejects.toThrow(/expired/)
  } finally {
    vi.useRealTimers()
  }
})

test('with fake timers a server is built as fast as they are turned', async ({ emulator }) => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] })
  try {
    const { authUrl, users, vars } = emulator.env()
    const astakos = new AstakosClient(authUrl, users.alice.token, { fetch: emulator.fetch })
    const compute = await astakos.client(CycladesComputeClient)
    const [image] = await compute.images.list()
    const server = { name: 'web', flavorRef: vars.flavorId, imageRef: image?.id ?? '' }
    const { id } = await compute.servers.create(server)
    const built = compute.servers.waitUntil(id, 'ACTIVE')
    await vi.advanceTimersByTimeAsync(10_000)
    expect((await built).status).toBe('ACTIVE')
  } finally {
    vi.useRealTimers()
  }
})

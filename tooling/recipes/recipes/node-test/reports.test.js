import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AstakosClient } from '@kamaki/astakos'
import { assertRequests, createEmulator, formatRequests } from '@kamaki/emulator'
import { PithosClient } from '@kamaki/pithos'

/** A cloud for one test; what it got is told if the test fails. */
function cloudFor(t) {
  const emulator = createEmulator()
  t.after(() => {
    if (t.passed === false) t.diagnostic(formatRequests(emulator.requests))
    return emulator.close()
  })
  const { authUrl, users } = emulator.env()
  return { emulator, astakos: new AstakosClient(authUrl, users.alice.token, { fetch: emulator.fetch }) }
}

test('a report is stored by exactly these requests', async (t) => {
  const { emulator, astakos } = cloudFor(t)
  const pithos = await astakos.client(PithosClient)
  await pithos.container('reports').create()
  emulator.clearRequests()
  await pithos.container('reports').object('2026.txt').put('all is well')
  assertRequests(emulator.requests, [{ method: 'PUT', path: '*/reports/2026.txt', status: 201, body: 'all is well' }])
})

test('with mocked timers the cloud runs with their time', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'] })
  const { emulator, astakos } = cloudFor(t)
  emulator.scenarios.expireToken({ user: 'alice', inMs: 60_000 })
  await astakos.authenticate()
  t.mock.timers.tick(60_000)
  await assert.rejects(astakos.authenticate(), /expired/)
})

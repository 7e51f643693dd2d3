import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { AstakosClient } from '@kamaki/astakos'
import { createEmulator, requestMatchers } from '@kamaki/emulator'
import { PithosClient } from '@kamaki/pithos'

expect.extend(requestMatchers)

let emulator
let astakos
beforeEach(() => {
  emulator = createEmulator()
  const { authUrl, users } = emulator.env()
  astakos = new AstakosClient(authUrl, users.alice.token, { fetch: emulator.fetch })
})
afterEach(() => emulator.close())

test('a report is stored by exactly these requests', async () => {
  const pithos = await astakos.client(PithosClient)
  await pithos.container('reports').create()
  emulator.clearRequests()
  await pithos.container('reports').object('2026.txt').put('all is well')
  expect(emulator).toHaveReceived([{ method: 'PUT', path: '*/reports/2026.txt', status: 201, body: 'all is well' }])
  expect(() => expect(emulator).toHaveReceived([])).toThrow(/\+ #1 PUT/)
})

test('with fake timers the cloud runs with their time', async () => {
  // What promises and streams rest on stays as it is.
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'performance'] })
  emulator.scenarios.expireToken({ user: 'alice', inMs: 60_000 })
  await astakos.authenticate()
  await jest.advanceTimersByTimeAsync(60_000)
  await expect(astakos.authenticate()).rejects.toThrow(/expired/)
  jest.useRealTimers()
})

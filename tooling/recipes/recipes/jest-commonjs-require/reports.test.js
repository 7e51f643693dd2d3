const { AstakosClient } = require('@kamaki/astakos')
const { createEmulator, requestMatchers } = require('@kamaki/emulator')
const { PithosClient } = require('@kamaki/pithos')

expect.extend(requestMatchers)

let emulator
beforeEach(() => {
  emulator = createEmulator()
})
afterEach(() => emulator.close())

test('a report is stored by exactly these requests', async () => {
  const { authUrl, users } = emulator.env()
  const astakos = new AstakosClient(authUrl, users.alice.token, { fetch: emulator.fetch })
  const pithos = await astakos.client(PithosClient)
  await pithos.container('reports').create()
  emulator.clearRequests()
  await pithos.container('reports').object('2026.txt').put('all is well')
  expect(emulator).toHaveReceived([{ method: 'PUT', path: '*/reports/2026.txt', status: 201, body: 'all is well' }])
})

test('over a socket as well', async () => {
  const { origin } = await emulator.listen()
  expect((await fetch(`${origin}/astakos/account/v1.0/resources`)).status).toBe(200)
})

// The packages are ES modules: a CommonJS test imports them, in a Jest that Node starts with --experimental-vm-modules.
let packages
beforeAll(async () => {
  packages = {
    ...(await import('@kamaki/astakos')),
    ...(await import('@kamaki/emulator')),
    ...(await import('@kamaki/pithos')),
  }
  expect.extend(packages.requestMatchers)
}, 60_000)

let emulator
let pithos
beforeEach(async () => {
  const { AstakosClient, createEmulator, PithosClient } = packages
  emulator = createEmulator()
  const { authUrl, users } = emulator.env()
  pithos = await new AstakosClient(authUrl, users.alice.token, { fetch: emulator.fetch }).client(PithosClient)
})
afterEach(() => emulator.close())

test('a report is stored by exactly these requests', async () => {
  await pithos.container('reports').create()
  emulator.clearRequests()
  await pithos.container('reports').object('2026.txt').put('all is well')
  expect(emulator).toHaveReceived([{ method: 'PUT', path: '*/reports/2026.txt', status: 201, body: 'all is well' }])
})

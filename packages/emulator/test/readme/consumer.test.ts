import { AstakosClient } from '@kamaki/astakos'
import { createEmulator } from '@kamaki/emulator'
import { PithosClient } from '@kamaki/pithos'
import { expect, test } from 'vitest'

test('a report is stored', async () => {
  const emulator = createEmulator()
  const { authUrl, users } = emulator.env()
  const astakos = new AstakosClient(authUrl, users.alice.token, { fetch: emulator.fetch })
  const pithos = await astakos.client(PithosClient)
  await pithos.container('reports').create()
  await pithos.container('reports').object('2026.txt').put('all is well', { contentType: 'text/plain' })
  expect(await (await pithos.container('reports').object('2026.txt').get()).text()).toBe('all is well')
})

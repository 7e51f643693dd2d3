import { AstakosClient } from '@kamaki/astakos'
import { cloudTest } from '@kamaki/emulator/vitest'
import { expect } from 'vitest'

const test = cloudTest({ clock: 'manual' })

test('a token that has expired is rejected', async ({ emulator }) => {
  const { authUrl, users } = emulator.env()
  const astakos = new AstakosClient(authUrl, users.alice.token, { fetch: emulator.fetch })
  emulator.scenarios.expireToken({ user: 'alice', inMs: 60_000 })
  await astakos.authenticate()
  emulator.clock.advance(60_000)
  await expect(astakos.authenticate()).rejects.toThrow(/expired/)
  expect(emulator).toHaveReceived(['POST /astakos/identity/v2.0/tokens 200', 'POST /astakos/identity/v2.0/tokens 401'])
})

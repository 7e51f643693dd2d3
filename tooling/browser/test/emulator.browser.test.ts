import { createEmulator } from '@kamaki/emulator'
import { describe, expect, it } from 'vitest'
import { inContainer } from '../src/checks/objects.ts'
import { serviceChecks } from '../src/checks/services.ts'
import { signIn, someBytes } from '../src/cloud.ts'

describe('the emulator in a page', () => {
  const emulator = createEmulator({ transitionMs: 20 })
  const { authUrl, users } = emulator.env()
  const nowhere = 'http://synnefo.test'
  const place = {
    authUrl,
    token: users['alice']?.token ?? '',
    browser: true,
    closedUrl: nowhere,
    nowhereUrl: nowhere,
  }

  it('is a cloud without a server', async () => {
    const clients = await signIn(place, { fetch: emulator.fetch })
    for (const { name, run } of serviceChecks.filter((check) => !check.name.startsWith('signs in')))
      await expect(run(clients, place), name).resolves.toBeUndefined()
    await inContainer(clients, async (container) => {
      const bytes = someBytes(5_000_000)
      await container.object('film').upload(new Blob([bytes]))
      expect((await container.object('film').download().bytes()).length).toBe(bytes.length)
    })
  })

  it('says that a page cannot listen', async () => {
    await expect(emulator.listen()).rejects.toThrow()
  })
})

import { createEmulator } from '@kamaki/emulator'
import { PithosClient } from '@kamaki/pithos'
import { expect, it, onTestFinished } from 'vitest'

it('a container and an object with more than 48 KiB of headers can be read with Node’s own fetch', async () => {
  const emulator = createEmulator()
  const { origin, close } = await emulator.listen()
  onTestFinished(() => close())
  const { token = '', uuid = '' } = emulator.env().users['alice'] ?? {}
  const box = new PithosClient(`${origin}/pithos/object-store/v1`, token, { account: uuid }).container('box')
  await box.create()
  // The headers of a container name the metadata of all its objects.
  const names = (object: number): string[] =>
    Array.from({ length: 10 }, (_, index) => `name-${'x'.repeat(90)}-${object}-${index}`)
  for (let object = 0; object < 60; object += 1)
    await box.object(`${object}`).put('x', { metadata: Object.fromEntries(names(object).map((name) => [name, 'x'])) })
  expect((await box.info()).objectMetadataNames).toHaveLength(600)
  const letters = 'Ω'.repeat(256)
  const metadata = Object.fromEntries(Array.from({ length: 32 }, (_, index) => [`greek-${index}`, letters]))
  await box.object('greek').put('content', { metadata })
  expect((await box.object('greek').info()).metadata['greek-31']).toBe(letters)
  expect(await (await box.object('greek').get()).text()).toBe('content')
  expect(await box.objects.list()).toHaveLength(61)
})

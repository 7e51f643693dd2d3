import { expect, test } from 'vitest'
import { Remote } from './remote.ts'

test('a cloud is exported and imported over HTTP, in pieces', async () => {
  const remote = await Remote.start({ blockSize: 65_536 })
  const { uuid } = remote.emulator.env().users.alice
  await remote.as('alice', 'PUT', `/pithos/object-store/v1/${uuid}/c`)
  await remote.as('alice', 'PUT', `/pithos/object-store/v1/${uuid}/c/o`, 'x'.repeat(1_000_000))
  const response = await fetch(`${remote.origin}/_emulator/export`)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
  expect(response.headers.get('content-length')).toBeNull()
  const exported = await response.text()
  expect(exported).toBe(await remote.emulator.export())

  const other = await Remote.start()
  const send = (body: string) =>
    fetch(`${other.origin}/_emulator/import`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })
  expect((await send(exported)).status).toBe(204)
  expect((await (await fetch(`${other.origin}/_emulator/export`)).text()) === exported).toBe(true)
  expect((await other.as('alice', 'GET', `/pithos/object-store/v1/${uuid}/c/o`)).json).toBe('x'.repeat(1_000_000))

  const wrong = await send(exported.slice(0, 1000))
  expect([wrong.status, await wrong.json()]).toEqual([
    400,
    {
      error: {
        message: expect.stringContaining(
          'The fixture is not an exported state of @kamaki/emulator: it is not valid JSON',
        ),
      },
    },
  ])
  expect((await (await fetch(`${other.origin}/_emulator/export`)).text()) === exported).toBe(true)
})

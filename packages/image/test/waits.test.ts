import { InvalidArgumentError, NotFoundError } from '@kamaki/core'
import { createEmulator } from '@kamaki/emulator'
import { ImageClient } from '@kamaki/image'
import { errorOf } from '@kamaki-tooling/testing'
import { beforeEach, expect, it } from 'vitest'

const emulator = createEmulator({ clock: 'manual' })
const { token = '' } = emulator.env().users['alice'] ?? {}
const { images } = new ImageClient('http://synnefo.test/cyclades/image', token, { fetch: emulator.fetch })
/** The cloud's clock is turned at each poll. */
const turning = { intervalMs: 0, onPoll: () => emulator.clock.advance(250) }

/** Asks the services that have no client here. */
async function ask(method: string, path: string, body?: unknown) {
  const headers = { 'X-Auth-Token': token, 'Content-Type': 'application/json' }
  const request = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
  return (await emulator.fetch(`http://synnefo.test/cyclades/${path}`, request)).json()
}

let snapshotId: string
beforeEach(async () => {
  const [debian] = await images.list({ name: 'Debian Base' })
  const wanted = { name: 'x', flavorRef: 1, imageRef: debian?.id, networks: [] }
  const { server } = await ask('POST', 'compute/v2.0/servers', { server: wanted })
  emulator.clock.runAll()
  const { volumes } = (await ask('GET', `compute/v2.0/servers/${server.id}`)).server
  const snapshot = { volume_id: volumes[0], display_name: 'x' }
  snapshotId = (await ask('POST', 'volume/v2.0/snapshots', { snapshot })).snapshot.id
})

it('waits for a snapshot that is being taken, which lists show as SAVING too', async () => {
  expect(await images.get(snapshotId)).toMatchObject({ status: 'SAVING', isSnapshot: true })
  expect(await images.list({ status: 'SAVING' })).toEqual([await images.get(snapshotId)])
  expect(await images.listSummaries({ status: 'SAVING' })).toMatchObject([{ id: snapshotId }])
  expect(await images.waitUntil(snapshotId, 'AVAILABLE', turning)).toMatchObject({ status: 'AVAILABLE' })
  expect((await images.waitWhile(snapshotId, 'SAVING', turning)).id).toBe(snapshotId)
})

it('waits no longer for an image that is deleted', async () => {
  await images.waitUntil(snapshotId, 'AVAILABLE', turning)
  await images.delete(snapshotId)
  expect(NotFoundError.isInstance(await errorOf(images.waitUntil(snapshotId, 'AVAILABLE', turning)))).toBe(true)
  await images.waitUntilDeleted(snapshotId)
})

it.each([
  ['available', 'AVAILABLE'],
  ['active', 'AVAILABLE'],
  ['queued', 'SAVING'],
  ['UNAVAILABLE', 'SAVING'],
  ['SAVNG', 'SAVING'],
])('suggests for %s the status %s', async (status, near) => {
  const error = await errorOf(images.waitUntil(snapshotId, status))
  expect(InvalidArgumentError.isInstance(error)).toBe(true)
  expect(error.message).toContain(`must be '${near}', as the cloud writes it; got "${status}"`)
})

import { join } from 'node:path'
import { createNodeFetch } from '@kamaki/core/node'
import { PithosClient } from '@kamaki/pithos'
import { syncDown, syncUp } from '@kamaki/pithos/node'
import { expect, it, onTestFinished } from 'vitest'
import { testCloud } from '../../cloud.ts'
import { folder, harvest, plant } from './trees.ts'

/** A container in which objects have so many names of metadata that its headers are larger than 16 KiB. */
async function crowded() {
  const cloud = testCloud()
  const { origin } = await cloud.emulator.listen()
  onTestFinished(() => cloud.emulator.close())
  const box = cloud.alice.container('box')
  await box.create()
  for (let index = 0; index < 60; index++) {
    const names = Array.from({ length: 10 }, (_, each) => `Some-Longer-Name-${index}-${each}-${'x'.repeat(12)}`)
    await box
      .object(`f${index}`)
      .upload(`content ${index}`, { metadata: Object.fromEntries(names.map((name) => [name, '1'])) })
  }
  const { token, uuid } = (cloud.emulator.env() as { users: Record<string, { token: string; uuid: string }> }).users[
    'alice'
  ]!
  const client = (fetch?: typeof globalThis.fetch) =>
    new PithosClient(`${origin}/pithos/object-store/v1`, token, { account: uuid, ...(fetch && { fetch }) })
  return { cloud, client }
}

it('a sync asks for nothing but lists of a container, whose headers may be larger than 16 KiB', {
  timeout: 60_000,
}, async () => {
  const { cloud, client } = await crowded()
  const { root, outside } = await folder()
  const far = client(await createNodeFetch()).container('box')
  const copy = join(outside, 'copy')
  cloud.emulator.faults.add({ method: 'HEAD', path: '*/box', fault: { kind: 'status', status: 400 } })
  expect((await syncDown(far, copy, { state: false })).counts.downloaded).toBe(60)
  await plant(copy, { f1: 'changed', more: 'M' })
  expect((await syncUp(copy, far, { state: false })).counts.uploaded).toBe(2)
  expect(await syncDown(far, copy, { state: false })).toMatchObject({ actions: [], unchanged: 61 })
  expect(Object.keys(await harvest(copy))).toHaveLength(61)

  // The built-in fetch reads 16 KiB of headers unless it is told otherwise.
  const near = client().container('box')
  expect(await syncUp(copy, near, { state: false })).toMatchObject({ actions: [], unchanged: 61 })
  expect((await syncDown(near, root, { state: false })).counts.downloaded).toBe(61)
})

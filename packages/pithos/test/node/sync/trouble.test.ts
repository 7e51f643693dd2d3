import { gzipSync } from 'node:zlib'
import { PithosClient } from '@kamaki/pithos'
import { syncDown, syncUp } from '@kamaki/pithos/node'
import { expect, it, onTestFinished } from 'vitest'
import { testCloud } from '../../cloud.ts'
import { someBytes } from '../../transfer/content.ts'
import { folder, harvest, plant, type Tree } from './trees.ts'

it('ends right over a bad network', { timeout: 120_000 }, async () => {
  const cloud = testCloud({ blockSize: 1024 })
  const { origin } = await cloud.emulator.listen()
  onTestFinished(() => cloud.emulator.close())
  const { users } = cloud.emulator.env() as { users: Record<string, { token: string; uuid: string }> }
  const { token, uuid } = users['alice']!
  const retry = { baseMs: 1, maxMs: 20, limit: 8 }
  const box = new PithosClient(`${origin}/pithos/object-store/v1`, token, { account: uuid, retry }).container('box')
  await box.create()
  const { faults } = cloud.emulator
  const probability = 0.05
  faults.add({ probability, fault: { kind: 'reset', when: 'before' } })
  faults.add({ probability, fault: { kind: 'reset', when: 'headers' } })
  faults.add({ probability, fault: { kind: 'status', status: 503 } })
  faults.add({ method: 'GET', probability, fault: { kind: 'truncate' } })
  faults.add({ method: 'GET', path: /\/box\//, probability, fault: { kind: 'corrupt' } })
  for (let round = 0; round < 3; round++) {
    const from = await folder()
    const to = await folder()
    const tree: Tree = { 'empty/one': null, 'z.gz': gzipSync('packed') }
    for (let index = 0; index < 60; index++)
      tree[`d${index % 7}/f${index}`] = someBytes(index * 97, index + round * 100)
    await plant(from.root, tree)
    const up = await syncUp(from.root, box, {
      state: false,
      delete: true,
      properties: ({ path }) => (path.endsWith('.gz') ? { contentEncoding: 'gzip' } : undefined),
    })
    expect(up).toMatchObject({ failures: [], skipped: [] })
    const down = await syncDown(box, to.root, { state: false })
    expect(down).toMatchObject({ failures: [], skipped: [] })
    expect(down.actions.filter(({ unverified }) => unverified === true)).toEqual([])
    expect(await harvest(to.root)).toEqual(await harvest(from.root))
  }
})

it('says at once that there can be no such directory, for the files or for the state', async () => {
  const box = testCloud().alice.container('box')
  await box.create()
  await box.object('a').upload('a')
  for (const root of ['/proc/kamaki-none', '/proc/kamaki-none/below', '/dev/null/below'])
    await expect(syncDown(box, root, { state: false })).rejects.toThrow(/\((?:ENOENT|ENOTDIR|EEXIST)\)/)
  const { root } = await folder()
  await expect(syncDown(box, root, { state: '/proc/kamaki-none/state' })).rejects.toThrow(/\(ENOENT\)/)
  expect(await harvest(root)).toEqual({})
})

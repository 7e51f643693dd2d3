import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PithosClient } from '@kamaki/pithos'
import { syncDown, syncUp } from '@kamaki/pithos/node'
import { expect, it, onTestFinished } from 'vitest'
import { testCloud } from '../../cloud.ts'
import { someBytes } from '../../transfer/content.ts'
import { folder, harvest, plant, type Tree } from './trees.ts'

it('moves 1,000 small files over a socket with hardly more requests than files', { timeout: 120_000 }, async () => {
  const cloud = testCloud({ blockSize: 4_194_304 })
  const { origin } = await cloud.emulator.listen()
  onTestFinished(() => cloud.emulator.close())
  const { users } = cloud.emulator.env() as { users: Record<string, { token: string; uuid: string }> }
  const pithos = new PithosClient(`${origin}/pithos/object-store/v1`, users['alice']!.token, {
    account: users['alice']!.uuid,
  })
  const box = pithos.container('box')
  await box.create()
  const { root, outside } = await folder()
  const tree: Tree = {}
  for (let index = 0; index < 1000; index++) tree[`d${index % 20}/f${index}.bin`] = someBytes(4096, index + 1)
  await plant(root, tree)
  await new Promise((resolve) => setTimeout(resolve, 60))
  const count = async <T>(work: () => Promise<T>): Promise<{ requests: number; result: T }> => {
    cloud.requests.length = 0
    const result = await work()
    return { requests: cloud.requests.length, result }
  }
  const up = (): ReturnType<typeof syncUp> => syncUp(root, box, { state: join(outside, 'up') })
  const other = join(outside, 'other')
  const down = (): ReturnType<typeof syncDown> => syncDown(box, other, { state: join(outside, 'down') })

  const first = await count(up)
  expect(first.result).toMatchObject({ unchanged: 0, transferred: 4_096_000 })
  expect(first.requests).toBeLessThanOrEqual(1002)
  const second = await count(up)
  expect(second.result).toMatchObject({ actions: [], unchanged: 1000, hashed: 0 })
  expect(second.requests).toBe(2)

  const fetched = await count(down)
  expect(fetched.result).toMatchObject({ transferred: 4_096_000 })
  expect(fetched.requests).toBeLessThanOrEqual(1002)
  expect(await harvest(other)).toEqual(await harvest(root))
  const again = await count(down)
  expect(again.result).toMatchObject({ actions: [], unchanged: 1000, hashed: 0 })
  expect(again.requests).toBe(2)

  await appendFile(join(root, 'd7/f7.bin'), 'more')
  // What is replaced is looked at, so as to keep its metadata.
  expect(await count(up)).toMatchObject({ requests: 4, result: { unchanged: 999, transferred: 4100 } })
  expect(await count(down)).toMatchObject({ requests: 3, result: { unchanged: 999, transferred: 4100 } })
})

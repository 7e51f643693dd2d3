import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEmulator, type EmulatorOptions } from '@kamaki/emulator'
import { afterAll, expect, test } from 'vitest'
import { type Cloud, emulatedCloud } from '../src/fuzz/cloud.ts'
import { Dice } from '../src/fuzz/dice.ts'
import { Generator } from '../src/fuzz/generate.ts'
import { operations } from '../src/fuzz/inventory.ts'
import { Side } from '../src/fuzz/side.ts'

const root = mkdtempSync(join(tmpdir(), 'kamaki-restart-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const OPTIONS: EmulatorOptions = {
  clock: 'manual',
  adminApi: true,
  blockSize: 65_536,
  users: [{ name: 'root', groups: ['admin-api', 'admin-stats'] }],
  oauth2: { allowHttp: true, clients: [{ id: 'x', redirectUris: ['https://x.example.org/'] }] },
}
// One that makes a key takes as long as hundreds of others.
const QUICK = operations().filter(({ id }) => id !== 'userdata.keys.generate')

/** Sends requests of any kind, and lets some of what they set off be still under way. */
async function use({ reset: _, ...cloud }: Cloud, run: string, seed: number, count: number): Promise<void> {
  const generator = new Generator(new Dice(seed), QUICK)
  const side = new Side({ ...cloud, settle: async () => {} })
  await side.fresh(run)
  for (let number = 0; number < count; number++) {
    await side.exchange(generator.next())
    if (number % 30 === 0) await cloud.settle()
  }
}

test.each([1, 2, 3])(
  'a cloud is the same when it is opened again, whatever was done to it (%i)',
  async (seed) => {
    const options = { ...OPTIONS, state: join(root, String(seed)) }
    for (let round = 0; round < 3; round++) {
      const cloud = await emulatedCloud(options)
      await use(cloud, `q${round}`, seed * 100 + round, 300)
      const before = await cloud.emulator.export()
      expect(cloud.crashes()).toEqual([])
      await cloud.close()
      const again = createEmulator(options)
      expect(difference(await again.export(), before)).toBeUndefined()
      // What is planned is still done.
      again.clock.runAll()
      await again.close()
    }
  },
  180_000,
)

test('a cloud that was exported is the same when it is imported, into memory and into a directory', async () => {
  const first = await emulatedCloud(OPTIONS)
  await use(first, 'q', 4, 500)
  const exported = await first.emulator.export()
  const second = createEmulator(OPTIONS)
  await second.import(exported)
  expect(difference(await second.export(), exported)).toBeUndefined()
  const options = { ...OPTIONS, state: join(root, 'imported') }
  const third = await emulatedCloud(options)
  await use(third, 'q', 5, 50)
  await third.emulator.import(JSON.parse(exported) as object)
  await third.close()
  const fourth = createEmulator(options)
  expect(difference(await fourth.export(), exported)).toBeUndefined()
  // They go on alike.
  first.emulator.clock.runAll()
  fourth.clock.runAll()
  expect(difference(await fourth.export(), await first.emulator.export())).toBeUndefined()
  await fourth.close()
}, 180_000)

/** The first lines that differ: the whole of it would be thousands. */
function difference(one: string, other: string): readonly [string | undefined, string | undefined] | undefined {
  const [left, right] = [one.split('\n'), other.split('\n')]
  const at = left.findIndex((line, index) => line !== right[index])
  return at < 0 && left.length === right.length ? undefined : [left[at], right[at]]
}

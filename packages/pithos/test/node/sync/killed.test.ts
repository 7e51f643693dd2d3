import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PithosClient } from '@kamaki/pithos'
import { syncDown, syncUp } from '@kamaki/pithos/node'
import { atScale } from '@kamaki-tooling/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { testCloud } from '../../cloud.ts'
import { someBytes } from '../../transfer/content.ts'
import { folder, harvest, plant, type Tree } from './trees.ts'

const child = fileURLToPath(new URL('killed-child.ts', import.meta.url))
const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Returns the signal that ended it, or null if it came to its end. */
function run(args: readonly string[]): Promise<string | null> {
  const running = spawn(process.execPath, ['--import', 'tsx', child, ...args], {
    cwd: root,
    env: { ...process.env, TSX_TSCONFIG_PATH: 'tsconfig.json' },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    running.on('error', reject)
    running.on('close', (code, signal) =>
      code === 0 || signal !== null ? resolve(signal) : reject(new Error(`exit ${code}`)),
    )
  })
}

async function prepare() {
  const cloud = testCloud()
  const { origin } = await cloud.emulator.listen()
  onTestFinished(() => cloud.emulator.close())
  const { token, uuid } = (cloud.emulator.env() as { users: Record<string, { token: string; uuid: string }> }).users[
    'alice'
  ]!
  const endpoint = `${origin}/pithos/object-store/v1`
  const box = new PithosClient(endpoint, token, { account: uuid }).container('box')
  await box.create()
  const { root: directory, outside } = await folder()
  const old: Tree = { 'gone/x': 'X' }
  const tree: Tree = { 'empty/dir': null }
  for (let index = 0; index < 12; index++) {
    old[`d${index % 3}/f${index}`] = `old ${index}`
    tree[`d${index % 3}/f${index}`] = someBytes(index * 9, index + 1)
  }
  const state = join(outside, 'state')
  const kill = (direction: string, event: number) =>
    run([direction, directory, endpoint, token, uuid, String(event), state])
  return { cloud, box, directory, outside, old, tree, kill, state }
}

/** Events at which it is killed, through all phases; the last one never comes. */
const moments = atScale([2, 9, 14, 20, 1000], [1, 2, 5, 9, 14, 3, 20, 11, 26, 17, 1000])

describe('a sync that is killed', { timeout: 240_000 }, () => {
  it('up ends right when it is started again, and sends nothing twice that had arrived', async () => {
    const { cloud, box, directory, outside, old, tree, kill } = await prepare()
    await plant(join(outside, 'old'), old)
    await syncUp(join(outside, 'old'), box, { state: false })
    await plant(directory, tree)
    cloud.requests.length = 0
    const ends: (string | null)[] = []
    for (const moment of moments) ends.push(await kill('up', moment))
    expect(ends.at(-1)).toBeNull()
    expect(ends.filter((signal) => signal === 'SIGKILL').length).toBeGreaterThanOrEqual(atScale(2, 5))
    const written = cloud.requests.filter((request) => /^PUT \/box\/d/.test(request)).length
    // Larger ones are offered before they are put; what was in flight at each end may come again.
    expect(written).toBeLessThanOrEqual(12 * 2 + moments.length * 3)
    await syncDown(box, join(outside, 'result'), { state: false })
    expect(await harvest(join(outside, 'result'))).toEqual(await harvest(directory))
  })

  it('down ends right when it is started again, and shows no half of a file meanwhile', async () => {
    const { box, directory, outside, old, tree, kill } = await prepare()
    await plant(join(outside, 'new'), tree)
    await syncUp(join(outside, 'new'), box, { state: false })
    await plant(directory, old)
    const before = await harvest(directory)
    const after = await harvest(join(outside, 'new'))
    const ends: (string | null)[] = []
    for (const moment of moments) {
      ends.push(await kill('down', moment))
      for (const [path, content] of Object.entries(await harvest(directory))) {
        if (/\.kamaki-[^/]*\.part$/.test(path) || content === null) continue
        expect([before[path], after[path]]).toContain(content)
      }
    }
    expect(ends.at(-1)).toBeNull()
    expect(ends.filter((signal) => signal === 'SIGKILL').length).toBeGreaterThanOrEqual(atScale(2, 5))
    const result = Object.entries(await harvest(directory)).filter(([path]) => !/\.kamaki-[^/]*\.part$/.test(path))
    expect(Object.fromEntries(result)).toEqual(after)
  })
})

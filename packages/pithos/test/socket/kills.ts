import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { downloadFile, syncDown, syncUp, uploadFile } from '@kamaki/pithos/node'
import { expect } from 'vitest'
import { type SocketCloud, transfer, writeSome } from './children.ts'
import type { Task } from './programs/transfer.ts'
import { block, digest } from './stories.ts'

/** What kills cost: bytes that each run moved, over all rounds. */
export interface KillFigures {
  what: Task['what']
  kills: number
  /** Bytes of content, over all rounds in which something was killed. */
  content: number
  /** Bytes that were known to have been moved when it was killed. */
  first: number
  /** Bytes that the second run moved. */
  second: number
}

const isSync = (what: Task['what']): boolean => what === 'syncUp' || what === 'syncDown'

/** Sizes of files: one large one, or for a sync a few of all sizes. */
function sizesOf(what: Task['what'], blocks: number): Record<string, number> {
  if (!isSync(what)) return { file: blocks * block }
  const small = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`small${index}`, 4096 * (1 + index * 3)]))
  return { ...small, one: block, large: Math.max(1, blocks - 2) * block + 4096 }
}

/** Paths of files by digest, without what is hidden. */
async function contents(directory: string): Promise<Record<string, string>> {
  const names = (await readdir(directory)).filter((name) => !name.startsWith('.'))
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await digest(join(directory, name))])))
}

/**
 * Kills one operation at a random point of its progress, again and again; a second run ends right each time, moves hardly more than what
 * was missing, and leaves nothing behind. Under the names of files there is always old or new content.
 */
export async function killStory(
  cloud: SocketCloud,
  what: Task['what'],
  { blocks, kills, seed }: { blocks: number; kills: number; seed: number },
): Promise<KillFigures> {
  const base = join(cloud.folder, `killed-${what}`)
  const [source, target, check] = ['source', 'target', 'check'].map((name) => join(base, name)) as [
    string,
    string,
    string,
  ]
  for (const path of [source, target, check]) await mkdir(path, { recursive: true })
  const isUp = what === 'up' || what === 'syncUp'
  const box = cloud.pithos.container('box')
  const task: Task = {
    ...cloud.task,
    ...{ what, object: `killed-${what}`, concurrency: 2, rangeBytes: block },
    path: isUp ? source : target,
    ...(isSync(what) ? { state: join(base, 'state') } : {}),
  }
  if (!isSync(what)) task.path = join(task.path, 'file')
  const get = (to: string): Promise<unknown> =>
    isSync(what)
      ? syncDown(box, to, { prefix: task.object, state: false })
      : downloadFile(box.object(task.object), join(to, 'file'))
  const put = (): Promise<unknown> =>
    isSync(what)
      ? syncUp(source, box, { prefix: task.object, state: false })
      : uploadFile(box.object(task.object), join(source, 'file'))
  const sizes = sizesOf(what, blocks)
  const content = Object.values(sizes).reduce((sum, size) => sum + size, 0)
  const figures: KillFigures = { what, kills: 0, content: 0, first: 0, second: 0 }
  let state = seed
  const random = (most: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state % most
  }
  // Found out by the first run, which is not killed.
  let reports = Number.POSITIVE_INFINITY
  for (let round = 0; figures.kills < kills; round++) {
    for (const [index, [name, size]] of Object.entries(sizes).entries())
      await writeSome(join(source, name), size, seed * 1000 + round * 20 + index)
    if (!isUp) await put()
    const [old, fresh] = [await contents(target), await contents(source)]
    let moved = 0
    let told = 0
    const killAfter = reports === Number.POSITIVE_INFINITY ? reports : 1 + random(reports)
    const first = await transfer(task, killAfter, ({ transferred }) => {
      moved = transferred
      told += 1
    })
    if (first !== undefined) reports = told
    if (!isUp) {
      for (const [name, hash] of Object.entries(await contents(target)))
        expect([old[name], fresh[name]]).toContain(hash)
    }
    if (first !== undefined) continue
    const second = (await transfer(task))!
    figures.kills += 1
    figures.content += content
    figures.first += moved
    figures.second += second.transferred
    // What had been stored is not sent again; of what had been received, a few blocks may not have been written yet.
    expect(second.transferred).toBeLessThanOrEqual(content - moved + (isUp ? 0 : 4 * block))
    if (!isUp) expect((await readdir(target)).filter((name) => name.startsWith('.'))).toEqual([])
    if (isUp) await get(check)
    expect(await contents(isUp ? check : target)).toEqual(fresh)
  }
  await rm(base, { recursive: true })
  const mebibytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MiB`
  console.log(
    `${what}: killed ${figures.kills} times over ${mebibytes(figures.content)}; the first runs had moved at least ` +
      `${mebibytes(figures.first)}, the second ones moved ${mebibytes(figures.second)}`,
  )
  return figures
}

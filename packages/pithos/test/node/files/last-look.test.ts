import { type FileHandle, lstat, mkdtemp, open, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { downloadFile, syncDown } from '@kamaki/pithos/node'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { testCloud } from '../../cloud.ts'
import { someBytes } from '../../transfer/content.ts'

const cloud = testCloud()
const box = () => cloud.alice.container('box')
let folder: string
let target: string

beforeEach(async () => {
  await cloud.clean()
  await box().create()
  await box().object('file').put('content of the cloud')
  folder = await mkdtemp(join(tmpdir(), 'kamaki-'))
  target = join(folder, 'file')
})

afterEach(async () => {
  vi.restoreAllMocks()
  await rm(folder, { recursive: true })
})

/** Does something while a file is written to the disk, the last step before it is put in place; once. */
async function duringSync(work: () => Promise<void>): Promise<void> {
  const handle = await open(join(folder, 'other'), 'w')
  const type = Object.getPrototypeOf(handle) as FileHandle
  await handle.close()
  await rm(join(folder, 'other'))
  const { sync } = type
  vi.spyOn(type, 'sync').mockImplementationOnce(async function (this: FileHandle) {
    await sync.call(this)
    await work()
  })
}

it('What becomes a link while the last bytes are written to the disk stays one', async () => {
  await writeFile(join(folder, 'precious'), 'precious')
  await duringSync(() => symlink('precious', target))
  await expect(downloadFile(box().object('file'), target)).rejects.toThrow(/is a symbolic link, which a download does/)
  expect(await readlink(target)).toBe('precious')
  expect(await readFile(join(folder, 'precious'), 'utf8')).toBe('precious')
})

it('What is edited while the last bytes are written to the disk keeps the edit in a sync', async () => {
  await writeFile(target, 'old')
  const first = await syncDown(box(), folder, { state: false })
  expect(await readFile(target, 'utf8')).toBe('content of the cloud')
  expect(first.failures).toEqual([])
  await box().object('file').put(someBytes(100))
  await duringSync(() => writeFile(target, 'edited meanwhile'))
  const { actions, skipped } = await syncDown(box(), folder, { state: false })
  expect(actions).toEqual([])
  expect(skipped).toMatchObject([{ path: 'file', reason: 'changed-meanwhile' }])
  expect(await readFile(target, 'utf8')).toBe('edited meanwhile')
  expect((await lstat(target)).isFile()).toBe(true)
})

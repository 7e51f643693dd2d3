import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TransferError } from '@kamaki/core'
import { downloadFile, type SyncError, syncDown, syncUp, uploadFile } from '@kamaki/pithos/node'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testCloud } from '../../cloud.ts'
import { someBytes } from '../../transfer/content.ts'

const cloud = testCloud({ blockSize: 16_384 })
const box = () => cloud.alice.container('box')
const file = () => box().object('file')
const blocks = { singleRequestBytes: 0 }
let folder: string
let disk: string
let problem: string | undefined

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kamaki-'))
  disk = join(folder, 'disk')
  await mkdir(disk)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', disk], { stdio: 'pipe' })
  } catch {
    problem = 'mounting a small disk takes root, and Linux'
  }
  await cloud.clean()
  await box().create()
})
afterEach(async () => {
  if (problem === undefined) execFileSync('umount', [disk])
  await rm(folder, { recursive: true })
})

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )
const hidden = async (): Promise<string[]> => (await readdir(disk)).filter((name) => name.startsWith('.'))

describe('a full disk', () => {
  it('leaves the old file, says so, and the next download goes on where it was', async ({ skip }) => {
    skip(problem !== undefined, problem)
    const content = someBytes(360_448)
    await file().upload(content, blocks)
    const path = join(disk, 'file')
    await writeFile(path, 'the old content')
    await writeFile(join(disk, 'filler'), someBytes(300_000))
    const error = await failure(downloadFile(file(), path, { concurrency: 1, rangeBytes: 16_384 }))
    expect(TransferError.isInstance(error), String(error)).toBe(true)
    expect((error as Error).message).toBe(
      `Cannot write '${path}' (ENOSPC): the disk is full. Free some space and start again: what has arrived is kept`,
    )
    expect(await readFile(path, 'utf8')).toBe('the old content')
    expect(await hidden()).toHaveLength(1)
    await rm(join(disk, 'filler'))
    const { transferred } = await downloadFile(file(), path)
    expect(transferred).toBeLessThan(content.length - 150_000)
    expect(new Uint8Array(await readFile(path))).toEqual(content)
    expect((await readdir(disk)).sort()).toEqual(['file'])
  })

  it('keeps no part file when nothing fits at all', async ({ skip }) => {
    skip(problem !== undefined, problem)
    await file().upload(someBytes(100_000), blocks)
    await writeFile(join(disk, 'filler'), someBytes(600_000)).catch(() => undefined)
    expect(await failure(downloadFile(file(), join(disk, 'file')))).toMatchObject({ cause: { code: 'ENOSPC' } })
    expect(await readdir(disk)).toEqual(['filler'])
  })

  it('fails single files of a sync, deletes nothing, and the next sync ends right', async ({ skip }) => {
    skip(problem !== undefined, problem)
    for (let index = 0; index < 10; index++) await box().object(`f${index}`).upload(someBytes(40_000, index), blocks)
    await writeFile(join(disk, 'f0'), 'the old content')
    await writeFile(join(disk, 'filler'), someBytes(300_000))
    const options = { state: join(disk, 'state'), concurrency: 2 }
    const error = (await failure(syncDown(box(), disk, { ...options, delete: true }))) as SyncError
    expect(error.failures.length).toBeGreaterThan(3)
    for (const each of error.failures) {
      expect(TransferError.isInstance(each.error), String(each.error)).toBe(true)
      expect(String(each.error)).toMatch(/ENOSPC.*Free some space/)
    }
    expect(await readdir(disk)).toContain('filler')
    await rm(join(disk, 'filler'))
    await syncDown(box(), disk, { ...options, exclude: 'state*' })
    expect((await readdir(disk)).sort()).toEqual([...Array.from({ length: 10 }, (_, index) => `f${index}`), 'state'])
    for (let index = 0; index < 10; index++)
      expect(new Uint8Array(await readFile(join(disk, `f${index}`)))).toEqual(someBytes(40_000, index))
  })
})

describe('a read-only disk', () => {
  it('leaves the old file and says so; uploads from it work', async ({ skip }) => {
    skip(problem !== undefined, problem)
    await file().upload(someBytes(1000), blocks)
    const path = join(disk, 'file')
    await writeFile(path, 'the old content')
    execFileSync('mount', ['-o', 'remount,ro', disk])
    const error = await failure(downloadFile(file(), path))
    expect(TransferError.isInstance(error), String(error)).toBe(true)
    expect((error as Error).message).toContain('(EROFS): the file system is read-only')
    const failed = (await failure(syncDown(box(), disk, { state: false }))) as SyncError
    expect(String(failed.failures[0]?.error)).toContain('(EROFS)')
    await expect(failure(syncDown(box(), join(disk, 'new'), { state: false }))).resolves.toMatchObject({
      message: expect.stringContaining('(EROFS)'),
    })
    const state = join(disk, 'state')
    for (const dryRun of [true, false]) {
      const unkept = await failure(syncUp(disk, box(), { state, dryRun }))
      expect((unkept as Error).message).toContain(`'${state}' (EROFS)`)
    }
    expect(await readFile(path, 'utf8')).toBe('the old content')
    await uploadFile(box().object('up'), path)
    expect((await syncUp(disk, box(), { prefix: 'all', state: false })).actions).toHaveLength(1)
  })
})

describe('an odd umask', () => {
  it('neither keeps a download from going on, nor is passed by', async ({ skip }) => {
    skip(process.platform === 'win32', 'this platform has no umask')
    const content = someBytes(163_840)
    await file().upload(content, blocks)
    const path = join(folder, 'file')
    const umask = process.umask(0o777)
    try {
      cloud.emulator.faults.add({ method: 'GET', path: '*version=*', skip: 5, fault: { kind: 'status', status: 403 } })
      await failure(downloadFile(file(), path, { concurrency: 1, rangeBytes: 16_384 }))
      cloud.emulator.faults.clear()
      const { transferred } = await downloadFile(file(), path)
      expect(transferred).toBe(163_840 - 5 * 16_384)
    } finally {
      process.umask(umask)
    }
    execFileSync('chmod', ['600', path])
    expect(new Uint8Array(await readFile(path))).toEqual(content)
    expect((await readdir(folder)).sort()).toEqual(['disk', 'file'])
  })
})

import { execFile, execFileSync } from 'node:child_process'
import { appendFileSync, constants, utimesSync, writeSync } from 'node:fs'
import { lstat, mkdtemp, open, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { InvalidArgumentError, TransferError } from '@kamaki/core'
import { PithosClient } from '@kamaki/pithos'
import { downloadFile, fileSource, syncDown, syncUp, uploadFile } from '@kamaki/pithos/node'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { testCloud } from '../../cloud.ts'
import { someBytes } from '../../transfer/content.ts'

const cloud = testCloud()
const box = () => cloud.alice.container('box')
const file = () => box().object('file')
let folder: string
let server: Server
const tokenOf = ({ emulator }: typeof cloud): string =>
  (emulator.env() as { users: Record<string, { token: string }> }).users['alice']!.token
/** A FIFO, a socket, a device, and a link to the FIFO. */
let odd: string[]

beforeEach(async ({ skip }) => {
  skip(process.platform === 'win32', 'this platform has no such files')
  folder = await mkdtemp(join(tmpdir(), 'kamaki-'))
  await cloud.clean()
  await box().create()
  await file().upload(someBytes(100))
  cloud.requests.length = 0
  const [fifo, socket, link] = ['fifo', 'socket', 'link'].map((name) => join(folder, name)) as [string, string, string]
  execFileSync('mkfifo', [fifo])
  server = createServer()
  await new Promise<void>((resolve) => server.listen(socket, resolve))
  await symlink(fifo, link)
  odd = [fifo, socket, link, '/dev/null', '/dev/zero']
})
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve))
  await rm(folder, { recursive: true, force: true })
})

async function atOnce(promise: Promise<unknown>, message: RegExp): Promise<void> {
  const started = performance.now()
  const error = await promise.then(
    () => undefined,
    (each: unknown) => each,
  )
  expect(TransferError.isInstance(error), String(error)).toBe(true)
  expect((error as Error).message).toMatch(message)
  expect(performance.now() - started).toBeLessThan(2000)
}

describe('FIFOs, sockets, devices and links', { timeout: 20_000 }, () => {
  it('are rejected at once as sources', async () => {
    for (const path of odd) {
      await atOnce(uploadFile(file(), path), /is a (FIFO|socket|device), not a regular file\. Upload .* as a stream/)
      await atOnce(fileSource(path), /not a regular file/)
      await atOnce(uploadFile(file(), join(path, 'below')), /ENOTDIR/)
    }
    const pipe = await open(join(folder, 'fifo'), constants.O_RDWR)
    await atOnce(uploadFile(file(), pipe), /The file handle is a FIFO/)
    await pipe.close()
    expect(cloud.requests).toEqual([])
  })

  it('are rejected at once as targets, and stay what they are', async () => {
    for (const path of odd) {
      const { mode, ino } = await lstat(path)
      await atOnce(
        downloadFile(file(), path),
        /is a (FIFO|socket|device|symbolic link), which a download does not replace/,
      )
      await atOnce(downloadFile(file(), join(path, 'below')), /is a (FIFO|socket|device), not a directory/)
      expect(await lstat(path)).toMatchObject({ mode, ino })
    }
    expect(cloud.requests).toEqual([])
    await symlink(join(folder, 'real'), join(folder, 'dangling'))
    await atOnce(downloadFile(file(), join(folder, 'dangling')), /symbolic link.*realpath/)
    expect(await readdir(folder)).not.toContain('real')
  })

  it('are rejected when they come into the place of a target while it is downloaded', async () => {
    const path = join(folder, 'late')
    let done = false
    const onProgress = ({ phase }: { phase: string }): void => {
      if (phase !== 'receiving' || done) return
      done = true
      execFileSync('mkfifo', [path])
    }
    await atOnce(downloadFile(file(), path, { onProgress }), /is a FIFO/)
    expect((await lstat(path)).isFIFO()).toBe(true)
  })

  it('are rejected at once as directories of a sync, and as its state', async () => {
    for (const path of odd) {
      await atOnce(syncUp(path, box(), { state: false }), /ENOTDIR/)
      await atOnce(syncDown(box(), path, { state: false }), /EEXIST|ENOTDIR/)
      await atOnce(syncDown(box(), path, { state: false, dryRun: true }), /ENOTDIR/)
      await atOnce(syncDown(box(), join(path, 'below'), { state: false }), /ENOTDIR/)
    }
    const root = join(folder, 'root')
    for (const state of odd.filter((path) => !path.endsWith('link'))) {
      await atOnce(syncDown(box(), root, { state }), /The state '.*' is a (FIFO|socket|device)/)
      expect((await lstat(state)).isFile()).toBe(false)
    }
    // A link to one is not followed: the state is replaced, what the link leads to is not read.
    await syncDown(box(), root, { state: join(folder, 'link') })
    expect((await lstat(join(folder, 'fifo'))).isFIFO()).toBe(true)
  })

  it('in a directory that is synchronised are left out, both ways', async () => {
    const up = await syncUp(folder, box(), { state: false, symlinks: 'follow' })
    expect(up.skipped.map(({ path, reason }) => `${path} ${reason}`)).toEqual([
      'fifo special',
      'link special',
      'socket special',
    ])
    for (const name of ['fifo', 'socket', 'fifo/below']) await box().object(name).upload('x')
    const down = await syncDown(box(), folder, { state: false, delete: true })
    expect(new Set(down.skipped.map(({ path }) => path))).toEqual(new Set(['fifo', 'fifo/below', 'link', 'socket']))
    expect((await lstat(join(folder, 'fifo'))).isFIFO()).toBe(true)
  })

  it('do not keep the process alive, nor hold up a signal', async () => {
    const program = fileURLToPath(new URL('fifo-child.ts', import.meta.url))
    const root = fileURLToPath(new URL('../../..', import.meta.url))
    const env = { ...process.env, TSX_TSCONFIG_PATH: 'tsconfig.json' }
    const args = ['--import', 'tsx', program, join(folder, 'fifo')]
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, env, timeout: 18_000 })
    expect(stdout.trim().split('\n')).toEqual(['TransferError', 'TransferError', 'TransferError', 'the reason'])
  })
})

describe('what is stored is what was read', () => {
  it('or an error, of files that have more content than their size says', async ({ skip }) => {
    skip(process.platform !== 'linux', 'only Linux has /proc')
    for (const path of ['/proc/self/status', '/proc/version', '/proc/self/cmdline', '/proc/cpuinfo'])
      await atOnce(
        uploadFile(file(), path),
        /has more content than the 0 bytes that its size says\. Upload it as a stream/,
      )
    const handle = await open('/proc/self/status')
    await atOnce(uploadFile(file(), handle), /^The file handle has more content/)
    await handle.close()
    await atOnce(uploadFile(file(), '/sys/kernel/mm/transparent_hugepage/enabled'), /changed|ENOENT/)
    expect((await file().info()).bytes).toBe(100)
    const empty = join(folder, 'empty')
    await writeFile(empty, '')
    await uploadFile(file(), empty)
    expect((await file().info()).bytes).toBe(0)
  })

  it('or an error, of a large file that changes while it goes in one request, even if its time is set back', async () => {
    const wide = testCloud({ blockSize: 4_194_304 })
    const { origin } = await wide.emulator.listen()
    onTestFinished(() => wide.emulator.close())
    const large = new PithosClient(`${origin}/pithos/object-store/v1`, tokenOf(wide), { account: wide.aliceId })
      .container('box')
      .object('large')
    await wide.alice.container('box').create()
    const path = join(folder, 'large')
    const content = someBytes(6_000_000)
    await writeFile(path, content)
    const { atime, mtime } = await stat(path)
    utimesSync(path, atime, mtime)
    const handle = await open(path, 'r+')
    for (const change of [
      () => void writeSync(handle.fd, 'changed', 5_900_000),
      () => void appendFileSync(path, 'more'),
    ]) {
      let done = false
      const onProgress = ({ phase, loaded }: { phase: string; loaded: number }): void => {
        if (phase !== 'sending' || loaded < 1_000_000 || done) return
        done = true
        change()
        utimesSync(path, atime, mtime)
      }
      const options = { singleRequestBytes: 10_000_000, onProgress, retry: { baseMs: 1, limit: 1 } }
      await expect(uploadFile(large, path, options)).rejects.toThrow(/changed/)
      expect(done).toBe(true)
      expect(await large.exists()).toBe(false)
    }
    await handle.close()
    await uploadFile(large, path, { singleRequestBytes: 10_000_000 })
    expect((await large.info()).bytes).toBe((await readFile(path)).length)
  })
})

describe('arguments', () => {
  it('that are wrong, missing or the other way round are typed errors that say what is right', async () => {
    const wrong = (promise: Promise<unknown>, message: string | RegExp): Promise<void> =>
      promise.then(
        () => expect.fail('it was accepted'),
        (error: Error) => {
          expect(InvalidArgumentError.isInstance(error), String(error)).toBe(true)
          expect(error.message).toMatch(message)
        },
      )
    const none = undefined as never
    await wrong(uploadFile(join(folder, 'x') as never, file() as never), 'The arguments are (object, file)')
    await wrong(downloadFile(join(folder, 'x') as never, file() as never), 'The arguments are (object, file)')
    await wrong(uploadFile(none, none), 'object must be a PithosObject')
    for (const path of [none, 5 as never, '', 'a\0b', new URL('https://example.org/x'), {} as never, [] as never]) {
      await wrong(uploadFile(file(), path), /^file must/)
      await wrong(downloadFile(file(), path), /^file must/)
      await wrong(syncUp(path, box()), /^directory must/)
      await wrong(syncDown(box(), path), /^directory must/)
    }
    await wrong(syncUp(box() as never, folder as never), 'Call syncUp(directory, container, options)')
    await wrong(syncUp(folder, folder as never), 'Call syncUp(directory, container, options)')
    await wrong(syncDown(folder as never, box() as never), 'Call syncDown(container, directory, options)')
    await wrong(syncDown(file() as never, folder), 'container must be a PithosContainer')
    const options = [
      ['delete', 'yes'],
      ['dryRun', 'true'],
      ['dryRun', 1],
      ['allowEmpty', 'no'],
      ['times', 0],
      ['prefix', 5],
      ['prefix', 'a\rb'],
      ['state', true],
      ['maxDelete', -1],
      ['maxDelete', 1.5],
      ['maxDelete', Number.NaN],
      ['maxDelete', '5'],
      ['include', ['a', 5]],
      ['include', {}],
      ['exclude', ''],
      ['onProgress', 'log'],
      ['concurrency', '3'],
    ] as const
    for (const [name, value] of options) {
      await wrong(syncUp(folder, box(), { [name]: value } as object), name)
      await wrong(syncDown(box(), folder, { [name]: value } as object), name)
    }
    await wrong(syncUp(folder, box(), null as never), 'options must be an object')
    await wrong(downloadFile(file(), join(folder, 'x'), { reuse: 'no' as never }), 'reuse')
    expect(cloud.requests).toEqual([])
  })

  it('a closed file handle is a TransferError', async () => {
    await writeFile(join(folder, 'x'), 'X')
    const handle = await open(join(folder, 'x'))
    await handle.close()
    await atOnce(uploadFile(file(), handle), /^Cannot read the file handle \(EBADF\): it is closed/)
  })

  it('a file as the directory of a target is called a file', async () => {
    await writeFile(join(folder, 'x'), 'X')
    await atOnce(downloadFile(file(), join(folder, 'x', 'below')), /x' is a regular file, not a directory/)
  })
})

import { appendFileSync, createReadStream } from 'node:fs'
import { chmod, mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { IntegrityError, TransferError } from '@kamaki/core'
import { downloadFile, fileSource, uploadFile } from '@kamaki/pithos/node'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findParts } from '../../../src/node/files/part-file.ts'
import { testCloud } from '../../cloud.ts'
import { count, someBytes } from '../../transfer/content.ts'

const cloud = testCloud()
const blocks = { singleRequestBytes: 0 }
const get = /^GET \/box\/file\?version/
const file = () => cloud.alice.container('box').object('file')
let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kamaki-'))
  path = join(folder, 'file')
  await cloud.clean()
  await cloud.alice.container('box').create()
})
afterEach(async () => {
  await chmod(folder, 0o700)
  await rm(folder, { recursive: true })
})

const openHandles = async (): Promise<number> => (await readdir('/proc/self/fd')).length

describe('uploadFile', () => {
  it('takes a path, a URL, or an open handle, which stays open', async () => {
    await writeFile(path, someBytes(333))
    const before = await openHandles()
    await uploadFile(file(), path, blocks)
    await uploadFile(file(), pathToFileURL(path), blocks)
    const handle = await open(path)
    await uploadFile(file(), handle, blocks)
    expect((await handle.stat()).size).toBe(333)
    await handle.close()
    expect(await file().download().bytes()).toEqual(someBytes(333))
    expect(await openHandles()).toBe(before)
  })

  it('takes a node stream as it comes', async () => {
    await writeFile(path, someBytes(3333))
    await file().upload(createReadStream(path, { highWaterMark: 100 }), blocks)
    expect(await file().download().bytes()).toEqual(someBytes(3333))
  })

  it('sends only what changed in the file', async () => {
    await writeFile(path, someBytes(1600))
    await uploadFile(file(), path, blocks)
    const handle = await open(path, 'r+')
    await handle.write(Uint8Array.of(9, 9), 0, 2, 800)
    await handle.close()
    expect(await uploadFile(file(), path, blocks)).toMatchObject({ transferred: 16 })
  })

  it('notices that a file changes while it is read', async () => {
    for (const how of [blocks, { ...blocks, dedupe: 'previous' as const }]) {
      await writeFile(path, someBytes(1600))
      const onProgress = ({ loaded }: { loaded: number }): void => {
        if (loaded >= 800) appendFileSync(path, 'more')
      }
      await expect(uploadFile(file(), path, { ...how, onProgress })).rejects.toBeInstanceOf(TransferError)
    }
    expect(await file().exists()).toBe(false)
  })

  it('rejects what is not a file, and leaves nothing open after failures', async () => {
    await writeFile(path, someBytes(333))
    const before = await openHandles()
    await expect(uploadFile(file(), folder, blocks)).rejects.toBeInstanceOf(TransferError)
    await expect(uploadFile(file(), folder, blocks)).rejects.toThrow(
      `'${folder}' is a directory, not a regular file. Upload what is in it with syncUp(directory, container)`,
    )
    await expect(uploadFile(cloud.alice.container('box') as never, path)).rejects.toThrow(
      'object must be a PithosObject, such as container.object(name); got an object',
    )
    await expect(uploadFile(path as never, file() as never)).rejects.toThrow('object must be a PithosObject')
    await expect(uploadFile(file(), join(folder, 'no'), blocks)).rejects.toThrow(
      `Cannot read '${join(folder, 'no')}' (ENOENT): it does not exist. Check the path`,
    )
    await expect(uploadFile(cloud.alice.container('no').object('x'), path, blocks)).rejects.toThrow()
    const source = await fileSource(path)
    await source.close()
    expect(await openHandles()).toBe(before)
  })
})

describe('downloadFile', () => {
  it('writes the file, with holes for zero bytes, and nothing else', async () => {
    const content = new Uint8Array(16 * 1000)
    content.set(someBytes(40), 5000)
    await file().upload(content, blocks)
    const before = await openHandles()
    const result = await downloadFile(file(), path, blocks)
    expect(result).toMatchObject({ bytes: 16_000, transferred: 48, verified: true })
    expect(new Uint8Array(await readFile(path))).toEqual(content)
    expect(await readdir(folder)).toEqual(['file'])
    expect((await stat(path)).blocks * 512).toBeLessThan(16_000)
    expect(await openHandles()).toBe(before)
  })

  it('does not touch a file that is right already', async () => {
    await file().upload(someBytes(333), blocks)
    await downloadFile(file(), path)
    const { ino, mtimeMs } = await stat(path)
    cloud.requests.length = 0
    expect(await downloadFile(file(), pathToFileURL(path))).toMatchObject({ transferred: 0, bytes: 333 })
    expect(cloud.requests).toEqual(['GET /box/file?hashmap&format=json'])
    expect(await stat(path)).toMatchObject({ ino, mtimeMs })
    expect(await readdir(folder)).toEqual(['file'])
  })

  it('takes over what the file has, wherever it is in there', async () => {
    const content = someBytes(1600)
    await file().upload(content, blocks)
    await writeFile(
      path,
      Buffer.concat([someBytes(16, 5), content.slice(16, 800), new Uint8Array(160), content.slice(816, 1000)]),
    )
    const result = await downloadFile(file(), path)
    expect(result.transferred).toBeLessThan(900)
    expect(new Uint8Array(await readFile(path))).toEqual(content)
    await file().upload(content.slice(0, 100), blocks)
    expect(await downloadFile(file(), path)).toMatchObject({ transferred: 4, bytes: 100 })
    expect(new Uint8Array(await readFile(path))).toEqual(content.slice(0, 100))
    await file().upload('', blocks)
    await downloadFile(file(), path)
    expect((await stat(path)).size).toBe(0)
  })

  it('goes on where it was interrupted, and does not trust what it finds', async () => {
    const content = new Uint8Array([...someBytes(800), ...new Uint8Array(160), ...someBytes(640, 2)])
    await file().upload(content, blocks)
    await writeFile(path, 'the old content')
    cloud.emulator.faults.add({ method: 'GET', path: '*version=*', skip: 20, fault: { kind: 'status', status: 404 } })
    const before = await openHandles()
    await expect(downloadFile(file(), path, { rangeBytes: 16, concurrency: 1 })).rejects.toBeInstanceOf(TransferError)
    expect(await openHandles()).toBe(before)
    expect(await readFile(path, 'utf8')).toBe('the old content')
    cloud.emulator.faults.clear()
    const [part = ''] = await findParts(path)
    const handle = await open(part, 'r+')
    await handle.write(Uint8Array.of(1, 2, 3), 0, 3, 40)
    await handle.write(Uint8Array.of(1, 2, 3), 0, 3, 900)
    await handle.close()
    const result = await downloadFile(file(), path, { rangeBytes: 16, concurrency: 1 })
    expect(result.transferred).toBe(1440 - 20 * 16 + 16)
    expect(new Uint8Array(await readFile(path))).toEqual(content)
    expect(await readdir(folder)).toEqual(['file'])
  })

  it('never puts wrong content under the name', async () => {
    await file().upload(someBytes(160), blocks)
    const { hashes } = await file().hashmap()
    await cloud.emulator.state.blocks.clear()
    for (const hash of hashes) cloud.emulator.state.blocks.put(hash, someBytes(16, 99))
    await expect(downloadFile(file(), path)).rejects.toBeInstanceOf(IntegrityError)
    await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('writes what was cut in place only where that is asked for, and manifests, and says that they are unverified', async () => {
    await file().upload(someBytes(160), blocks)
    await file().writeFrom(file(), 0, { size: 100 })
    await expect(downloadFile(file(), path)).rejects.toBeInstanceOf(IntegrityError)
    await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' })
    expect(await downloadFile(file(), path, { unverified: 'accept' })).toMatchObject({ verified: false, bytes: 100 })
    expect(new Uint8Array(await readFile(path))).toEqual(someBytes(100))
    const whole = cloud.alice.container('box').object('whole')
    await whole.putManifest({ container: 'box', prefix: 'file' })
    expect(await downloadFile(whole, path)).toMatchObject({ verified: false, bytes: 100 })
    expect(new Uint8Array(await readFile(path))).toEqual(someBytes(100))
  })

  it('takes long names, and two downloads to one file at once', async () => {
    const long = join(folder, 'ω'.repeat(120))
    await file().upload(someBytes(1600), blocks)
    await Promise.all([
      downloadFile(file(), long),
      downloadFile(file(), long, { rangeBytes: 16 }),
      downloadFile(file(), long),
    ])
    expect(new Uint8Array(await readFile(long))).toEqual(someBytes(1600))
    expect((await readdir(folder)).length).toBe(1)
  })

  it('stops at an abort and leaves the old content', async () => {
    await file().upload(someBytes(1600), blocks)
    await writeFile(path, 'old')
    const controller = new AbortController()
    const reason = new Error('enough')
    const onProgress = ({ phase, loaded }: { phase: string; loaded: number }): void => {
      if (phase === 'receiving' && loaded > 500) controller.abort(reason)
    }
    await expect(downloadFile(file(), path, { signal: controller.signal, onProgress, rangeBytes: 16 })).rejects.toBe(
      reason,
    )
    expect(await readFile(path, 'utf8')).toBe('old')
  })

  it('rejects a directory before anything is fetched, and arguments the other way round', async () => {
    await file().upload(someBytes(333), blocks)
    cloud.requests.length = 0
    await expect(downloadFile(file(), folder)).rejects.toThrow('file is a directory: name the file in it')
    await expect(downloadFile(path as never, file() as never)).rejects.toThrow('object must be a PithosObject')
    expect(cloud.requests).toEqual([])
    expect(await readdir(folder)).toEqual([])
  })

  it('says which directory is missing, before anything is fetched', async () => {
    await file().upload(someBytes(160), blocks)
    await expect(downloadFile(file(), join(folder, 'no', 'file'))).rejects.toThrow(
      `The directory '${join(folder, 'no')}' does not exist. Create it first`,
    )
    await expect(downloadFile(file(), '')).rejects.toThrow(/path/)
    expect(count(cloud.requests, get)).toBe(0)
  })
})

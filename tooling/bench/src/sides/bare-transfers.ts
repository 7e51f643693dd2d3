// Transfers as a user would write them by hand with care: connections kept, blocks of the cloud's size, streams by pipeline, one fsync.
import { createHash } from 'node:crypto'
import { closeSync, createReadStream, createWriteStream, openSync, readSync } from 'node:fs'
import { type FileHandle, open, rm, stat } from 'node:fs/promises'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { containerName, objectPath, sourceOf } from '../paths.ts'
import type { CreateSide } from '../side.ts'
import { blockBytes } from '../source-file.ts'
import { octets, openBare } from './bare-cloud.ts'
import { repeat } from './in-flight.ts'

async function readBlock(file: FileHandle, buffer: Buffer, position: number): Promise<Buffer> {
  let length = 0
  for (;;) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length, position + length)
    length += bytesRead
    if (bytesRead === 0 || length === buffer.length) return buffer.subarray(0, length)
  }
}

/** Blocks, so many in flight, then the hashmap of what the cloud said their hashes are. */
export const putBlocks: CreateSide = async (input) => {
  const { send, close } = openBare(input)
  const { concurrency = 4 } = input.settings
  const buffers = Array.from({ length: concurrency }, () => Buffer.allocUnsafe(blockBytes))
  return {
    prepare: async () => (await send('PUT', containerName)).dump(),
    async run() {
      await using file = await open(sourceOf(input.folder))
      const { size: bytes } = await file.stat()
      const hashes: string[] = []
      await repeat(Math.ceil(bytes / blockBytes), concurrency, async (index) => {
        const buffer = buffers.pop() ?? Buffer.allocUnsafe(blockBytes)
        const body = await readBlock(file, buffer, index * blockBytes)
        const stored = await send('POST', `${containerName}?update&format=json`, { headers: octets, body })
        hashes[index] = ((await stored.json()) as string[])[0] ?? ''
        buffers.push(buffer)
      })
      const hashmap = JSON.stringify({ bytes, hashes })
      const response = await send('PUT', `${objectPath}?hashmap&format=json`, { headers: octets, body: hashmap })
      await response.dump()
      return undefined
    },
    close,
  }
}

/** All of it in the body of one request. */
export const put: CreateSide = async (input) => {
  const { send, close } = openBare(input)
  return {
    prepare: async () => (await send('PUT', containerName)).dump(),
    async run() {
      const source = sourceOf(input.folder)
      const { size } = await stat(source)
      const headers = { ...octets, 'Content-Length': String(size) }
      const body = createReadStream(source, { highWaterMark: 2 ** 20 })
      await (await send('PUT', objectPath, { headers, body })).dump()
      return undefined
    },
    close,
  }
}

/** One request, whose body goes through `through` to a file that is flushed to the disk once. */
const getTo =
  (through?: (body: AsyncIterable<Buffer>) => AsyncIterable<Buffer>): CreateSide =>
  async (input) => {
    const { send, close } = openBare(input)
    const path = `${input.folder}/fetched`
    return {
      prepare: () => rm(path, { force: true }),
      async run() {
        const body = await send('GET', objectPath)
        const file = createWriteStream(path, { flush: true, highWaterMark: 2 ** 20 })
        await (through ? pipeline(body, through, file) : pipeline(body, file))
        return undefined
      },
      close,
    }
  }

export const get: CreateSide = getTo()

export const getHashing: CreateSide = getTo(async function* hashBlocks(body) {
  let hash = createHash('sha256')
  let left = blockBytes
  for await (const chunk of body) {
    let from = 0
    while (chunk.length - from >= left) {
      hash.update(chunk.subarray(from, from + left)).digest('hex')
      hash = createHash('sha256')
      from += left
      left = blockBytes
    }
    hash.update(chunk.subarray(from))
    left -= chunk.length - from
    yield chunk
  }
  hash.digest('hex')
})

/** One request, whose body goes nowhere. */
export const getNowhere: CreateSide = async (input) => {
  const { send, close } = openBare(input)
  return {
    async run() {
      const nowhere = new Writable({ write: (_chunk, _encoding, done) => done(), highWaterMark: 2 ** 20 })
      await pipeline(await send('GET', objectPath), nowhere)
      return undefined
    },
    close,
  }
}

/** No cloud: the SHA-256 of each block, on one thread. */
export const hashSource: CreateSide = async ({ folder }) => {
  const buffer = Buffer.allocUnsafe(blockBytes)
  return {
    async run() {
      const file = openSync(sourceOf(folder), 'r')
      for (let length = readSync(file, buffer); length > 0; length = readSync(file, buffer)) {
        createHash('sha256').update(buffer.subarray(0, length)).digest('hex')
      }
      closeSync(file)
      return undefined
    },
  }
}

import { type BlockStore, createEmulator, type Emulator, MemoryBlocks, StateError } from '@kamaki/emulator'
import { expect, test } from 'vitest'

const OPTIONS = { clock: 'manual', startTime: 1.8e12, blockSize: 65_536 } as const

/** Uploads an object of so many blocks, all of them different. */
async function upload(emulator: Emulator, blocks: number): Promise<void> {
  const { token, uuid } = emulator.env().users.alice
  const headers = { 'X-Auth-Token': token, 'Content-Type': 'application/octet-stream' }
  const url = `/pithos/object-store/v1/${uuid}/c`
  await emulator.fetch(url, { method: 'PUT', headers })
  const body = new Uint8Array(blocks * OPTIONS.blockSize).map((_, at) => at ^ (at >> 8) ^ (at >> 16))
  expect((await emulator.fetch(`${url}/o`, { method: 'PUT', headers, body })).status).toBe(201)
}

/** Counts what is asked for and taken. */
class CountingBlocks implements BlockStore {
  readonly #blocks = new MemoryBlocks()
  gets = 0
  puts = 0
  has = (hash: string) => this.#blocks.has(hash)
  get(hash: string): Uint8Array | undefined {
    this.gets++
    return this.#blocks.get(hash)
  }
  put(hash: string, block: Uint8Array): void {
    this.puts++
    this.#blocks.put(hash, block)
  }
  clear = () => this.#blocks.clear()
}

async function* cut(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

test('exportPieces() is what export() returns, and reads a block when it is asked for it', async () => {
  const blocks = new CountingBlocks()
  const emulator = createEmulator({ ...OPTIONS, blocks })
  await upload(emulator, 20)
  const whole = await emulator.export()
  blocks.gets = 0
  const pieces: string[] = []
  const decoder = new TextDecoder()
  for await (const piece of emulator.exportPieces()) {
    pieces.push(decoder.decode(piece))
    expect(piece.length).toBeLessThan(4 * OPTIONS.blockSize)
    // Those that a new cloud has are small.
    expect(blocks.gets).toBeLessThanOrEqual(pieces.length + 2)
  }
  expect(blocks.gets).toBeGreaterThanOrEqual(20)
  expect(pieces.join('') === whole).toBe(true)
})

test('exportPieces() has the cloud as it was when it was called', async () => {
  const emulator = createEmulator(OPTIONS)
  await upload(emulator, 1)
  const before = await emulator.export()
  const pieces = emulator.exportPieces()
  await upload(emulator, 2)
  const decoder = new TextDecoder()
  let text = ''
  for await (const piece of pieces) text += decoder.decode(piece)
  expect(text === before).toBe(true)
})

test('import() takes bytes in pieces of any size and any layout, and puts a block away before it reads on', async () => {
  const emulator = createEmulator(OPTIONS)
  await upload(emulator, 20)
  const exported = await emulator.export()
  const { blocks, ...rest } = JSON.parse(exported)
  for (const text of [exported, JSON.stringify({ blocks, ...rest }), JSON.stringify({ ...rest, blocks }, null, '\t')])
    for (const size of [1 << 16, 997]) {
      const store = new CountingBlocks()
      const again = createEmulator({ ...OPTIONS, blocks: store })
      const before = store.puts
      let given = 0
      async function* counted(): AsyncGenerator<Uint8Array> {
        for await (const piece of cut(text, size)) {
          // What was given holds no more than two blocks that are not yet in the store.
          expect(given - store.puts * 65_536 * (4 / 3)).toBeLessThan(65_536 * 4 + size + 200_000)
          yield piece
          given += piece.length
        }
      }
      await again.import(counted())
      expect(store.puts - before).toBe(21)
      expect((await again.export()) === exported).toBe(true)
    }
})

test('an import that fails in its middle leaves the cloud as it was, and lets go of its source', async () => {
  const emulator = createEmulator(OPTIONS)
  await upload(emulator, 3)
  const exported = await emulator.export()
  const cases: [text: string, code: string, message: string][] = [
    [exported.slice(0, -100_000), 'not-a-state', 'it is not valid JSON'],
    [exported.replace('"base64":"', '"base64":"AAAA'), 'damaged', 'does not have that hash'],
    [exported.replace('"user": {', '"user": ['), 'not-a-state', '"records.user" is not an object'],
    [`${exported}{}`, 'not-a-state', 'it is not valid JSON (something follows the end)'],
    ['[]', 'not-a-state', 'the field "kamaki-emulator-fixture" is missing'],
    ['', 'not-a-state', 'it is not valid JSON (it ends too early)'],
    ['{"kamaki-emulator-fixture": 2, "records": {', 'format', 'has format 2, and this version'],
  ]
  for (const [text, code, message] of cases) {
    let closed = false
    async function* source(): AsyncGenerator<Uint8Array> {
      try {
        yield* cut(text, 5000)
      } finally {
        closed = true
      }
    }
    const error = await emulator.import(source()).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(StateError)
    expect(error).toMatchObject({ code, message: expect.stringContaining(message) })
    expect(closed).toBe(true)
    expect((await emulator.export()) === exported).toBe(true)
  }
  const failing = (async function* () {
    yield* cut(exported.slice(0, 1000), 100)
    throw new Error('the disk is gone')
  })()
  await expect(emulator.import(failing)).rejects.toThrow('the disk is gone')
})

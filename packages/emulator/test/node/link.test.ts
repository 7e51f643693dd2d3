import { connect } from 'node:net'
import { createEmulator, type Emulator, type LinkOptions } from '@kamaki/emulator'
import { afterEach, expect, test } from 'vitest'

const MIB = 1024 * 1024
let emulator: Emulator
afterEach(() => emulator.close())

/** A cloud behind a line, and calls of alice on it. */
async function behind(link: LinkOptions) {
  emulator = createEmulator()
  const { origin, port } = await emulator.listen({ link })
  const { token, uuid } = emulator.env().users.alice
  const call = (method: string, path: string, body?: Uint8Array<ArrayBuffer>) =>
    fetch(`${origin}/pithos/object-store/v1/${uuid}${path}`, {
      method,
      headers: { 'X-Auth-Token': token, 'Content-Type': 'application/octet-stream' },
      ...(body && { body }),
    })
  await call('PUT', '/c')
  return { call, port, token }
}

async function milliseconds(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await run()
  return performance.now() - start
}

test('a line passes on everything unchanged, no faster than it may', async () => {
  const { call } = await behind({ bitsPerSecond: 8 * 20 * MIB })
  const content = new Uint8Array(2 * MIB).map((_, at) => at % 251)
  const up = await milliseconds(async () => expect((await call('PUT', '/c/o', content)).status).toBe(201))
  const read = { bytes: Buffer.alloc(0) }
  const down = await milliseconds(async () => {
    read.bytes = Buffer.from(await (await call('GET', '/c/o')).arrayBuffer())
  })
  expect(read.bytes.equals(content)).toBe(true)
  // 2 MiB at 20 MiB a second; how much longer is the machine's business.
  expect(up).toBeGreaterThan(98)
  expect(down).toBeGreaterThan(98)
  // All connections share it.
  const both = await milliseconds(() => Promise.all([1, 2].map(async () => (await call('GET', '/c/o')).arrayBuffer())))
  expect(both).toBeGreaterThan(198)
})

test('a request and its response are on their way for the latency, the first of a connection twice', async () => {
  const { call, port, token } = await behind({ latencyMs: 60 })
  expect(await milliseconds(() => call('HEAD', '/c'))).toBeGreaterThan(59)
  const took = await milliseconds(
    () =>
      new Promise<void>((resolve, reject) => {
        const socket = connect(port, '127.0.0.1')
        socket.on('error', reject)
        socket.on('data', () => {
          socket.destroy()
          resolve()
        })
        socket.write(`GET /astakos/account/v1.0/resources HTTP/1.1\r\nHost: h\r\nX-Auth-Token: ${token}\r\n\r\n`)
      }),
  )
  expect(took).toBeGreaterThan(119)
})

test('a connection that is reset on purpose is reset, and one that ends early ends', async () => {
  const { call } = await behind({ latencyMs: 2 })
  await call('PUT', '/c/o', new Uint8Array(100_000))
  emulator.faults.add({ method: 'GET', times: 1, fault: { kind: 'reset', when: 'body' } })
  await expect(call('GET', '/c/o').then((response) => response.arrayBuffer())).rejects.toThrow(TypeError)
  emulator.faults.add({ method: 'GET', times: 1, fault: { kind: 'truncate', afterBytes: 10 } })
  await expect(call('GET', '/c/o').then((response) => response.arrayBuffer())).rejects.toThrow(TypeError)
  expect((await call('GET', '/c/o')).status).toBe(200)
})

test('the cloud knows who is at the other end of the line', async () => {
  emulator = createEmulator()
  const { origin } = await emulator.listen({ link: { latencyMs: 1 } })
  expect((await fetch(`${origin}/_emulator`)).status).toBe(200)
  await emulator.close()
  expect(await fetch(`${origin}/_emulator`).catch((error: unknown) => error)).toBeInstanceOf(TypeError)
})

test('a line is described in numbers', async () => {
  emulator = createEmulator()
  await expect(emulator.listen({ link: { bitsPerSecond: 0 } })).rejects.toThrow(
    'link.bitsPerSecond must be a positive number',
  )
  await expect(emulator.listen({ link: { latencyMs: -1 } })).rejects.toThrow(
    'link.latencyMs must be a non-negative number',
  )
})

import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createEmulator } from '@kamaki/emulator'
import { describe, expect, test, vi } from 'vitest'
import { callOfFetch } from '../../src/server/fetch.ts'

const BASE = 'http://synnefo.test'
const bytes = new TextEncoder().encode('abc')

function stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes)
      controller.enqueue(bytes)
      controller.close()
    },
  })
}

test('a body of known size comes with its length, as over a socket', async () => {
  for (const body of ['abc', bytes, bytes.buffer, new Blob([bytes])]) {
    const call = await callOfFetch(`${BASE}/x`, { method: 'POST', body }, BASE)
    expect(call.contentLength).toBe(3)
    expect(call.chunked).toBe(false)
    expect(await call.text()).toBe('abc')
  }
})

test('a stream comes in chunks, unless a header tells its length', async () => {
  const chunked = await callOfFetch(`${BASE}/x`, { method: 'PUT', body: stream() }, BASE)
  expect(chunked.chunked).toBe(true)
  expect((await chunked.body()).byteLength).toBe(0)
  const sized = await callOfFetch(
    `${BASE}/x`,
    { method: 'PUT', body: stream(), headers: { 'content-length': '6' } },
    BASE,
  )
  expect(sized.chunked).toBe(false)
  expect(await sized.text()).toBe('abcabc')
})

test('a Request is taken as well as an address, and no body means a length of zero', async () => {
  const call = await callOfFetch(
    new Request(`${BASE}/a%2Fb?c=d`, { method: 'POST', headers: { 'X-Test': 'Grüße' } }),
    undefined,
    BASE,
  )
  expect(call).toMatchObject({ method: 'POST', target: '/a%2Fb?c=d', path: '/a/b', origin: BASE, contentLength: 0 })
  expect(call.header('x-test')).toBe('Grüße')
})

test('a relative address is one of this cloud', async () => {
  const emulator = createEmulator()
  expect((await emulator.fetch('/astakos/account/v1.0/resources')).status).toBe(200)
})

test('fetch can be handed on without its emulator', async () => {
  const { fetch } = createEmulator()
  expect((await fetch(`${BASE}/astakos/account/v1.0/resources`)).ok).toBe(true)
})

test('an aborted signal rejects with its reason, before and during a request', async () => {
  const emulator = createEmulator({ latencyMs: 60_000 })
  const reason = new Error('enough')
  await expect(emulator.fetch(BASE, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  const controller = new AbortController()
  const sent = emulator.fetch(BASE, { signal: controller.signal })
  controller.abort(reason)
  await expect(sent).rejects.toBe(reason)
})

test('a response says its length and the date, as one that came over a socket', async () => {
  const response = await createEmulator().fetch(`${BASE}/astakos/account/v1.0/resources`)
  expect(Number(response.headers.get('content-length'))).toBe((await response.arrayBuffer()).byteLength)
  expect(response.headers.get('date')).toMatch(/GMT$/)
})

test('a source that fails is told as Node tells it, wherever it fails, and is not a bug of the emulator', async () => {
  const onError = vi.fn()
  const emulator = createEmulator({ onError })
  const { token, uuid } = emulator.env().users.alice
  const headers = { 'x-auth-token': token, 'content-type': 'application/json' }
  const container = `/pithos/object-store/v1/${uuid}/c`
  await emulator.fetch(container, { method: 'PUT', headers })
  for (const good of [0, 1, 2, 5]) {
    for (const length of [undefined, '100']) {
      const boom = new Error('the disk is gone')
      let pulled = 0
      const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
        pull(controller) {
          if (pulled++ < good) controller.enqueue(bytes)
          else controller.error(boom)
        },
      })
      const init = { method: 'PUT', body, headers: { ...headers, ...(length && { 'content-length': length }) } }
      const error = await emulator.fetch(`${container}/o`, init).catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(TypeError)
      expect(error).toMatchObject({ message: 'fetch failed', cause: boom })
    }
  }
  expect((await emulator.fetch(`${container}/o`, { headers })).status).toBe(404)
  expect(onError).not.toHaveBeenCalled()
})

test('requests in a row, with nothing that waits between them, leave no garbage that cannot be collected', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const emulator = createEmulator({ record: { requests: 0 } })
  const ask = async (count: number) => {
    for (let left = count; left > 0; left--) await emulator.fetch('/astakos/account/v1.0/resources', { method: 'HEAD' })
    collect()
    return process.memoryUsage().heapUsed
  }
  await ask(500)
  const before = await ask(500)
  expect((await ask(2000)) - before).toBeLessThan(2000 * 500)
})

describe('an abort that comes when all else is garbage', () => {
  setFlagsFromString('--expose-gc')
  const collectGarbage = runInNewContext('gc') as () => void
  const afterGarbage = async (abort: AbortController): Promise<void> => {
    for (let round = 0; round < 3; round++) {
      collectGarbage()
      await sleep(5)
    }
    abort.abort(new Error('enough'))
  }
  const outcome = (work: Promise<unknown>): Promise<unknown> =>
    Promise.race([work.catch((error: unknown) => error), sleep(2000, 'nothing')])

  test('ends the wait for a response', async () => {
    const emulator = createEmulator({ latencyMs: 1e9 })
    const abort = new AbortController()
    const work = outcome(emulator.fetch('/', { signal: abort.signal }))
    await afterGarbage(abort)
    expect(await work).toMatchObject({ message: 'enough' })
  })

  test('ends the wait for the rest of a body', async () => {
    const emulator = createEmulator()
    emulator.faults.add({ fault: { kind: 'stall', afterBytes: 10 } })
    for (const wrap of [false, true]) {
      const abort = new AbortController()
      const { signal } = abort
      const response = await (wrap
        ? emulator.fetch(new Request('http://synnefo.test/astakos/identity/v2.0/', { signal }))
        : emulator.fetch('/astakos/identity/v2.0/', { signal }))
      const work = outcome(response.text())
      await afterGarbage(abort)
      expect(await work).toMatchObject({ message: 'enough' })
    }
  })

  test('ends the wait for the body of a request', async () => {
    const emulator = createEmulator()
    const abort = new AbortController()
    const body = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(new Uint8Array(5)) })
    const work = outcome(emulator.fetch('/', { method: 'POST', body, signal: abort.signal }))
    await afterGarbage(abort)
    expect(await work).toMatchObject({ message: 'enough' })
  })
})

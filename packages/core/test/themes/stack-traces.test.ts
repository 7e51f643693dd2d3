import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AstakosClient } from '@kamaki/astakos'
import { Client, InvalidArgumentError, KamakiError, waitFor } from '@kamaki/core'
import { CycladesComputeClient } from '@kamaki/cyclades'
import { createEmulator } from '@kamaki/emulator'
import { PithosClient } from '@kamaki/pithos'
import { downloadFile, syncDown, uploadFile } from '@kamaki/pithos/node'
import { describe, expect, it } from 'vitest'

const emulator = createEmulator()
const { authUrl, users } = emulator.env()
const token = users['alice']?.token ?? ''
const astakos = new AstakosClient(authUrl, token, { fetch: emulator.fetch })
const compute = await astakos.client(CycladesComputeClient)
const pithos = await astakos.client(PithosClient)
const unreachable = new Client('http://127.0.0.1:9', token, { retry: { limit: 1, baseMs: 1 } })
const silent = new Client('http://silent.example.org', token, { fetch: () => new Promise(() => undefined) })
const neverDone = { done: () => false, describe: 'the end' }
const lost = new Client(authUrl, async () =>
  Promise.reject(new InvalidArgumentError('no token', { parameter: 'token' })),
)
const missing = pithos.container('missing')
const folder = mkdtempSync(join(tmpdir(), 'kamaki-stack-'))
const file = join(folder, 'large.bin')
writeFileSync(file, new Uint8Array(9 * 1024 * 1024))

describe('the stack trace of an error begins with the line of the caller', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['a request', async () => await compute.servers.get(99)],
    ['a request at an endpoint that is looked up', async () => await astakos.projects.get('none')],
    ['a request that was repeated', async () => await unreachable.request('GET', 'x')],
    ['a request whose time is up', async () => await silent.request('GET', 'x', { timeoutMs: 5 })],
    ['a token function', async () => await lost.request('GET', 'x')],
    ['a wait whose time is up', async () => await waitFor(async () => 1, neverDone, { timeoutMs: 5 })],
    ['a wait', async () => await compute.servers.waitUntil(99, 'ACTIVE')],
    ['a list', async () => await missing.objects.list()],
    ['an array of a list', async () => await missing.objects.list().toArray()],
    ['a filtered list', async () => await missing.objects.list().filter(Boolean).first()],
    ['a small upload', async () => await missing.object('o').upload('text')],
    ['an upload of blocks', async () => await missing.object('o').upload(new Uint8Array(9 * 1024 * 1024))],
    ['an upload of a stream', async () => await missing.object('o').upload(new Blob(['x']).stream())],
    ['an upload of a file', async () => await uploadFile(missing.object('o'), file)],
    ['a download', async () => await missing.object('o').download().bytes()],
    ['a download to a file', async () => await downloadFile(missing.object('o'), join(folder, 'copy'))],
    ['a sync', async () => await syncDown(missing, folder)],
    ['an argument', async () => await missing.object('o').upload(5 as never)],
  ])('of %s', async (_name, call) => {
    const error = await call().then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(KamakiError.isInstance(error)).toBe(true)
    const { stack = '', message } = error as Error
    const frames = stack
      .slice(stack.indexOf(message) + message.length)
      .split('\n')
      .slice(1)
    expect(frames[0]).toContain('stack-traces.test.ts')
    expect(frames.filter((frame) => /packages.*src/.test(frame))).toEqual([])
  })
})

it('an error stays what it is where the program lets nobody set how deep stack traces are', async () => {
  const { stackTraceLimit } = Error
  Object.defineProperty(Error, 'stackTraceLimit', { value: 10, writable: false, configurable: true })
  try {
    const error: unknown = await missing
      .object('o')
      .upload(5 as never)
      .catch((reason: unknown) => reason)
    expect(InvalidArgumentError.isInstance(error)).toBe(true)
  } finally {
    Object.defineProperty(Error, 'stackTraceLimit', { value: stackTraceLimit, writable: true, configurable: true })
  }
})

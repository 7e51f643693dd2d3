import { Client } from '@kamaki/core'
import { path } from '@kamaki/core/toolkit'
import { describe, expect, it } from 'vitest'
import { rejection, serve, serveSockets } from '../support/servers.ts'
import { countedAbort, deferred } from '../support/signals.ts'

const reason = new Error('the user went away')

/** A server that sends only this; shows when it has received a request and when its connection is closed. */
async function silent(message = '') {
  const came = deferred<void>()
  const closed = deferred<void>()
  const origin = await serveSockets((socket) => {
    socket.on('close', () => closed.resolve())
    socket.on('data', () => {
      if (message !== '') socket.write(message)
      came.resolve()
    })
  })
  return { origin, came: came.promise, closed: closed.promise }
}

describe('an abort', () => {
  it('before the call sends no request', async () => {
    let requests = 0
    const origin = await serve((_request, response) => {
      requests += 1
      response.end('{}')
    })
    expect(
      await rejection(new Client(origin, 'token').request('GET', 'x', { signal: AbortSignal.abort(reason) })),
    ).toBe(reason)
    expect(requests).toBe(0)
  })

  it('while waiting for a response rejects with its reason, closes the connection and leaves no listener', async () => {
    const { origin, came, closed } = await silent()
    const { controller, listeners } = countedAbort()
    const call = rejection(new Client(origin, 'token').request('GET', 'x', { signal: controller.signal }))
    await came
    controller.abort(reason)
    expect(await call).toBe(reason)
    await closed
    expect(listeners()).toBe(0)
  })

  it('while reading a body does the same', async () => {
    const { origin, came, closed } = await silent('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{')
    const { controller, listeners } = countedAbort()
    const call = rejection(new Client(origin, 'token').request('GET', 'x', { signal: controller.signal }))
    await came
    await new Promise((resolve) => setTimeout(resolve, 20))
    controller.abort(reason)
    expect(await call).toBe(reason)
    await closed
    expect(listeners()).toBe(0)
  })

  it('ends an open body', async () => {
    const { origin, closed } = await silent('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{')
    const { controller, listeners } = countedAbort()
    const response = await new Client(origin, 'token').send('GET', 'x', { signal: controller.signal })
    const reading = rejection(response.text())
    controller.abort(reason)
    expect(await reading).toBe(reason)
    await closed
    expect(listeners()).toBe(0)
  })

  it('ends an open body that nobody is reading', async () => {
    const { origin, closed } = await silent('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{')
    const { controller } = countedAbort()
    const response = await new Client(origin, 'token').send('GET', 'x', { signal: controller.signal })
    controller.abort(reason)
    await closed
    expect(await rejection(response.text())).toBe(reason)
  })

  it('ends the pause before a retry', async () => {
    const origin = await serve((_request, response) => response.writeHead(503, { 'retry-after': '30' }).end())
    const { controller, listeners } = countedAbort()
    const client = new Client(origin, 'token', { hooks: { onRetry: () => controller.abort(reason) } })
    expect(await rejection(client.request('GET', 'x', { signal: controller.signal }))).toBe(reason)
    expect(listeners()).toBe(0)
  })

  it('ends the wait for a token, but not the token function that other calls wait for', async () => {
    const origin = await serve((request, response) => response.end(JSON.stringify(request.headers['x-auth-token'])))
    const token = deferred<string>()
    const client = new Client(origin, () => token.promise)
    const { controller, listeners } = countedAbort()
    const first = rejection(client.request('GET', 'x', { signal: controller.signal }))
    const second = client.request('GET', 'x')
    controller.abort(reason)
    expect(await first).toBe(reason)
    token.resolve('late-token')
    expect(await second).toBe('late-token')
    expect(listeners()).toBe(0)
  })

  it('ends the wait in the queue, and the next call gets the slot', async () => {
    const { origin, came } = await silent()
    const client = new Client(origin, 'token', { concurrency: 1 })
    const one = countedAbort()
    const two = countedAbort()
    const first = rejection(client.request('GET', path`${1}`, { signal: one.controller.signal }))
    await came
    const second = rejection(client.request('GET', path`${2}`, { signal: two.controller.signal }))
    two.controller.abort(reason)
    expect(await second).toBe(reason)
    one.controller.abort(reason)
    expect(await first).toBe(reason)
    expect([one.listeners(), two.listeners()]).toEqual([0, 0])
  })

  it('ends an upload', async () => {
    const { origin, came, closed } = await silent()
    const { controller } = countedAbort()
    const endless = () => new ReadableStream<Uint8Array>({ pull: (c) => c.enqueue(new Uint8Array(65_536)) })
    const call = rejection(
      new Client(origin, 'token').request('PUT', 'x', { body: endless, signal: controller.signal }),
    )
    await came
    controller.abort(reason)
    expect(await call).toBe(reason)
    await closed
  })

  it('ends a call even if the fetch ignores signals', async () => {
    const deaf = () => new Promise<Response>(() => undefined)
    const { controller } = countedAbort()
    const call = rejection(
      new Client('http://cloud.example.org', 'token', { fetch: deaf }).request('GET', 'x', {
        signal: controller.signal,
      }),
    )
    controller.abort(reason)
    expect(await call).toBe(reason)
  })

  it('has no listeners left after success, failure or a complete body', async () => {
    const origin = await serve((request, response) => response.writeHead(request.url === '/no' ? 404 : 200).end('{}'))
    const { controller, listeners } = countedAbort()
    const client = new Client(origin, 'token')
    const options = { signal: controller.signal, timeoutMs: 60_000 }
    await client.request('GET', 'yes', options)
    await rejection(client.request('GET', 'no', options))
    await (await client.send('GET', 'yes', options)).text()
    await (await client.send('GET', 'yes', options)).cancel()
    await (await client.send('HEAD', 'yes', options)).cancel()
    expect(listeners()).toBe(0)
  })
})

import { AstakosClient } from '@kamaki/astakos'
import { Client, type EndEvent, type Hooks } from '@kamaki/core'
import { openTelemetryHooks } from '@kamaki/core/opentelemetry'
import { CycladesComputeClient } from '@kamaki/cyclades'
import { createEmulator } from '@kamaki/emulator'
import { PithosClient } from '@kamaki/pithos'
import { context, propagation, SpanStatusCode, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { rejection, serve } from '../support/servers.ts'

const exporter = new InMemorySpanExporter()
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
trace.setGlobalTracerProvider(provider)
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
propagation.setGlobalPropagator({
  inject(active, carrier, setter) {
    const span = trace.getSpanContext(active)
    if (span !== undefined) setter.set(carrier, 'traceparent', `00-${span.traceId}-${span.spanId}-01`)
  },
  extract: (active) => active,
  fields: () => ['traceparent'],
})

beforeEach(() => exporter.reset())
afterAll(async () => {
  await provider.shutdown()
  trace.disable()
  context.disable()
  propagation.disable()
})

const spans = (): ReadableSpan[] => exporter.getFinishedSpans()
const named = (name: string): ReadableSpan | undefined => spans().findLast((span) => span.name === name)

describe('openTelemetryHooks', () => {
  it('makes a span of a call, below what was active, and one of each request below that', async () => {
    const traceparents: unknown[] = []
    let calls = 0
    const origin = await serve((request, response) => {
      traceparents.push(request.headers['traceparent'])
      calls += 1
      if (calls === 1) return response.writeHead(503, { 'x-request-id': 'r-1' }).end()
      return response.end('{"ok": true}')
    })
    const client = new Client(origin, 'secret-token', { hooks: openTelemetryHooks(), retry: { baseMs: 1 } })
    await trace.getTracer('test').startActiveSpan('my work', async (span) => {
      await client.request('GET', 'servers/42', { query: { token: 'secret-token' } })
      span.end()
    })
    const [first, second, call, work] = spans()
    expect(spans()).toHaveLength(4)
    expect(call?.name).toBe('GET servers/{id}')
    expect(call?.parentSpanContext?.spanId).toBe(work?.spanContext().spanId)
    expect(call?.attributes).toEqual({
      'kamaki.operation': 'GET servers/{id}',
      'kamaki.retries': 1,
      'http.response.status_code': 200,
      'http.request.body.size': 0,
      'http.response.body.size': 12,
    })
    expect(call?.events).toMatchObject([{ name: 'retry', attributes: { 'error.type': 'ServiceUnavailableError' } }])
    for (const span of [first, second]) {
      expect(span?.parentSpanContext?.spanId).toBe(call?.spanContext().spanId)
      expect(span?.attributes).toMatchObject({ 'http.request.method': 'GET', 'url.template': 'servers/{id}' })
    }
    expect(first).toMatchObject({
      status: { code: SpanStatusCode.ERROR },
      attributes: { 'http.response.status_code': 503, 'error.type': '503', 'kamaki.request_id': 'r-1' },
    })
    expect(second?.attributes).toMatchObject({ 'http.request.resend_count': 1, 'http.response.status_code': 200 })
    expect(traceparents).toEqual(
      [first, second].map((span) => `00-${span?.spanContext().traceId}-${span?.spanContext().spanId}-01`),
    )
    expect(JSON.stringify(spans().map(({ attributes }) => attributes))).not.toContain('secret-token')
  })

  it('ends the spans of a call that fails, even before a request', async () => {
    const origin = await serve((_request, response) => response.writeHead(404).end())
    const client = new Client(origin, 'token', { hooks: openTelemetryHooks() })
    await rejection(client.request('GET', 'none'))
    expect(named('GET none')).toMatchObject({
      status: { code: SpanStatusCode.ERROR, message: expect.stringContaining('404') },
      attributes: { 'error.type': 'NotFoundError' },
    })
    const lost = new Client(origin, () => Promise.reject(new Error('vault')), { hooks: openTelemetryHooks() })
    await rejection(lost.request('GET', 'unsent'))
    expect(named('GET unsent')).toMatchObject({ status: { message: 'vault' }, attributes: { 'error.type': 'Error' } })
    const refused = new Client('http://127.0.0.1:9', 'token', { hooks: openTelemetryHooks(), retry: false })
    await rejection(refused.request('GET', 'refused'))
    expect(spans().filter(({ name }) => name === 'GET refused')).toHaveLength(2)
  })

  it('names services and operations of the clients, without ids and names, and counts bytes', async () => {
    const emulator = createEmulator()
    const { authUrl, users } = emulator.env()
    const hooks = openTelemetryHooks()
    const astakos = new AstakosClient(authUrl, users['alice']?.token ?? '', { fetch: emulator.fetch, hooks })
    const compute = await astakos.client(CycladesComputeClient)
    const pithos = await astakos.client(PithosClient)
    const [flavor] = await compute.flavors.listDetail()
    const [image] = await compute.images.list()
    const { id } = await compute.servers.create({
      name: 'w',
      flavorRef: flavor?.id ?? 0,
      imageRef: image?.id ?? '',
      networks: [],
    })
    await compute.servers.metadata.update(id, { role: 'web' })
    await rejection(compute.servers.reboot(id))
    const object = pithos.container('my box').object('a/b.bin')
    await pithos.container('my box').create()
    await object.upload(new Uint8Array(100_000))
    exporter.reset()
    const { body } = await object.get()
    for await (const _chunk of body ?? []);
    expect(named('object-store GET {account}/{container}/{object}')?.attributes).toMatchObject({
      'http.response.body.size': 100_000,
    })
    await compute.servers.list()
    await rejection(compute.servers.reboot(id))
    await compute.servers.get(id)
    await astakos.authenticate()
    await object.put(new Blob(['x'.repeat(70_000)]))
    const names = spans().map(({ name }) => name)
    expect(names).toEqual(
      expect.arrayContaining([
        'compute GET servers',
        'compute POST servers/{id}/action reboot',
        'compute GET servers/{id}',
        'identity POST tokens',
        'object-store PUT {account}/{container}/{object}',
      ]),
    )
    expect(named('object-store PUT {account}/{container}/{object}')?.attributes).toMatchObject({
      'http.request.body.size': 70_000,
    })
    expect(names.join()).not.toMatch(/my|b\.bin|\d/)
  })
})

describe('onEnd', () => {
  /** A client, and the ends of its calls. */
  async function watched(hooks: Hooks = {}) {
    const ends: EndEvent[] = []
    const origin = await serve((request, response) => {
      request.resume()
      request.on('end', () => response.end('x'.repeat(1000)))
    })
    const client = new Client(origin, 'token', { hooks: { ...hooks, onEnd: (event) => void ends.push(event) } })
    return { client, ends }
  }

  it('comes when a body that is read as a stream is over: read, cancelled or aborted', async () => {
    const { client, ends } = await watched()
    const read = await client.send('GET', 'read')
    expect(ends).toEqual([])
    await read.text()
    expect(ends).toMatchObject([{ status: 200, error: undefined, receivedBytes: 1000, retries: 0 }])
    await (await client.send('GET', 'cancel')).body?.cancel()
    const controller = new AbortController()
    const aborted = await client.send('GET', 'abort', { signal: controller.signal })
    controller.abort(new Error('enough'))
    await rejection(aborted.text())
    expect(ends.slice(1)).toMatchObject([{ error: undefined }, { error: new Error('enough') }])
  })

  it('counts what is sent, streams too, once', async () => {
    const { client, ends } = await watched()
    await client.send('PUT', 'x', { body: 'text' }).then((response) => response.text())
    await client.send('PUT', 'x', { body: new Uint8Array(200_000) }).then((response) => response.text())
    await client.send('PUT', 'x', { body: new Blob(['y'.repeat(150_000)]).stream() }).then((r) => r.text())
    expect(ends.map(({ sentBytes }) => sentBytes)).toEqual([4, 200_000, 150_000])
    expect(ends.map(({ operation, service }) => [operation, service])).toEqual(Array(3).fill(['PUT x', undefined]))
  })
})

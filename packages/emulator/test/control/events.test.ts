import { expect, test } from 'vitest'
import type { Json } from '../support.ts'
import { Remote } from './remote.ts'

interface Event {
  readonly name: string
  readonly data: Json
}

/** The events of a stream as they come. */
async function* eventsOf(remote: Remote, signal: AbortSignal): AsyncGenerator<Event, void, undefined> {
  const response = await fetch(`${remote.origin}/_emulator/events`, { signal })
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  let text = ''
  for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
    text += piece
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const [, name, data] = /^event: (.*)\ndata: (.*)$/.exec(text.slice(0, end)) ?? []
      text = text.slice(end + 2)
      if (name !== undefined) yield { name, data: JSON.parse(data ?? '') }
      else yield { name: 'comment', data: undefined }
    }
  }
}

test('a request is told of when it comes and when it is done, a change once it settles', async () => {
  const remote = await Remote.start()
  const stop = new AbortController()
  const events = eventsOf(remote, stop.signal)
  const next = async (name: string) => {
    for (;;) {
      const { value, done } = await events.next()
      if (done) throw new Error('The stream has ended.')
      if (value.name === name) return value.data
    }
  }
  await next('comment')
  await remote.as('alice', 'GET', '/cyclades/compute/v2.0/servers')
  expect(await next('request')).toMatchObject({ id: 1, method: 'GET', user: 'alice', done: false, status: 0 })
  expect(await next('request')).toMatchObject({ id: 1, done: true, status: 200 })
  const revision = (await remote.control('GET', '/overview')).json.revision
  await remote.control('POST', '/clock', { advanceMs: 1 })
  await remote.control('POST', '/clock', { advanceMs: 1 })
  // Both turns in one event.
  expect(await next('change')).toEqual({ revision: revision + 2 })
  stop.abort()
  await expect(next('change')).rejects.toThrow()
})

test('work in the background is a change, too', async () => {
  const remote = await Remote.start({ clock: 'real', transitionMs: 20 })
  const stop = new AbortController()
  const events = eventsOf(remote, stop.signal)
  await events.next()
  const { images } = (await remote.control('GET', '/overview')).json
  const body = { server: { name: 'a', flavorRef: 1, imageRef: images[0].id } }
  await remote.as('alice', 'POST', '/cyclades/compute/v2.0/servers', body)
  for await (const { name } of events) {
    if (name !== 'change') continue
    const { servers } = (await remote.control('GET', '/overview')).json
    if (servers[0].status === 'ACTIVE') break
  }
  stop.abort()
})

test('a request that only reads and is struck by a fault or a scenario is a change, too', async () => {
  const remote = await Remote.start()
  const revision = async () => (await remote.control('GET', '/overview')).json.revision
  const list = () => remote.as('alice', 'GET', '/cyclades/compute/v2.0/servers')
  const before = await revision()
  await list()
  expect(await revision()).toBe(before)
  await remote.control('POST', '/faults', { fault: { kind: 'status', status: 503 } })
  const withFault = await revision()
  expect((await list()).status).toBe(503)
  expect(await revision()).toBeGreaterThan(withFault)
  await remote.control('DELETE', '/faults')
  await remote.control('POST', '/scenarios', { kind: 'stopService', service: 'compute' })
  const withScenario = await revision()
  expect((await list()).status).toBe(503)
  expect(await revision()).toBeGreaterThan(withScenario)
})

test('closing the emulator ends the streams at once', async () => {
  const remote = await Remote.start()
  const events = eventsOf(remote, new AbortController().signal)
  await events.next()
  const started = performance.now()
  await remote.emulator.close()
  expect((await events.next()).done).toBe(true)
  expect(performance.now() - started).toBeLessThan(400)
})

import {
  ConnectionError,
  NotFoundError,
  ServiceUnavailableError,
  WaitFailedError,
  WaitTimeoutError,
  waitFor,
} from '@kamaki/core'
import { describe, expect, it } from 'vitest'
import { rejection } from '../support/servers.ts'

const goal = {
  done: (state: string) => state === 'ACTIVE',
  failed: (state: string) => (state === 'ERROR' ? 'the server is in ERROR' : undefined),
  describe: 'server 42 to be ACTIVE',
}
const soon = { intervalMs: 1, maxIntervalMs: 2 }

function states(...list: string[]) {
  let at = 0
  return async () => list[Math.min(at++, list.length - 1)]!
}

describe('waiting', () => {
  it('polls until the goal is reached and tells each state', async () => {
    const seen: [string, number][] = []
    const state = await waitFor(states('BUILD', 'BUILD', 'ACTIVE'), goal, {
      ...soon,
      onPoll: (each, { polls }) => seen.push([each, polls]),
    })
    expect(state).toBe('ACTIVE')
    expect(seen).toEqual([
      ['BUILD', 1],
      ['BUILD', 2],
      ['ACTIVE', 3],
    ])
  })

  it('ends early on a state that cannot lead there', async () => {
    const error = await rejection(waitFor(states('BUILD', 'ERROR'), goal, soon))
    expect(WaitFailedError.isInstance(error) && error.lastState).toBe('ERROR')
    expect(String(error)).toContain('Server 42 will not become ACTIVE: the server is in ERROR')
  })

  it('gives up after timeoutMs, with the last state', async () => {
    const error = await rejection(waitFor(states('BUILD'), goal, { ...soon, timeoutMs: 100 }))
    expect(WaitTimeoutError.isInstance(error) && error.lastState).toBe('BUILD')
    expect(String(error)).toContain('last state: BUILD')
  })

  it('gives up in the middle of a poll that hangs', async () => {
    const hanging = ({ signal }: { signal?: AbortSignal | undefined }) =>
      new Promise<string>((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
    const error = await rejection(waitFor(hanging, goal, { timeoutMs: 20 }))
    expect(WaitTimeoutError.isInstance(error)).toBe(true)
    expect(String(error)).toContain('no response yet')
  })

  it('rejects with the reason when it is aborted in a pause', async () => {
    const abort = new AbortController()
    const waiting = waitFor(states('BUILD'), goal, {
      intervalMs: 60_000,
      maxIntervalMs: 60_000,
      signal: abort.signal,
      onPoll: () => abort.abort('enough'),
    })
    expect(await rejection(waiting)).toBe('enough')
  })

  it('hands the options of requests on, and what a poll throws back', async () => {
    const failure = new NotFoundError('gone', {
      status: 404,
      fault: undefined,
      details: undefined,
      method: 'GET',
      url: '',
      requestId: undefined,
      retryAfterMs: undefined,
    })
    const error = await rejection(
      waitFor(
        async (options) => {
          expect(options).toMatchObject({ headers: { 'x-a': 'b' }, retry: false })
          throw failure
        },
        goal,
        { headers: { 'x-a': 'b' }, retry: false },
      ),
    )
    expect(error).toBe(failure)
  })
})

describe('a wait outlives', () => {
  const busy = (retryAfterMs?: number) =>
    new ServiceUnavailableError('down', {
      status: 503,
      fault: undefined,
      details: undefined,
      method: 'GET',
      url: 'u',
      requestId: undefined,
      retryAfterMs,
    })
  const lost = (code: string, transient = true) =>
    new ConnectionError('lost', { code, method: 'GET', url: 'u', transient })

  it('an outage, in which polls fail for passing reasons', async () => {
    const failures = [busy(), lost('ECONNRESET'), undefined, lost('ENOTFOUND', false), busy()]
    let polls = 0
    const poll = async () => {
      const failure = failures[polls]
      polls += 1
      if (failure !== undefined) throw failure
      return polls > failures.length ? 'ACTIVE' : 'BUILD'
    }
    expect(await waitFor(poll, goal, soon)).toBe('ACTIVE')
    expect(polls).toBe(6)
  })

  it('a Retry-After of a year, without asking again before its time is up', async () => {
    let polls = 0
    const poll = () => {
      polls += 1
      return Promise.reject(busy(31_536_000_000))
    }
    const error = await rejection(waitFor(poll, goal, { ...soon, timeoutMs: 50 }))
    expect([WaitTimeoutError.isInstance(error), polls]).toEqual([true, 1])
  })

  it('nothing that will not pass, such as a name that was never known', async () => {
    const failure = lost('ENOTFOUND', false)
    expect(await rejection(waitFor(() => Promise.reject(failure), goal, soon))).toBe(failure)
  })

  it('an outage until its time is up, and then says what the last poll failed with', async () => {
    const failure = busy()
    const error = await rejection(waitFor(() => Promise.reject(failure), goal, { ...soon, timeoutMs: 50 }))
    expect(WaitTimeoutError.isInstance(error) && error.cause).toBe(failure)
    expect(String(error)).toContain('the last poll failed: down')
  })

  it('no poll that never settles, whatever that does with its signal', async () => {
    const error = await rejection(waitFor(() => new Promise<string>(() => undefined), goal, { timeoutMs: 30 }))
    expect(WaitTimeoutError.isInstance(error)).toBe(true)
  })

  it.each(['stateOf', 'hint'])('no failure of what words its error: %s', async (name) => {
    const broken = () => {
      throw new Error('no word for it')
    }
    const wait = waitFor(states('BUILD'), { ...goal, [name]: broken }, { timeoutMs: 30, intervalMs: 1 })
    expect(String(await rejection(wait))).toContain('no word for it')
  })

  it('no condition that returns a promise, which would count as true', async () => {
    const done = (async () => false) as unknown as () => boolean
    expect(await rejection(waitFor(states('BUILD'), { ...goal, done }, soon))).toMatchObject({
      name: 'InvalidArgumentError',
      message: 'goal.done must return true or false; got a Promise. Is an await missing?',
    })
  })

  it('no failure of onPoll, also of an async one', async () => {
    const onPoll = () => Promise.reject(new Error('no room for the log'))
    expect(String(await rejection(waitFor(states('BUILD'), goal, { ...soon, onPoll })))).toContain('no room')
  })
})

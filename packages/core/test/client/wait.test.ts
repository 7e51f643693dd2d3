import { NotFoundError, WaitFailedError, WaitTimeoutError, waitFor } from '@kamaki/core'
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
    expect(String(error)).toContain('server 42 to be ACTIVE')
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
    expect(String(error)).toContain('no answer yet')
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

import { InvalidArgumentError, NotFoundError, WaitFailedError } from '@kamaki/core'
import { type StatusRules, waitUntilDeleted, waitUntilStatus, waitWhileStatus } from '@kamaki/core/toolkit'
import { expect, it } from 'vitest'

interface Thing {
  status: string
  task?: string
}

const rules: StatusRules<Thing> = {
  describe: 'thing 1',
  statusOf: ({ status }) => status,
  busy: ({ task }) => Boolean(task),
  broken: ['ERROR'],
  deleted: 'DELETED',
  resting: ['ACTIVE', 'STOPPED'],
}

/** Gives the states one after the other, then the last one for ever. */
function states(...all: string[]): { poll: () => Promise<Thing>; polls: () => number } {
  let polls = 0
  const poll = async (): Promise<Thing> => {
    const [status = '', task = ''] = (all[Math.min(polls, all.length - 1)] ?? '').split('/')
    polls += 1
    return { status, task }
  }
  return { poll, polls: () => polls }
}

const fast = { intervalMs: 0 }

it.each([
  ['ACTIVE', ['BUILD/BUILDING', 'BUILD/BUILDING', 'ACTIVE'], 3],
  ['ACTIVE', ['ACTIVE/REBOOTING', 'REBOOT/REBOOTING', 'ACTIVE'], 3],
  ['ACTIVE', ['STOPPED/STARTING', 'ACTIVE/STARTING', 'ACTIVE'], 3],
  ['STOPPED', ['STOPPED/RESIZING', 'STOPPED'], 2],
  [['ACTIVE', 'STOPPED'], ['ACTIVE/STOPPING', 'STOPPED'], 2],
  ['REBOOT', ['ACTIVE/REBOOTING', 'REBOOT/REBOOTING'], 2],
  ['BUILD', ['BUILD/BUILDING'], 1],
  ['DELETED', ['ACTIVE/DESTROYING', 'DELETED/DESTROYING'], 2],
  ['DELETED', ['ERROR', 'ERROR/DESTROYING', 'DELETED'], 3],
  ['ERROR', ['BUILD/BUILDING', 'ERROR'], 2],
])('waits until %s through %j', async (target, seen, polls) => {
  const source = states(...seen)
  const reached = await waitUntilStatus(source.poll, target, rules, fast)
  expect([target].flat()).toContain(reached.status)
  expect(source.polls()).toBe(polls)
})

it.each([
  ['ACTIVE', ['BUILD/BUILDING', 'ERROR'], 'its status is ERROR'],
  ['ACTIVE', ['DELETED'], 'it has been deleted'],
  ['ERROR', ['BUILD', 'DELETED'], 'it has been deleted'],
])('gives up waiting for %s after %j', async (target, seen, why) => {
  const failure = await waitUntilStatus(states(...seen).poll, target, rules, fast).catch((error: unknown) => error)
  expect(WaitFailedError.isInstance(failure) && failure.message).toBe(
    `Waiting for thing 1 to be ${target} is in vain: ${why}`,
  )
  expect(WaitFailedError.isInstance(failure) && failure.lastState).toMatchObject({ status: seen.at(-1) })
})

it('waits for whatever a function tells, and gives up all the same', async () => {
  const busy = (thing: Thing): boolean => thing.task === 'RESCUING'
  expect(await waitUntilStatus(states('STOPPED', 'STOPPED/RESCUING').poll, busy, rules, fast)).toMatchObject({
    task: 'RESCUING',
  })
  await expect(waitUntilStatus(states('STOPPED', 'ERROR').poll, busy, rules, fast)).rejects.toThrow(
    'Waiting for thing 1 to be as wanted is in vain: its status is ERROR',
  )
})

it.each([
  ['BUILD', ['BUILD/BUILDING', 'ACTIVE'], 'ACTIVE'],
  [['BUILD', 'REBOOT'], ['BUILD', 'REBOOT', 'ACTIVE'], 'ACTIVE'],
  ['STOPPED', ['STOPPED/STARTING', 'ACTIVE'], 'ACTIVE'],
  ['ERROR', ['ERROR', 'DELETED'], 'DELETED'],
])('waits while %s through %j', async (current, seen, end) => {
  expect(await waitWhileStatus(states(...seen).poll, current, rules, fast)).toMatchObject({ status: end })
})

it.each([
  ['BUILD', ['BUILD', 'ERROR'], 'its status is ERROR'],
  ['ACTIVE', ['ACTIVE', 'DELETED'], 'it has been deleted'],
])('gives up waiting while %s after %j', async (current, seen, why) => {
  await expect(waitWhileStatus(states(...seen).poll, current, rules, fast)).rejects.toThrow(
    `Waiting for thing 1 to be no longer ${current} is in vain: ${why}`,
  )
})

it('ends early when nothing more is going to happen by itself', async () => {
  const port: StatusRules<Thing> = {
    describe: 'port 1',
    statusOf: ({ status }) => status,
    broken: ['ERROR'],
    stuck: ({ status }) => (status === 'DOWN' ? 'it is on no server' : undefined),
  }
  const why = /is in vain: it is on no server$/
  await expect(waitUntilStatus(states('BUILD', 'DOWN').poll, 'ACTIVE', port, fast)).rejects.toThrow(why)
  await expect(waitWhileStatus(states('DOWN').poll, 'DOWN', port, fast)).rejects.toThrow(why)
  expect(await waitUntilStatus(states('BUILD', 'DOWN').poll, 'DOWN', port, fast)).toMatchObject({ status: 'DOWN' })
})

it('refuses to wait for no status at all', () => {
  expect(() => waitUntilStatus(states('ACTIVE').poll, [], rules, fast)).toThrow(InvalidArgumentError)
  expect(() => waitWhileStatus(states('ACTIVE').poll, [], rules, fast)).toThrow('current must name a status')
})

it('waits until something is deleted, whether it then says so or is not found', async () => {
  const source = states('ACTIVE', 'ERROR', 'DELETED')
  await waitUntilDeleted(source.poll, rules, fast)
  expect(source.polls()).toBe(3)
  const notFound = new NotFoundError('gone', {
    status: 404,
    method: 'GET',
    url: 'http://x/things/1',
    fault: undefined,
    details: undefined,
    requestId: undefined,
    retryAfterMs: undefined,
  })
  let polls = 0
  const poll = async (): Promise<Thing> => {
    polls += 1
    if (polls > 2) throw notFound
    return { status: 'ACTIVE' }
  }
  await waitUntilDeleted(poll, rules, fast)
  expect(polls).toBe(3)
  const broken = async (): Promise<Thing> => Promise.reject(new TypeError('no'))
  await expect(waitUntilDeleted(broken, rules, fast)).rejects.toThrow(TypeError)
})

it.each([
  ['active', 'ACTIVE'],
  ['in-use', 'in_use'],
])('tells that %j is written %j, and does not wait for it until the time is over', async (target, status) => {
  const { poll, polls } = states('BUILD/BUILDING', status)
  await expect(waitUntilStatus(poll, target, rules, fast)).rejects.toThrow(
    `target must be '${status}', as the cloud writes it; got "${target}"`,
  )
  expect(polls()).toBe(2)
  await expect(waitWhileStatus(states(status).poll, target, rules, fast)).rejects.toThrow(
    `current must be '${status}', as the cloud writes it`,
  )
})

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

/** Returns the states one after the other, then the last one for ever. */
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
  expect(WaitFailedError.isInstance(failure) && failure.message).toBe(`Thing 1 will not become ${target}: ${why}`)
  expect(WaitFailedError.isInstance(failure) && failure.lastState).toMatchObject({ status: seen.at(-1) })
})

it('waits for whatever a function says, and gives up all the same', async () => {
  const busy = (thing: Thing): boolean => thing.task === 'RESCUING'
  expect(await waitUntilStatus(states('STOPPED', 'STOPPED/RESCUING').poll, busy, rules, fast)).toMatchObject({
    task: 'RESCUING',
  })
  await expect(waitUntilStatus(states('STOPPED', 'ERROR').poll, busy, rules, fast)).rejects.toThrow(
    'Waiting for thing 1 to be as wanted failed: its status is ERROR',
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
    `Waiting for thing 1 to be no longer ${current} failed: ${why}`,
  )
})

it('ends early when it will not change by itself', async () => {
  const port: StatusRules<Thing> = {
    describe: 'port 1',
    statusOf: ({ status }) => status,
    broken: ['ERROR'],
    stuck: ({ status }) => (status === 'DOWN' ? 'it is on no server' : undefined),
  }
  const why = /(?:will not become ACTIVE|no longer DOWN failed): it is on no server$/
  await expect(waitUntilStatus(states('BUILD', 'DOWN').poll, 'ACTIVE', port, fast)).rejects.toThrow(why)
  await expect(waitWhileStatus(states('DOWN').poll, 'DOWN', port, fast)).rejects.toThrow(why)
  expect(await waitUntilStatus(states('BUILD', 'DOWN').poll, 'DOWN', port, fast)).toMatchObject({ status: 'DOWN' })
})

it('rejects waiting for no status at all', () => {
  expect(() => waitUntilStatus(states('ACTIVE').poll, [], rules, fast)).toThrow(InvalidArgumentError)
  expect(() => waitWhileStatus(states('ACTIVE').poll, [], rules, fast)).toThrow(
    'current must be a status or an array of statuses',
  )
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

const listed: StatusRules<Thing> = {
  ...rules,
  known: ['ACTIVE', 'BUILD', 'STOPPED', 'ERROR', 'DELETED', 'in_use', 'available'],
  synonyms: { SHUTOFF: 'STOPPED' },
}

it.each([
  ['ACTVE', 'ACTIVE'],
  ['ACTIVEE', 'ACTIVE'],
  ['ACITVE', 'ACTIVE'],
  ['active', 'ACTIVE'],
  ['BUILT', 'BUILD'],
  ['in-use', 'in_use'],
  ['avaliable', 'available'],
  ['SHUTOFF', 'STOPPED'],
  ['shut_off', 'STOPPED'],
])('suggests the status that %s looks like, before anything is asked', (target, near) => {
  const { poll, polls } = states('BUILD')
  expect(() => waitUntilStatus(poll, target, listed, fast)).toThrow(`target must be '${near}', as the cloud writes it`)
  expect(() => waitWhileStatus(poll, target, listed, fast)).toThrow(`current must be '${near}', as the cloud writes it`)
  expect(polls()).toBe(0)
})

it('waits for a status that is unknown, since clouds add some, and lists the known ones when the time is over', async () => {
  expect(await waitUntilStatus(states('BUILD', 'SHELVED').poll, 'SHELVED', listed, fast)).toMatchObject({
    status: 'SHELVED',
  })
  const waiting = waitUntilStatus(states('BUILD').poll, 'SHELVED', listed, { ...fast, timeoutMs: 30 })
  await expect(waiting).rejects.toThrow(/Unknown status 'SHELVED'. Known statuses: ACTIVE, BUILD, /)
})

it('says why a broken resource is broken, where that can be seen', async () => {
  const rule: StatusRules<Thing> = { ...rules, reason: () => 'No valid host was found' }
  await expect(waitUntilStatus(states('ERROR').poll, 'ACTIVE', rule, fast)).rejects.toThrow(
    'Thing 1 will not become ACTIVE: its status is ERROR (No valid host was found)',
  )
})

it('ends with a ParseError when the response has no status', async () => {
  const poll = async (): Promise<Thing> => ({ status: null as never })
  for (const wait of [
    waitUntilStatus(poll, 'ACTIVE', rules, fast),
    waitUntilStatus(poll, () => true, rules, fast),
    waitWhileStatus(poll, 'ACTIVE', rules, fast),
    waitUntilDeleted(poll, rules, fast),
  ])
    await expect(wait).rejects.toThrow('The response says no status of thing 1. Is this the right endpoint?')
})

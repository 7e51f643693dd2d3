import { createEmulator } from '@kamaki/emulator'
import { expect, test } from 'vitest'
import type { Json } from '../support.ts'
import { Remote } from './remote.ts'

const WRONG: Json[] = [1.5, -1, 1e30, null, 'x', '1.5', '-1', '', true, [], {}, [1], { a: 1 }, '1e3', '0x10', ' 7']

const FAULTS: Record<string, Json> = {
  ms: { kind: 'delay' },
  bytesPerSecond: { kind: 'bandwidth' },
  afterBytes: { kind: 'truncate' },
  status: { kind: 'status' },
  retryAfter: { kind: 'status', status: 503 },
  bytes: { kind: 'corrupt' },
}

/** What may be a fraction, or a string. */
const MAY: Record<string, Json[]> = {
  inMs: [1.5],
  forMs: [1.5],
  ms: [1.5],
  bytesPerSecond: [1.5, 1e30],
  retryAfter: ['x', '1.5', '-1', '', '1e3', '0x10', ' 7'],
}

/** Whatever the value, there is a response, and one that rejects it names the field and what it may be. */
async function expectTold(remote: Remote, path: string, field: string, value: Json, body: Json): Promise<void> {
  const { status, json } = await remote.control('POST', path, body)
  const said = { path, field, value, status, error: json?.error }
  if ((MAY[field.replace(/^.*\./, '')] ?? []).includes(value)) expect(said).toMatchObject({ status: 201 })
  else
    expect(said).toMatchObject({
      status: 400,
      error: { parameter: field, message: expect.stringMatching(new RegExp(`^${field} (?:must|is missing)`)) },
    })
}

test.each([
  ['setQuota', 'limit', { user: 'alice', resource: 'cyclades.vm' }],
  ['expireToken', 'inMs', { user: 'alice' }],
  ['failBuild', 'times', {}],
  ['hangBuild', 'times', {}],
  ['failVolume', 'times', {}],
  ['stopService', 'forMs', { service: 'image' }],
  ['stopService', 'status', { service: 'image' }],
  ['stopService', 'retryAfter', { service: 'image' }],
])('a scenario %s with a wrong %s says what it may be', async (kind, field, options) => {
  const remote = await Remote.start()
  for (const value of WRONG) await expectTold(remote, '/scenarios', field, value, { kind, ...options, [field]: value })
})

test('a fault with a wrong number says what it may be', async () => {
  const remote = await Remote.start()
  for (const value of WRONG) {
    for (const [field, fault] of Object.entries(FAULTS))
      await expectTold(remote, '/faults', `fault.${field}`, value, { fault: { ...fault, [field]: value } })
    for (const field of ['times', 'skip', 'seed', 'probability'])
      await expectTold(remote, '/faults', field, value, { [field]: value, fault: { kind: 'delay', ms: 1 } })
  }
})

test('a clock that cannot be turned so says why', async () => {
  const remote = await Remote.start()
  for (const value of [...WRONG, 3e12].filter((other) => other !== 1.5 && other !== 3e12))
    await expectTold(remote, '/clock', 'advanceMs', value, { advanceMs: value })
  for (const value of [false, 1, 'yes', null]) await expectTold(remote, '/clock', 'runAll', value, { runAll: value })
  for (const body of [{}, { advanceMs: 1, runAll: true }, [], 5, null, 'x'])
    expect((await remote.control('POST', '/clock', body)).json.error).toMatchObject({
      parameter: 'body',
      message: expect.stringMatching(/^body must be/),
    })
  const late = await Remote.start({ startTime: Date.UTC(9990, 0) })
  const { status, json } = await late.control('POST', '/clock', { advanceMs: 1e12 })
  expect([status, json.error.parameter, json.error.message]).toEqual([
    400,
    'advanceMs',
    'advanceMs must not turn the clock beyond the year 9999; got 1000000000000',
  ])
})

test('a body that a call does not take, and a path that names nothing, are told', async () => {
  const remote = await Remote.start()
  const told = async (method: string, path: string, body?: Json) => {
    const { status, json } = await remote.control(method, path, body)
    return [status, json.error.message]
  }
  expect(await told('POST', '/reset', { x: 1 })).toEqual([400, "Unknown field 'x'. No field is allowed"])
  expect(await told('POST', '/reset', [])).toEqual([400, expect.stringContaining('must be an object')])
  for (const path of ['/requests', '/faults', '/scenarios'])
    for (const id of ['abc', '1.5', '-1', '1e30', '%20', '99']) {
      const [status, message] = await told(path === '/requests' ? 'GET' : 'DELETE', `${path}/${id}`)
      expect([status, message]).toEqual([404, expect.stringContaining(decodeURIComponent(id))])
    }
  for (const query of ['limit=1.5', 'limit=-1', 'before=x', 'after=1e30', 'after='])
    expect((await told('GET', `/requests?${query}`))[0]).toBe(400)
})

test('an exception that nobody expected is a response, and is reported', async () => {
  const reported: unknown[] = []
  const emulator = createEmulator({ onError: (error) => reported.push(error) })
  const bug = new RangeError('a bug')
  Object.defineProperty(emulator.clock, 'pending', {
    get: () => {
      throw bug
    },
  })
  const response = await emulator.fetch('/_emulator/clock')
  expect(response.status).toBe(500)
  expect(await response.json()).toEqual({
    error: { message: 'This is a bug of the emulator, which its log tells more of: RangeError: a bug' },
  })
  expect(reported).toEqual([bug])
})

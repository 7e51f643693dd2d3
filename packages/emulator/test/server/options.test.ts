import { createEmulator, EmulatorArgumentError, type EmulatorOptions } from '@kamaki/emulator'
import { expect, test } from 'vitest'
import type { Json } from '../support.ts'

/** What a call throws or rejects with. */
async function failureOf(run: () => unknown): Promise<EmulatorArgumentError> {
  try {
    await run()
  } catch (error) {
    expect(error).toBeInstanceOf(EmulatorArgumentError)
    expect(error).toBeInstanceOf(TypeError)
    return error as EmulatorArgumentError
  }
  throw new Error('Nothing was rejected.')
}

test.each<[options: Json, parameter: string, message: RegExp]>([
  [{ clok: 'manual' }, 'clok', /^Unknown field 'clok'\. Allowed fields: adminApi, .*clock, .*users$/],
  [{ clock: 'manuel' }, 'clock', /^clock must be one of 'real', 'manual'; got "manuel"$/],
  [{ clock: true }, 'clock', /got true$/],
  [{ users: -1 }, 'users', /^users must be a number or an array; got -1$|^users must be an integer/],
  [{ users: 'alice' }, 'users', /got "alice"$/],
  [{ users: [{ token: 'x' }] }, 'users[0].name', /^users\[0\]\.name is missing/],
  [{ users: [{ name: 'dora', mail: 'x' }] }, 'users[0].mail', /^Unknown field 'mail'/],
  [{ users: [{ name: 'service' }] }, 'users[0].name', /must not be 'service' or 'operator'; got "service"/],
  [{ transitionMs: '500' }, 'transitionMs', /must be a non-negative number of milliseconds; got "500"$/],
  [{ latencyMs: Number.NaN }, 'latencyMs', /got NaN$/],
  [
    { startTime: new Date() },
    'startTime',
    /^startTime must be a number of milliseconds since 1970, of a time before .*; got an object$/,
  ],
  [{ seed: 1.5 }, 'seed', /must be an integer from 0; got 1\.5$/],
  [{ origin: 'cloud.example.org' }, 'origin', /^origin must be the scheme and host of a URL/],
  [{ origin: 'https://cloud.example.org/path' }, 'origin', /scheme and host/],
  [{ blockSize: 0 }, 'blockSize', /from 1; got 0$/],
  [{ state: 'a\0b' }, 'state', /^state must hold no zero bytes and no halves of characters; got "a\\u0000b"$/],
  [{ startTime: 1e300 }, 'startTime', /before the year 10000; got 1e\+300$/],
  [{ transitionMs: 1e300 }, 'transitionMs', /^transitionMs must be at most 3155760000000 milliseconds/],
  [
    { cost: { requests: [{ method: 'get' }] } },
    'cost.requests[0].method',
    /in capital letters, such as 'GET'; got "get"$/,
  ],
  [{ blocks: new Map() }, 'blocks', /BlockStore/],
  [{ oauth2: { clients: [{ id: 'a' }] } }, 'oauth2.clients[0].redirectUris', /is missing/],
  [{ control: 'public' }, 'control', /'loopback', 'any', 'off'/],
  [{ record: { bodies: 5 } }, 'record.bodies', /^Unknown field 'bodies'\. Allowed fields: bodyBytes, requests$/],
  [{ onRequest: 'log' }, 'onRequest', /must be a function; got "log"$/],
  [[], 'options', /^options must be an object; got an array$/],
  [null, 'options', /^options must be an object; got null$/],
])('createEmulator(%j) is rejected', async (options, parameter, message) => {
  const error = await failureOf(() => createEmulator(options as EmulatorOptions))
  expect(error.parameter).toBe(parameter)
  expect(error.message).toMatch(message)
})

test.each<[options: Json, parameter: string, message: RegExp]>([
  [{ port: '8080x' }, 'port', /^port must be an integer from 0 to 65535; got "8080x"$/],
  [{ port: '8080' }, 'port', /got "8080"$/],
  [{ port: 70_000 }, 'port', /got 70000$/],
  [{ port: null }, 'port', /got null$/],
  [{ host: '' }, 'host', /non-empty string/],
  [{ host: 'a\0b' }, 'host', /no zero bytes/],
  [{ prot: 8080 }, 'prot', /^Unknown field 'prot'\. Allowed fields: host, https, link, port$/],
  [{ https: 'yes' }, 'https', /true or false; got "yes"$/],
  [{ https: { key: 'x' } }, 'https.cert', /is missing/],
  [8080, 'options', /^options must be an object; got 8080$/],
])('listen(%j) is rejected', async (options, parameter, message) => {
  const error = await failureOf(() => createEmulator().listen(options))
  expect(error.parameter).toBe(parameter)
  expect(error.message).toMatch(message)
})

test('a clock that cannot be turned that way is not turned', async () => {
  const { clock } = createEmulator({ clock: 'manual', startTime: 1000 })
  for (const ms of [-1, Number.NaN, Number.POSITIVE_INFINITY, 1e300, '5' as Json, undefined as Json])
    expect((await failureOf(() => clock.advance(ms))).parameter).toBe('ms')
  expect(clock.now()).toBe(1000)
})

test('options that are right are taken, undefined ones as if they were left out', () => {
  const options: EmulatorOptions = {
    origin: 'https://cloud.example.org:8443',
    users: [{ name: 'dora', groups: [] }],
    clock: undefined,
    blocks: undefined,
    record: { requests: 0 },
    onRequest: () => {},
  }
  expect(createEmulator(options).env().users['dora']?.token).toBeTypeOf('string')
})

import { createEmulator, type Emulator, type InjectedFault } from '@kamaki/emulator'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const RESOURCES = '/astakos/account/v1.0/resources'

describe.each(['in process', 'over a socket'])('%s', (way) => {
  let emulator: Emulator
  let origin: string
  let get: (path: string, init?: RequestInit) => Promise<Response>

  beforeEach(async () => {
    emulator = createEmulator()
    origin = way === 'in process' ? 'http://synnefo.test' : (await emulator.listen()).origin
    get = (path, init) => (way === 'in process' ? emulator.fetch : fetch)(origin + path, init)
  })
  afterEach(() => emulator.close())

  const inject = (fault: InjectedFault) => emulator.faults.add({ path: '/resources', fault })
  const whole = async () => (await emulator.fetch(`http://synnefo.test${RESOURCES}`)).text()

  test('a reset before the request is handled makes fetch reject with a TypeError', async () => {
    inject({ kind: 'reset', when: 'before' })
    await expect(get(RESOURCES)).rejects.toThrow(TypeError)
  })

  test('a reset within the headers does so as well, though the request was handled', async () => {
    const { token } = emulator.env().users['alice']!
    emulator.faults.add({ path: '/feedback', fault: { kind: 'reset', when: 'headers' } })
    const headers = { 'x-auth-token': token, 'content-type': 'application/x-www-form-urlencoded' }
    const sent = get('/astakos/account/v1.0/feedback', { method: 'POST', headers, body: 'feedback_msg=hello' })
    await expect(sent).rejects.toThrow(TypeError)
    expect(emulator.state.feedback).toHaveLength(1)
  })

  test('a reset within the body lets the headers through and breaks the body', async () => {
    inject({ kind: 'reset', when: 'body', afterBytes: 10 })
    const response = await get(RESOURCES).catch((error: unknown) => error)
    // The reset may overtake the headers on a socket.
    if (response instanceof Response) await expect(response.text()).rejects.toThrow(TypeError)
    else expect(response).toBeInstanceOf(TypeError)
  })

  test('a truncated body is an error, not a shorter body', async () => {
    inject({ kind: 'truncate', afterBytes: 10 })
    const response = await get(RESOURCES)
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toThrow(TypeError)
  })

  test('a stalled body comes up to where it stalls, and no further until the caller gives up', async () => {
    inject({ kind: 'stall', afterBytes: 10 })
    const gaveUp = new AbortController()
    const response = await get(RESOURCES, { signal: gaveUp.signal })
    const reader = response.body!.getReader()
    const { value } = await reader.read()
    expect(value?.byteLength).toBe(10)
    const next = reader.read()
    const first = await Promise.race([
      next.then(() => 'more'),
      new Promise((resolve) => setTimeout(resolve, 100, 'nothing')),
    ])
    expect(first).toBe('nothing')
    gaveUp.abort(new Error('enough'))
    await expect(next).rejects.toThrow()
  })

  test('a status takes the place of the response, in the words of the service', async () => {
    inject({ kind: 'status', status: 503, retryAfter: 7 })
    const response = await get(RESOURCES)
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('7')
    expect(await response.json()).toEqual({
      serviceUnavailable: { message: 'Service unavailable', code: 503, details: '' },
    })
  })

  test('every status can be sent, with any headers that are taken', async () => {
    for (const status of [200, 204, 205, 206, 299, 304, 418, 499, 599]) {
      const headers = { 'X-Latin': '\xe9t\xe9', 'x!#$': '\ta b', 'Content-Type': 'text/x', 'Retry-After': 'later' }
      const fault = emulator.faults.add({ fault: { kind: 'status', status, headers } })
      const response = await get(RESOURCES, { redirect: 'manual' })
      fault.remove()
      expect(response.status).toBe(status)
      expect(response.headers.get('x-latin')).toBe('\xe9t\xe9')
      expect(response.headers.get('retry-after')).toBe('later')
      expect((await response.text()).length > 0).toBe(![204, 205, 304].includes(status))
    }
    expect((await get(RESOURCES)).status).toBe(200)
  })

  test.each([401, 413, 429, 500, 502, 504])('%i without Retry-After', async (status) => {
    inject({ kind: 'status', status })
    const response = await get(RESOURCES)
    expect(response.status).toBe(status)
    expect(response.headers.has('retry-after')).toBe(false)
    const [fault] = Object.values(await response.json()) as { code: number }[]
    expect(fault?.code).toBe(status)
  })

  test('a status can be told after the request was handled all the same', async () => {
    const { token } = emulator.env().users['alice']!
    const headers = { 'x-auth-token': token, 'content-type': 'application/x-www-form-urlencoded' }
    const send = () => get('/astakos/account/v1.0/feedback', { method: 'POST', headers, body: 'feedback_msg=hello' })
    emulator.faults.add({ path: '/feedback', times: 1, fault: { kind: 'status', status: 500 } })
    expect((await send()).status).toBe(500)
    expect(emulator.state.feedback).toHaveLength(0)
    emulator.faults.add({ path: '/feedback', times: 1, fault: { kind: 'status', status: 500, handled: true } })
    expect((await send()).status).toBe(500)
    expect(emulator.state.feedback).toHaveLength(1)
  })

  test('bytes are flipped, no more and no fewer than asked for', async () => {
    const good = new TextEncoder().encode(await whole())
    inject({ kind: 'corrupt', bytes: 3 })
    const bad = new Uint8Array(await (await get(RESOURCES)).arrayBuffer())
    expect(bad.length).toBe(good.length)
    expect([...bad].filter((byte, i) => byte !== good[i])).toHaveLength(3)
  })

  test('a bandwidth limit changes no byte', async () => {
    const good = await whole()
    inject({ kind: 'bandwidth', bytesPerSecond: 20_000 })
    expect(await (await get(RESOURCES)).text()).toBe(good)
  })

  test('an upload is slowed down without changing it, and reset in the middle if so wished', async () => {
    const { token, uuid } = emulator.env().users['alice']!
    const headers = { 'x-auth-token': token, 'content-type': 'application/json' }
    const ask = () =>
      get('/astakos/account/v1.0/user_catalogs', { method: 'POST', headers, body: JSON.stringify({ uuids: [uuid] }) })
    const rule = emulator.faults.add({
      path: '/user_catalogs',
      fault: { kind: 'bandwidth', bytesPerSecond: 2000, upload: true },
    })
    expect(Object.keys((await (await ask()).json()).uuid_catalog)).toEqual([uuid])
    rule.remove()
    emulator.faults.add({ path: '/user_catalogs', fault: { kind: 'reset', when: 'upload', afterBytes: 5 } })
    await expect(ask()).rejects.toThrow(TypeError)
  })

  test('HEAD has no body to spoil', async () => {
    inject({ kind: 'truncate' })
    expect((await get(RESOURCES, { method: 'HEAD' })).status).toBe(405)
  })
})

test('a rule strikes as often as it says, after those that it lets through', async () => {
  const emulator = createEmulator()
  const rule = emulator.faults.add({ method: 'GET', skip: 1, times: 2, fault: { kind: 'status', status: 500 } })
  const statuses = []
  for (let i = 0; i < 5; i++) statuses.push((await emulator.fetch(`http://synnefo.test${RESOURCES}`)).status)
  expect(statuses).toEqual([200, 500, 500, 200, 200])
  expect(rule.struck).toBe(2)
})

test('rules match by method, by substring, by wildcard and by pattern', async () => {
  const emulator = createEmulator()
  const struck = async (rule: { method?: string | string[]; path?: string | RegExp }, method = 'GET') => {
    emulator.faults.clear()
    emulator.faults.add({ ...rule, fault: { kind: 'status', status: 599 } })
    return (await emulator.fetch(`http://synnefo.test${RESOURCES}?format=json`, { method })).status === 599
  }
  expect(await struck({})).toBe(true)
  expect(await struck({ path: 'account/v1.0' })).toBe(true)
  expect(await struck({ path: '/astakos/*/resources*' })).toBe(true)
  expect(await struck({ path: '/astakos/*/resources' })).toBe(false)
  expect(await struck({ path: /resources\?format=\w+$/ })).toBe(true)
  expect(await struck({ path: /^resources/g })).toBe(false)
  expect(await struck({ method: 'POST' })).toBe(false)
  expect(await struck({ method: ['PUT', 'GET'] })).toBe(true)
})

test('random faults strike the same requests for the same seed, and others for another', async () => {
  const pattern = async (seed: number) => {
    const emulator = createEmulator()
    emulator.faults.add({ probability: 0.5, seed, fault: { kind: 'status', status: 500 } })
    let out = ''
    for (let i = 0; i < 64; i++) out += (await emulator.fetch(`http://synnefo.test${RESOURCES}`)).ok ? '.' : 'x'
    return out
  }
  const first = await pattern(5)
  expect(await pattern(5)).toBe(first)
  expect(await pattern(6)).not.toBe(first)
  expect(first).toMatch(/x/)
  expect(first).toMatch(/\./)
})

test('a delay is over when the caller gives up', async () => {
  const emulator = createEmulator()
  emulator.faults.add({ fault: { kind: 'delay', ms: 3_600_000 } })
  const signal = AbortSignal.timeout(20)
  await expect(emulator.fetch(`http://synnefo.test${RESOURCES}`, { signal })).rejects.toThrow(/timeout|aborted/i)
})

test('reset() takes the faults away', async () => {
  const emulator = createEmulator()
  emulator.faults.add({ fault: { kind: 'status', status: 500 } })
  emulator.reset()
  expect((await emulator.fetch(`http://synnefo.test${RESOURCES}`)).status).toBe(200)
})

test('a reset that was asked for is not reported as a bug of the emulator', async () => {
  const bugs: unknown[] = []
  const emulator = createEmulator({ onError: (error) => bugs.push(error) })
  emulator.faults.add({ path: '/user_catalogs', fault: { kind: 'reset', when: 'upload', afterBytes: 5 } })
  const { token } = emulator.env().users['alice']!
  const url = 'http://synnefo.test/astakos/account/v1.0/user_catalogs'
  const headers = { 'x-auth-token': token, 'content-type': 'application/json' }
  const asked = emulator.fetch(url, { method: 'POST', headers, body: '{"uuids": ["somebody"]}' })
  await expect(asked).rejects.toThrow(TypeError)
  expect(bugs).toEqual([])
})

test.each<[rule: object, problem: string]>([
  [{ headers: { 'X Y': 'a' } }, 'fault.headers.X Y must be the name of a header'],
  [{ headers: { '': 'a' } }, 'fault.headers. must be the name of a header'],
  [
    { headers: { 'X-A': 'a\r\nX-B: b' } },
    'fault.headers.X-A must be a string that a header can hold: Latin-1 without line breaks',
  ],
  [{ headers: { 'X-A': 'αβγ' } }, 'fault.headers.X-A must be a string that a header can hold'],
  [{ headers: { 'X-A': 5 } }, 'fault.headers.X-A must be a string that a header can hold'],
  [
    { headers: { 'Content-Length': '5' } },
    'fault.headers.Content-Length must not be a header that says how the response is sent',
  ],
  [{ headers: { 'transfer-encoding': 'chunked' } }, 'fault.headers.transfer-encoding must not be a header'],
  [{ retryAfter: 'a\nb' }, 'fault.retryAfter must be a string that a header can hold'],
  [{ retryAfter: 1.5 }, 'fault.retryAfter must be'],
  [{ message: '\ud800' }, 'fault.message must hold no zero bytes and no halves of characters'],
])('a status with %j cannot be sent, and is rejected', (more, problem) => {
  const { faults } = createEmulator()
  expect(() => faults.add({ fault: { kind: 'status', status: 500, ...more } as InjectedFault })).toThrow(problem)
  expect(() => faults.add({ method: 'get', fault: { kind: 'status', status: 500 } })).toThrow(
    'method in capital letters',
  )
  expect(() => faults.add({ fault: { kind: 'delay', ms: 1e300 } })).toThrow('fault.ms must be at most 3155760000000')
})

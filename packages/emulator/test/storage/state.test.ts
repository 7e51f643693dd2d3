import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEmulator, type Emulator, type EmulatorOptions, StateError } from '@kamaki/emulator'
import { DiskBlocks } from '@kamaki/emulator/node'
import { afterAll, afterEach, describe, expect, test } from 'vitest'

const root = mkdtempSync(join(tmpdir(), 'kamaki-state-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const open = new Set<Emulator>()
afterEach(async () => {
  for (const emulator of open) await emulator.close()
  open.clear()
})

let count = 0
const newDirectory = () => join(root, `state-${count++}`)

function start(state: string, options: EmulatorOptions = {}): Emulator {
  const onError = (error: unknown) => {
    throw error
  }
  const emulator = createEmulator({ state, clock: 'manual', onError, ...options })
  open.add(emulator)
  return emulator
}

async function stop(emulator: Emulator): Promise<void> {
  open.delete(emulator)
  await emulator.close()
}

const call = (emulator: Emulator, method: string, path: string, body?: string, headers: Record<string, string> = {}) =>
  emulator.fetch(path.replace('ME', emulator.env().users.alice.uuid ?? ''), {
    method,
    headers: {
      'X-Auth-Token': emulator.env().users.alice.token,
      'Content-Type': 'application/octet-stream',
      ...headers,
    },
    ...(body !== undefined && { body }),
  })

const PITHOS = '/pithos/object-store/v1/ME'
const JSON_BODY = { 'Content-Type': 'application/json' }

describe('a cloud with a state directory', () => {
  test('is there again, with objects, their versions and contents', async () => {
    const directory = newDirectory()
    const first = start(directory)
    await call(first, 'PUT', `${PITHOS}/c`)
    await call(first, 'PUT', `${PITHOS}/c/o`, 'one', { 'X-Object-Meta-Colour': 'red' })
    await call(first, 'PUT', `${PITHOS}/c/o`, 'two', { 'X-Object-Sharing': 'read=*' })
    await call(first, 'PUT', `${PITHOS}/c/gone`, 'three')
    await call(first, 'DELETE', `${PITHOS}/c/gone`)
    const before = await first.export()
    await stop(first)
    const second = start(directory)
    expect(await second.export()).toBe(before)
    expect(await (await call(second, 'GET', `${PITHOS}/c/o`)).text()).toBe('two')
    expect(await (await call(second, 'GET', `${PITHOS}/c/o?version=list&format=json`)).json()).toHaveProperty(
      'versions.length',
      2,
    )
    expect(await (await call(second, 'GET', `${PITHOS}/c`)).text()).toBe('o\n')
  })

  test('goes on with a server that was being built', async () => {
    const directory = newDirectory()
    const first = start(directory)
    const { images } = (await (await call(first, 'GET', '/cyclades/compute/v2.0/images')).json()) as {
      images: { id: string }[]
    }
    const server = JSON.stringify({ server: { name: 's', flavorRef: 1, imageRef: images[0]?.id, networks: [] } })
    expect((await call(first, 'POST', '/cyclades/compute/v2.0/servers', server, JSON_BODY)).status).toBe(202)
    first.clock.advance(700)
    await stop(first)
    const second = start(directory)
    const shown = async () =>
      ((await (await call(second, 'GET', '/cyclades/compute/v2.0/servers/1')).json()) as { server: object }).server
    expect(await shown()).toMatchObject({ status: 'BUILD', progress: 50 })
    second.clock.advance(299)
    expect(await shown()).toMatchObject({ status: 'BUILD' })
    second.clock.advance(1)
    expect(await shown()).toMatchObject({ status: 'ACTIVE', progress: 100 })
  })

  test('ends a build that hung when it was left', async () => {
    const directory = newDirectory()
    const first = start(directory)
    first.scenarios.hangBuild({})
    const { images } = (await (await call(first, 'GET', '/cyclades/compute/v2.0/images')).json()) as {
      images: { id: string }[]
    }
    const server = JSON.stringify({ server: { name: 's', flavorRef: 1, imageRef: images[0]?.id, networks: [] } })
    await call(first, 'POST', '/cyclades/compute/v2.0/servers', server, JSON_BODY)
    first.clock.runAll()
    await stop(first)
    const second = start(directory)
    second.clock.runAll()
    const shown = await (await call(second, 'GET', '/cyclades/compute/v2.0/servers/1')).json()
    expect(shown).toMatchObject({ server: { status: 'ACTIVE' } })
  })

  test('writes each change before it responds', async () => {
    const directory = newDirectory()
    const first = start(directory)
    const size = () => statSync(join(directory, 'state.log')).size
    let before = size()
    for (const path of [`${PITHOS}/c`, `${PITHOS}/c/o`]) {
      const [status, written] = await call(first, 'PUT', path, 'x').then(
        (response) => [response.status, size()] as const,
      )
      expect(status).toBe(201)
      expect(written).toBeGreaterThan(before)
      before = written
    }
    await call(first, 'GET', `${PITHOS}/c/o`)
    expect(size()).toBe(before)
  })

  test('keeps what a test does behind the API, and the clock', async () => {
    const directory = newDirectory()
    const first = start(directory, { startTime: 1e12 })
    first.scenarios.suspendUser({ user: 'bob' })
    first.clock.advance(5000)
    await stop(first)
    const second = start(directory, { startTime: 5e12 })
    expect(second.clock.now()).toBe(1e12 + 5000)
    const { token } = second.env().users['bob']!
    const response = await second.fetch('/astakos/identity/v2.0/tokens', {
      method: 'POST',
      body: JSON.stringify({ auth: { token: { id: token }, tenantName: second.env().users['bob']!.uuid } }),
      headers: JSON_BODY,
    })
    expect(response.status).toBe(401)
  })

  test('begins anew after reset(), also the next time', async () => {
    const directory = newDirectory()
    const first = start(directory)
    await call(first, 'PUT', `${PITHOS}/c`)
    await call(first, 'PUT', `${PITHOS}/c/o`, 'content')
    first.reset()
    expect((await call(first, 'HEAD', `${PITHOS}/c`)).status).toBe(404)
    await call(first, 'PUT', `${PITHOS}/d`)
    await call(first, 'PUT', `${PITHOS}/d/o`, 'content')
    await stop(first)
    expect(readdirSync(directory).sort()).toEqual(['blocks-2', 'state.log'])
    const second = start(directory)
    expect(await (await call(second, 'GET', PITHOS)).text()).toBe('d\n')
    expect(await (await call(second, 'GET', `${PITHOS}/d/o`)).text()).toBe('content')
  })

  test('takes the users, the size of blocks and the tokens that it was created with', async () => {
    const directory = newDirectory()
    const first = start(directory, { users: 2, blockSize: 65_536, seed: 7 })
    const { users } = first.env()
    await stop(first)
    const second = start(directory)
    expect(second.env().users).toEqual(users)
    const head = await call(second, 'PUT', `${PITHOS}/c`)
    expect(head.status).toBe(201)
    expect((await call(second, 'HEAD', `${PITHOS}/c`)).headers.get('x-container-block-size')).toBe('65536')
    await stop(second)
    expect(() => start(directory, { blockSize: 8 })).toThrow('whose blocks have 65536 bytes, not 8')
  })
})

describe('a state directory', () => {
  const code = (error: unknown) => (error instanceof StateError ? error.code : error)
  const failure = (run: () => unknown): unknown => {
    try {
      run()
    } catch (error) {
      return error
    }
    return undefined
  }

  test('is used by one emulator at a time', async () => {
    const directory = newDirectory()
    const first = start(directory)
    const error = failure(() => start(directory))
    expect(code(error)).toBe('in-use')
    expect(String(error)).toContain(directory)
    await stop(first)
    start(directory)
  })

  test('is taken over from a process that was killed', async () => {
    const directory = newDirectory()
    await stop(start(directory))
    for (const left of ['{"pid":999999999}', '{"pid":1,"began":"never"}', '{"pi', '']) {
      writeFileSync(join(directory, 'lock'), left)
      await stop(start(directory))
      expect(existsSync(join(directory, 'lock'))).toBe(false)
    }
  })

  test('has what was not written whole cut off', async () => {
    const directory = newDirectory()
    const first = start(directory)
    await call(first, 'PUT', `${PITHOS}/c`)
    await stop(first)
    const log = join(directory, 'state.log')
    const { size } = statSync(log)
    const second = start(directory)
    await call(second, 'PUT', `${PITHOS}/d`)
    await stop(second)
    const whole = readFileSync(log)
    for (let cut = size + 1; cut < whole.length; cut += 41) {
      writeFileSync(log, whole)
      truncateSync(log, cut)
      const third = start(directory)
      expect(await (await call(third, 'GET', PITHOS)).text()).toBe('c\n')
      await call(third, 'PUT', `${PITHOS}/e`)
      await stop(third)
      const fourth = start(directory)
      expect(await (await call(fourth, 'GET', PITHOS)).text()).toBe('c\ne\n')
      await stop(fourth)
    }
  })

  test('that is damaged, of another format or something else is rejected as it is', async () => {
    const directory = newDirectory()
    await stop(start(directory))
    const log = join(directory, 'state.log')
    const good = readFileSync(log, 'utf8')
    const cases: [content: string, code: string][] = [
      [good.replace('alice@', 'alicf@'), 'damaged'],
      [good.replace('state 2 ', 'state 3 '), 'format'],
      [good.replace('blocks-1', 'blocks/..'), 'damaged'],
      [good.replace('4194304', '4194303'), 'damaged'],
      [good.slice(0, 30), 'damaged'],
      ['something else\n', 'not-a-state'],
      ['', 'not-a-state'],
    ]
    for (const [content, expected] of cases) {
      writeFileSync(log, content)
      const error = failure(() => start(directory))
      expect([code(error), String(error)]).toEqual([expected, expect.stringContaining(log)])
      expect(readFileSync(log, 'utf8') === content).toBe(true)
    }
    writeFileSync(log, good)
    start(directory)
    const other = newDirectory()
    mkdirSync(other)
    writeFileSync(join(other, 'thesis.tex'), '')
    expect(code(failure(() => start(other)))).toBe('not-a-state')
    expect(readdirSync(other)).toEqual(['thesis.tex'])
  })

  test('of a closed emulator takes no more', async () => {
    const directory = newDirectory()
    const errors: unknown[] = []
    const emulator = start(directory, { onError: (error) => errors.push(error) })
    await stop(emulator)
    expect((await call(emulator, 'PUT', `${PITHOS}/c`)).status).toBe(500)
    expect(errors.map(code)).toContain('closed')
  })
})

test('an emulator that is closed leaves its directory to the one that has it now', async () => {
  const state = join(mkdtempSync(join(root, 'closed-')), 'cloud')
  const closed = createEmulator({ state })
  const fixture = await closed.export()
  await closed.close()
  const other = createEmulator({ state })
  const { token, uuid } = other.env().users.alice
  const call = (method: string, path: string, body?: string) =>
    other.fetch(`${other.state.origin}/pithos/object-store/v1/${uuid}${path}`, {
      method,
      headers: { 'X-Auth-Token': token, 'Content-Type': 'text/plain' },
      ...(body !== undefined && { body }),
    })
  await call('PUT', '/c')
  await call('PUT', '/c/o', 'precious')
  expect(() => closed.reset()).toThrow(StateError)
  await expect(closed.import(fixture)).rejects.toThrow(StateError)
  expect((await call('PUT', '/c/p', 'more')).status).toBe(201)
  await other.close()
  const again = createEmulator({ state })
  for (const [name, content] of [
    ['o', 'precious'],
    ['p', 'more'],
  ] as const) {
    const url = `${again.state.origin}/pithos/object-store/v1/${uuid}/c/${name}`
    expect(await (await again.fetch(url, { headers: { 'X-Auth-Token': token } })).text()).toBe(content)
  }
  await again.close()
})

test('a directory that cannot be created is told at once', () => {
  for (const state of ['/proc/kamaki-none', '/proc/kamaki-none/below', '/dev/null/below']) {
    const error = caught(() => createEmulator({ state }))
    expect(error).toMatchObject({ code: 'unusable', message: expect.stringContaining(`${state} cannot be used: E`) })
    expect(() => new DiskBlocks(state)).toThrow(/^E(?:NOENT|NOTDIR)/)
  }
})

function caught(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    return error
  }
}

import { Writable } from 'node:stream'
import { Client } from '@kamaki/core'
import { createEmulator } from '@kamaki/emulator'
import pino from 'pino'
import { afterEach, describe, expect, it, vi } from 'vitest'
import winston from 'winston'
import { rejection } from '../support/servers.ts'

const emulator = createEmulator()
const { authUrl, users } = emulator.env()
const token = users['alice']?.token ?? ''

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

/** What a logger wrote as lines of JSON. */
function sink() {
  const lines: Record<string, unknown>[] = []
  return { lines, write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) }
}

/** The same as a stream of Node. */
function into(write: (line: string) => void): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      write(String(chunk))
      done()
    },
  })
}

/** Validates the token, and asks for something that is not there. */
async function use(client: Client): Promise<void> {
  await client.request('POST', 'tokens')
  await rejection(client.request('GET', 'no/such/thing'))
}

describe('a logger of', () => {
  it('pino gets message and fields, also as its child', async () => {
    const { lines, write } = sink()
    const logger = pino({ level: 'debug' }, { write })
    await use(new Client(authUrl, token, { fetch: emulator.fetch, logger: logger.child({ part: 'sdk' }) }))
    expect(lines).toMatchObject([
      { level: 30, msg: expect.stringContaining('POST '), part: 'sdk', method: 'POST', status: 200, attempt: 1 },
      {
        level: 40,
        msg: expect.stringContaining('failed: BadRequestError'),
        method: 'GET',
        elapsedMs: expect.any(Number),
      },
    ])
    await use(new Client(authUrl, token, { fetch: emulator.fetch, logger, logLevel: 'debug' }))
    expect(lines.some(({ level, headers }) => level === 20 && typeof headers === 'object')).toBe(true)
    expect(JSON.stringify(lines)).not.toContain(token)
  })

  it('winston gets message and fields, also as its child', async () => {
    const { lines, write } = sink()
    const stream = new winston.transports.Stream({ stream: into(write) })
    const logger = winston.createLogger({ level: 'debug', format: winston.format.json(), transports: [stream] })
    await use(new Client(authUrl, token, { fetch: emulator.fetch, logger: logger.child({ part: 'sdk' }) }))
    expect(lines).toMatchObject([
      { level: 'info', message: expect.stringContaining('POST '), part: 'sdk', method: 'POST', status: 200 },
      { level: 'warn', message: expect.stringContaining('failed: BadRequestError'), method: 'GET' },
    ])
    await use(new Client(authUrl, token, { fetch: emulator.fetch, logger, logLevel: 'debug' }))
    expect(lines.some(({ level, headers }) => level === 'debug' && typeof headers === 'object')).toBe(true)
    expect(JSON.stringify(lines)).not.toContain(token)
  })
})

describe('the variable KAMAKI_LOG', () => {
  /** The levels of what a client writes to each method of the console. */
  async function written(options: ConstructorParameters<typeof Client>[2] = {}) {
    const spies = (['debug', 'info', 'log', 'warn', 'error'] as const).map((name) => ({
      name,
      spy: vi.spyOn(console, name).mockImplementation(() => undefined),
    }))
    await use(new Client(authUrl, token, { fetch: emulator.fetch, ...options }))
    return spies.flatMap(({ name, spy }) => spy.mock.calls.map((line) => `${name}: ${JSON.stringify(line)}`))
  }

  it('logs to standard error, without a change of code and without secrets', async () => {
    vi.stubEnv('KAMAKI_LOG', 'debug')
    const lines = await written()
    expect(lines.length).toBeGreaterThan(4)
    expect(lines.every((line) => line.startsWith('error: '))).toBe(true)
    expect(lines.some((line) => line.includes('"x-auth-token":"***"'))).toBe(true)
    expect(lines.join()).not.toContain(token)
  })

  it('sets the level of a logger whose client sets none', async () => {
    const { lines, write } = sink()
    const logger = pino({ level: 'trace' }, { write })
    vi.stubEnv('KAMAKI_LOG', ' WARN ')
    expect(await written({ logger })).toEqual([])
    expect(lines.map(({ level }) => level)).toEqual([40])
  })

  it('leaves the level that a client sets', async () => {
    vi.stubEnv('KAMAKI_LOG', 'debug')
    expect(await written({ logLevel: 'off' })).toEqual([])
    expect(await written({ logLevel: 'info' })).toMatchObject(
      [/^info: /, /^warn: /].map((line) => expect.stringMatching(line)),
    )
  })

  it('is named once if it is not a level, and ignored', async () => {
    vi.stubEnv('KAMAKI_LOG', 'verbose')
    expect(await written()).toEqual([
      expect.stringContaining('KAMAKI_LOG=verbose is not a log level. Set it to one of debug'),
    ])
    expect(await written({ logger: { ...console } })).toHaveLength(2 + 1)
  })
})

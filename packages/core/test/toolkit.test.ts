import { inspect } from 'node:util'
import { Client, InvalidArgumentError, KamakiError, ParseError, type RequestOptions } from '@kamaki/core'
import {
  omitUndefined,
  path,
  pickRequestOptions,
  Resource,
  reassignBody,
  StatusResource,
  type StatusRules,
  serviceRoot,
  unwrap,
  unwrapList,
  unwrapped,
  Versions,
} from '@kamaki/core/toolkit'
import { describe, expect, it } from 'vitest'
import { serve } from './support/servers.ts'

interface Storm {
  status: string
}

interface Station {
  id: number
}

class Stations extends Resource {
  list(options?: RequestOptions & { changesSince?: string }) {
    const { changesSince, ...call } = options ?? {}
    return unwrapList<Station>(this.http, 'stations', 'stations', { ...call, query: { 'changes-since': changesSince } })
  }

  async get(id: number, options?: RequestOptions): Promise<Station> {
    return unwrap<Station>(this.http, 'station', 'GET', path`stations/${id}`, options)
  }

  names(options?: RequestOptions) {
    return this.bareList<string>('names', { ...options, items: 'string' })
  }

  async plan(options?: RequestOptions): Promise<object> {
    return this.bare('GET', 'plan', options)
  }
}

class Storms extends StatusResource<Storm, 'GATHERING' | 'RAGING' | 'OVER', string> {
  async get(id: string, options?: RequestOptions): Promise<Storm> {
    return unwrap<Storm>(this.http, 'storm', 'GET', path`storms/${id}`, options)
  }

  protected override statusRules(id: string): StatusRules<Storm> {
    return { describe: `storm ${id}`, statusOf: ({ status }) => status, broken: [], deleted: 'OVER' }
  }
}

class WeatherClient extends Client {
  static override readonly serviceType = 'weather'
  static override readonly defaultVersion = 'v1'

  readonly stations: Stations = new Stations(this.http)
  readonly storms: Storms = new Storms(this.http)
  readonly versions: Versions = new Versions(this.http)
}

/** A client of a server that responds with these bodies by path, else with 304. */
async function weather(bodies: Record<string, string>): Promise<WeatherClient> {
  const origin = await serve((request, response) => {
    const body = bodies[request.url ?? '']
    response.writeHead(body === undefined ? 304 : 200, { token: String(request.headers['x-auth-token']) }).end(body)
  })
  return new WeatherClient(`${origin}/weather`, 'secret-token', { retry: false })
}

describe('a custom client', () => {
  it('unwraps what a response has under one key', async () => {
    const { stations } = await weather({
      '/weather/v1/stations': '{"stations": [{"id": 7}]}',
      '/weather/v1/stations/7': '{"station": {"id": 7}}',
      '/weather/v1/stations/8': '{"other": 1}',
    })
    expect(await stations.list()).toEqual([{ id: 7 }])
    expect(await stations.get(7)).toEqual({ id: 7 })
    const error = await stations.get(8).catch((reason: unknown) => reason)
    expect(ParseError.isInstance(error) && error.message).toMatch(/GET \S+stations\/8 has no 'station' field/)
    expect(() => unwrapped([], 'a', { status: 200, method: 'GET', url: 'u' })).toThrow(ParseError)
  })

  it('checks the shape of a response without an envelope', async () => {
    const right = await weather({ '/weather/v1/names': '["a", "b"]', '/weather/v1/plan': '{"a": 1}' })
    expect(await right.stations.names()).toEqual(['a', 'b'])
    expect(await right.stations.plan()).toEqual({ a: 1 })
    const { stations } = await weather({ '/weather/v1/names': '{"a": 1}', '/weather/v1/plan': 'null' })
    await expect(stations.names().toArray()).rejects.toThrow(/^The response to GET \S+\/names is not an array\./)
    await expect(stations.plan()).rejects.toSatisfy(ParseError.isInstance)
  })

  it('treats 304 as an empty list only if it asked for changes', async () => {
    const { stations } = await weather({})
    expect(await stations.list({ changesSince: 'now' })).toEqual([])
    await expect(stations.list().toArray()).rejects.toMatchObject({ status: 304 })
  })

  it('lists the versions of its service, at the root and without a token', async () => {
    const version = { id: 'v1', status: 'CURRENT', links: [] }
    const client = await weather({ '/weather/': JSON.stringify({ versions: [version] }) })
    expect(await client.versions.list()).toEqual([version])
    expect(serviceRoot('https://x/compute/v2.0')).toBe('https://x/compute')
    expect(serviceRoot('https://x/compute')).toBe('https://x/compute')
  })

  it('waits for a resource with a status', async () => {
    const { storms } = await weather({ '/weather/v1/storms/a': '{"storm": {"status": "RAGING"}}' })
    const wait = { intervalMs: 0, timeoutMs: 1_000 }
    expect(await storms.waitUntil('a', 'RAGING', wait)).toEqual({ status: 'RAGING' })
    expect(await storms.waitWhile('a', 'GATHERING', wait)).toEqual({ status: 'RAGING' })
    const over = await weather({ '/weather/v1/storms/a': '{"storm": {"status": "OVER"}}' })
    await over.storms.waitUntilDeleted('a', wait)
    await expect(over.storms.waitUntil('a', 'RAGING', wait)).rejects.toThrow('it has been deleted')
  })

  it('does not show its Http instance and token when inspected', async () => {
    const client = await weather({})
    expect(inspect(client.stations)).toBe('Stations {}')
    expect(inspect(client)).not.toContain('secret-token')
  })
})

it('custom errors recognize their instances', () => {
  class StormError extends KamakiError {
    static override readonly errorName: string = 'StormError'
  }
  const error = new StormError('blown away')
  expect(error.name).toBe('StormError')
  expect(StormError.isInstance(error)).toBe(true)
  expect(StormError.isInstance(new KamakiError('another'))).toBe(false)
})

it('options of the request can be picked from those of a method', () => {
  const signal = AbortSignal.timeout(1_000)
  const options = { name: 'x', signal, timeoutMs: 5, retry: false } as const
  expect(pickRequestOptions(options)).toEqual({ signal, timeoutMs: 5, retry: false })
  expect(pickRequestOptions()).toEqual({})
})

it('request bodies omit undefined fields', () => {
  expect(Object.keys(omitUndefined({ a: 1, b: undefined, c: null }))).toEqual(['a', 'c'])
  expect(reassignBody({ project: 'p' })).toEqual({ reassign: { project: 'p' } })
  expect(() => reassignBody({ project: '' })).toThrow(InvalidArgumentError)
  expect(() => reassignBody({ project: 'p', shared_to_project: 'no' as never })).toThrow('must be true or false')
})

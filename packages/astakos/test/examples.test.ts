import { AstakosClient } from '@kamaki/astakos'
import { createEmulator, type Emulator } from '@kamaki/emulator'
import { PithosClient } from '@kamaki/pithos'
import { type Outcome, programs } from '@kamaki-tooling/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'

const expected: Record<string, RegExp> = {
  authenticate: new RegExp(
    `^Authentication was successful for Alice Test, with uuid ${uuid}\nThe token is good until 20\\d\\d-`,
  ),
  'project-info': new RegExp(`^Project .* \\(${uuid}\\), active\n\t.*\n\thttp://sdk\\.example\\.org\n`, 'm'),
  'project-quotas': new RegExp(`^For project with id ${uuid}\n {2}cyclades\\.`),
  quotas: /^You are using 0\/20 servers and 0\/20 IPs\n$/,
  'resource-allocation':
    /^IP \d+\.\d+\.\d+\.\d+ is reserved for you, and charged to project sdk\.example\.org\nIt is released\n$/,
  'project-reassign': new RegExp(
    `^Container course-.* is assigned to project ${uuid}, .*\n.*it is reassigned to project ${uuid}\n$`,
  ),
}

let emulator: Emulator
let cloud: { authUrl: string; token: string; owner: string }
const outcomes: Record<string, Outcome> = {}

beforeAll(async () => {
  emulator = createEmulator()
  await emulator.listen()
  const { authUrl, users } = emulator.env()
  const { token = '', uuid: owner = '' } = users['bob'] ?? {}
  cloud = { authUrl, token, owner }
  const runs = {
    ...Object.fromEntries(Object.keys(expected).map((name) => [name, { name, env: {} }])),
    started: { name: 'get-started', env: {} },
    elsewhere: { name: 'get-started', env: { KAMAKI_AUTH_URL: authUrl, KAMAKI_TOKEN: token } },
    rejected: { name: 'quotas', env: { KAMAKI_AUTH_URL: authUrl, KAMAKI_TOKEN: 'wrong-token' } },
    half: {
      name: 'quotas',
      env: { KAMAKI_AUTH_URL: 'https://accounts.example.org/identity/v2.0', KAMAKI_CONFIG: '/nowhere' },
    },
  }
  const list = Object.values(runs).map(({ name, env }) => ({ file: `examples/${name}.ts`, env }))
  const all = await programs(new URL('..', import.meta.url), list)
  for (const [index, key] of Object.keys(runs).entries()) Object.assign(outcomes, { [key]: all[index] })
}, 120_000)
afterAll(() => emulator.close())

const outcome = (key: string): Outcome => outcomes[key] as Outcome

describe.each(Object.entries(expected))('examples/%s.ts', (name, output) => {
  it('runs on an emulator of its own', () => {
    expect(outcome(name)).toMatchObject({ code: 0, err: '' })
    expect(outcome(name).out).toMatch(output)
  })
})

describe('examples/get-started.ts', () => {
  it('moves a file into a cloud and out of it', () => {
    const { code, out, err } = outcome('started')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(new RegExp(`^User: .*Alice Test, uuid ${uuid}$`, 'm'))
    for (const [type, path] of Object.entries({
      compute: '/cyclades/compute/v2.0',
      volume: '/cyclades/volume/v2.0',
      network: '/cyclades/network/v2.0',
      image: '/cyclades/image/v1.0',
      'object-store': '/pithos/object-store/v1',
      identity: '/astakos/identity/v2.0',
    })) {
      expect(out).toMatch(new RegExp(`^Endpoint of ${type}: +http://127\\.0\\.0\\.1:\\d+${path}$`, 'm'))
    }
    expect(out).toMatch(/^Uploaded: +20\.0 MiB to get-started-/m)
    expect(out).toMatch(/^Uploaded again: +0\.0 MiB had to be sent/m)
    expect(out).toMatch(/^Downloaded: +20\.0 MiB; the downloaded file equals the uploaded one$/m)
    expect(out).toMatch(/^Cleaned up:/m)
  })

  it('does the same on the cloud of KAMAKI_AUTH_URL and KAMAKI_TOKEN, and leaves nothing there', async () => {
    const { authUrl, token, owner } = cloud
    const { code, out, err } = outcome('elsewhere')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain(`uuid ${owner}`)
    expect(out).toContain(authUrl)
    expect(out).not.toContain(token)
    const pithos = await new AstakosClient(authUrl, token).client(PithosClient)
    const names = (await pithos.containers.list()).map(({ name }) => name)
    expect(names.filter((name) => name.startsWith('get-started'))).toEqual([])
  })
})

describe('an example that goes wrong', () => {
  it('says what to do, and fails', () => {
    const { code, out, err } = outcome('rejected')
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^UnauthorizedError: .*does not accept the token/)
    expect(err).not.toContain('wrong-token')
  })

  it('says what is missing when only half of a cloud is named', () => {
    const { code, err } = outcome('half')
    expect(code).toBe(1)
    expect(err).toMatch(
      /^CloudConfigError: No token for https:\/\/accounts\.example\.org[\s\S]*KAMAKI_AUTH_URL, no KAMAKI_TOKEN/,
    )
  })
})

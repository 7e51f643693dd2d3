import { createEmulator } from '@kamaki/emulator'
import { program } from '@kamaki-tooling/testing'
import { describe, expect, it, onTestFinished } from 'vitest'

const root = new URL('..', import.meta.url)

/** Runs an example as a user would: in a process of its own. */
const run = (name: string, env: Record<string, string> = {}) => program(root, `examples/${name}.ts`, env)

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'

const expected: Record<string, RegExp> = {
  authenticate: new RegExp(
    `^Authentication was successful for Alice Test, with uuid ${uuid}\nThe token is good until 20\\d\\d-`,
  ),
  'project-info': new RegExp(`^Project .* \\(${uuid}\\), active\n\t.*\n\thttp://sdk\\.example\\.org\n`, 'm'),
  'project-quotas': new RegExp(`^For project with id ${uuid}\n {2}cyclades\\.`),
  quotas: /^You are using 0\/20 servers and 0\/20 IPs\n$/,
  'resource-allocation':
    /^IP \d+\.\d+\.\d+\.\d+ is reserved for you, and charged to project sdk\.example\.org\nIt is given back\n$/,
  'project-reassign': new RegExp(
    `^Container course-.* is assigned to project ${uuid}, .*\n.*it is reassigned to project ${uuid}\n$`,
  ),
}

describe.each(Object.entries(expected))('examples/%s.ts', (name, output) => {
  it('runs on an emulator of its own', async () => {
    const { code, out, err } = await run(name)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(output)
  }, 60_000)
})

describe('examples/get-started.ts', () => {
  it('moves a file into a cloud and out of it', async () => {
    const { code, out, err } = await run('get-started')
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
    expect(out).toMatch(/^Uploaded: +20971520 bytes /m)
    expect(out).toMatch(/^Downloaded: +20971520 bytes; the downloaded file equals the uploaded one$/m)
    expect(out).toMatch(/^Cleaned up:/m)
  }, 120_000)

  it('does the same on the cloud of KAMAKI_AUTH_URL and KAMAKI_TOKEN, and leaves nothing there', async () => {
    const emulator = createEmulator()
    onTestFinished(() => emulator.close())
    await emulator.listen()
    const { authUrl, users } = emulator.env()
    const { token = '', uuid: owner = '' } = users['bob'] ?? {}
    const { code, out, err } = await run('get-started', { KAMAKI_AUTH_URL: authUrl, KAMAKI_TOKEN: token })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain(`uuid ${owner}`)
    expect(out).toContain(authUrl)
    expect(out).not.toContain(token)
    const { PithosClient } = await import('@kamaki/pithos')
    const { AstakosClient } = await import('@kamaki/astakos')
    const pithos = await new AstakosClient(authUrl, token).client(PithosClient)
    expect(
      (await pithos.containers.list()).map(({ name }) => name).filter((name) => name.startsWith('get-started')),
    ).toEqual([])
  }, 120_000)
})

describe('an example that goes wrong', () => {
  it('says what to do, and fails', async () => {
    const emulator = createEmulator()
    onTestFinished(() => emulator.close())
    await emulator.listen()
    const { code, out, err } = await run('quotas', {
      KAMAKI_AUTH_URL: emulator.env().authUrl,
      KAMAKI_TOKEN: 'wrong-token',
    })
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^UnauthorizedError: .*does not accept the token/)
    expect(err).not.toContain('wrong-token')
  }, 60_000)

  it('says what is missing when only half of a cloud is named', async () => {
    const { code, err } = await run('quotas', {
      KAMAKI_AUTH_URL: 'https://accounts.example.org/identity/v2.0',
      KAMAKI_CONFIG: '/nowhere',
    })
    expect(code).toBe(1)
    expect(err).toMatch(
      /^CloudConfigError: There is no token for https:\/\/accounts\.example\.org[\s\S]*KAMAKI_AUTH_URL, no KAMAKI_TOKEN/,
    )
  }, 60_000)
})

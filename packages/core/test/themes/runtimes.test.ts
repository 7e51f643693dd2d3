import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { bodyOf, serve, serveTls, vector } from '../support/servers.ts'

/** A program on the PATH, or at the path in an environment variable. */
function find(name: string): string | undefined {
  const candidates = [
    process.env[`${name.toUpperCase()}_PATH`],
    ...(process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name)),
  ]
  return candidates.find((file) => file !== undefined && file !== '' && existsSync(file))
}

const runtimes: [string, string[]][] = [
  ['bun', []],
  ['deno', ['run', '--allow-all', '--no-lock', '--quiet']],
]

describe('another runtime', () => {
  for (const [name, args] of runtimes) {
    const executable = find(name)
    it(`${name} behaves like Node`, async ({ skip }) => {
      skip(executable === undefined, `${name} is not on the PATH (nor at ${name.toUpperCase()}_PATH)`)
      let busy = 0
      const plain = await serve(async (request, response) => {
        const bytes = (await bodyOf(request)).length
        const { url, headers } = request
        if (url === '/no') return response.writeHead(404).end('{"itemNotFound": {"message": "no"}}')
        if (url === '/busy') return response.writeHead(++busy < 3 ? 503 : 200).end('{}')
        if (url === '/redirect') return response.writeHead(302, { location: '/x' }).end()
        if (url === '/elsewhere') return response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()
        if (url === '/stall') return void response.writeHead(200, { 'content-length': '9' }).write('{')
        if (url === '/cut') {
          response.writeHead(200, { 'content-length': '9' }).write('{')
          return void setTimeout(() => response.destroy(), 10)
        }
        return response.end(JSON.stringify([bytes, headers['content-length'] ?? null, headers['x-auth-token']]))
      })
      const secure = await serveTls(
        'good',
        async (request, response) => void response.end(JSON.stringify((await bodyOf(request)).length)),
      )
      const program = new URL('../support/runtime-program.ts', import.meta.url).pathname
      const { stdout } = await promisify(execFile)(executable!, [...args, program, plain, secure, vector('ca.pem')])
      expect(JSON.parse(stdout)).toEqual({
        json: [7, '7', 'token'],
        empty: [0, '0', 'token'],
        bytes: [300_000, '300000', 'token'],
        blob: [300_000, '300000', 'token'],
        stream: [300_000, null, 'token'],
        missing: 'NotFoundError',
        busy: {},
        redirect: [0, null, 'token'],
        elsewhere: 'ApiError',
        cut: 'ConnectionError',
        stall: 'TimeoutError',
        abort: 'mine',
        'untrusted CA': 'TlsError',
        'trusted CA': 300_000,
      })
    })
  }
})

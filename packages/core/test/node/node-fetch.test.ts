import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { promisify } from 'node:util'
import { Client, InvalidArgumentError, TlsError } from '@kamaki/core'
import { createNodeFetch, type NodeFetchOptions } from '@kamaki/core/node'
import { afterEach, describe, expect, it } from 'vitest'
import { bodyOf, rejection, serve, serveSockets, serveTls, vector } from '../support/servers.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

function client(origin: string, options: NodeFetchOptions): Client {
  const fetch = createNodeFetch(options)
  closing.push(() => fetch.close())
  return new Client(origin, 'token', { fetch, retry: false })
}

const secure = () =>
  serveTls(
    'good',
    async (request, response) => void response.end(JSON.stringify({ bytes: (await bodyOf(request)).length })),
  )
const pem = readFileSync(vector('ca.pem'), 'utf8')

describe('createNodeFetch', () => {
  it.each([
    ['a file', { caFile: vector('ca.pem') }],
    ['a PEM string', { ca: pem }],
    ['PEM bytes in an array', { ca: [Buffer.from(pem)] }],
    ['nothing, without a check', { rejectUnauthorized: false }],
  ])('trusts a CA given as %s', async (_what, options) => {
    const body = new Uint8Array(200_000)
    expect(await client(await secure(), options).request('PUT', 'x', { body })).toEqual({ bytes: 200_000 })
  })

  it('still rejects other CAs, expired certificates and certificates for other names', async () => {
    const options = { caFile: vector('ca.pem') }
    for (const certificate of ['self', 'expired', 'other']) {
      const origin = await serveTls(certificate, (_request, response) => void response.end('{}'))
      expect(TlsError.isInstance(await rejection(client(origin, options).request('GET', 'x')))).toBe(true)
      expect(await client(origin, { rejectUnauthorized: false }).request('GET', 'x')).toEqual({})
    }
  })

  it('sends a client certificate', async () => {
    const origin = await serveTls(
      'good',
      (request, response) =>
        void response.end(
          JSON.stringify(
            (request.socket as unknown as { getPeerCertificate(): { subject: { CN: string } } }).getPeerCertificate()
              .subject.CN,
          ),
        ),
      { requestCert: true, rejectUnauthorized: true, ca: pem },
    )
    const options = {
      caFile: vector('ca.pem'),
      cert: readFileSync(vector('client.pem')),
      key: readFileSync(vector('client.key'), 'utf8'),
    }
    expect(await client(origin, options).request('GET', 'x')).toBe('A client')
  })

  it('limits the number of connections', async () => {
    const ports = new Set<number | undefined>()
    const origin = await serve((request, response) => {
      ports.add(request.socket.remotePort)
      setTimeout(() => response.end('{}'), 5)
    })
    const limited = client(origin, { connections: 2 })
    await Promise.all(Array.from({ length: 20 }, () => limited.request('GET', 'x')))
    expect(ports.size).toBe(2)
  })

  /** A proxy that responds to plain requests itself and tunnels the others. */
  async function proxy() {
    const seen: string[] = []
    const origin = await serveSockets((socket) => {
      socket.once('data', (data) => {
        const head = data.toString('latin1')
        seen.push(head.split('\r\n', 1)[0] ?? '')
        if (head.includes('proxy-authorization')) seen.push(/proxy-authorization: (.*)\r\n/i.exec(head)?.[1] ?? '')
        const target = /^CONNECT ([^:]+):(\d+)/.exec(head)
        if (target === null) return void socket.end('HTTP/1.1 200 OK\r\ncontent-length: 13\r\n\r\n{"via":"me"} ')
        const upstream = connect(Number(target[2]), '127.0.0.1', () => {
          socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
          socket.pipe(upstream).pipe(socket)
        })
        upstream.on('error', () => socket.destroy())
      })
    })
    return { origin, seen }
  }

  it('uses a proxy with a password, and checks the certificate of the target', async () => {
    const { origin, seen } = await proxy()
    const target = await secure()
    const withPassword = origin.replace('http://', 'http://user:pass@')
    expect(await client(target, { proxy: withPassword, caFile: vector('ca.pem') }).request('GET', 'x')).toEqual({
      bytes: 0,
    })
    expect(seen).toEqual([
      `CONNECT ${new URL(target).host} HTTP/1.1`,
      `Basic ${Buffer.from('user:pass').toString('base64')}`,
    ])
    expect(TlsError.isInstance(await rejection(client(target, { proxy: origin }).request('GET', 'x')))).toBe(true)
  })

  it('uses the proxy environment variables if asked to', async () => {
    const { origin, seen } = await proxy()
    const target = await secure()
    process.env['https_proxy'] = origin
    try {
      expect(await client(target, { proxy: 'env', caFile: vector('ca.pem') }).request('GET', 'x')).toEqual({ bytes: 0 })
      expect(await client(target, { caFile: vector('ca.pem') }).request('GET', 'x')).toEqual({ bytes: 0 })
    } finally {
      delete process.env['https_proxy']
    }
    expect(seen).toEqual([`CONNECT ${new URL(target).host} HTTP/1.1`])
  })

  it('rejects requests after it is closed', async () => {
    const origin = await serve((_request, response) => response.end('{}'))
    const fetch = createNodeFetch()
    const own = new Client(origin, 'token', { fetch, retry: false })
    await own.request('GET', 'x')
    await fetch.close()
    expect(await rejection(own.request('GET', 'x'))).toBeInstanceOf(Error)
  })

  it.each([
    [{ caFile: '/no/such/file.pem' }, 'Cannot read CA certificates from /no/such/file.pem'],
    [{ caFile: vector('make.sh') }, 'contains no PEM certificates'],
    [{ ca: '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----' }, 'Certificate 1 in ca is not valid'],
    [{ cert: pem }, 'both cert and key'],
    [{ cert: pem, key: readFileSync(vector('good.key')) }, 'are not valid'],
    [{ proxy: 'proxy.example.org:3128' }, 'must be a URL'],
    [{ connections: 0 }, 'connections must be'],
  ] as const)('rejects invalid options: %#', (options, message) => {
    expect(() => createNodeFetch(options)).toThrow(InvalidArgumentError)
    expect(() => createNodeFetch(options)).toThrow(message)
  })
})

describe('the process-wide settings', () => {
  /** Runs a script in a process of its own, with the sources of this package. */
  async function inProcess(script: string, url: string): Promise<unknown> {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', script, url],
      {
        cwd: new URL('../..', import.meta.url),
      },
    )
    return JSON.parse(stdout) as unknown
  }

  it('trust a CA, or any certificate, and can be restored', async () => {
    const script = `
      import { defaults, patchIgnoreSsl, patchWithCerts } from './src/node/index.ts'
      const url = process.argv.at(-1)
      const results = []
      const go = () => fetch(url).then((r) => r.status, (e) => e.cause.code).then((r) => results.push(r))
      await go()
      patchWithCerts('test/vectors/tls/ca.pem'); await go()
      patchWithCerts(undefined); await go()
      defaults.caCertsPath = 'test/vectors/tls/ca.pem'; await go(); results.push(defaults.caCertsPath)
      try { defaults.caCertsPath = '/no/such/file' } catch (e) { results.push(e.name) }
      results.push(defaults.caCertsPath); await go()
      defaults.caCertsPath = undefined
      patchIgnoreSsl(); await go()
      patchIgnoreSsl(false); await go()
      console.log(JSON.stringify(results))
      process.exit()`
    const no = 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'
    const file = 'test/vectors/tls/ca.pem'
    expect(await inProcess(script, await secure())).toEqual([
      no,
      200,
      no,
      200,
      file,
      'InvalidArgumentError',
      file,
      200,
      200,
      no,
    ])
  })

  it('are not changed by the import alone', async () => {
    const script = `
      import './src/node/index.ts'
      import { Agent } from 'undici'
      const before = globalThis[Symbol.for('undici.globalDispatcher.1')]
      console.log(JSON.stringify([before !== undefined, before instanceof Agent]))`
    expect(await inProcess(script, '')).toEqual([true, false])
  })
})

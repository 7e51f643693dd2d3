import { gzipSync } from 'node:zlib'
import { Client, ConnectionError } from '@kamaki/core'
import { createNodeFetch } from '@kamaki/core/node'
import { Http } from '@kamaki/core/toolkit'
import { describe, expect, it, onTestFinished } from 'vitest'
import { rejection, serve } from '../support/servers.ts'

const packed = gzipSync('what was packed')

/** Objects with Content-Encoding gzip, which is true or not depending on the path. */
function objects() {
  return serve((request, response) => {
    const content = request.url === '/packed' ? packed : Buffer.from('not packed at all')
    response.writeHead(200, {
      'content-encoding': 'gzip',
      'content-length': content.length,
      'x-accepts': String(request.headers['accept-encoding']),
    })
    response.end(content)
  })
}

describe('a body with a Content-Encoding', () => {
  it('is decoded, as fetch does', async () => {
    const http = new Http(await objects(), 'token', { retry: false })
    expect(Buffer.from((await http.bytes('GET', 'packed')).bytes).toString()).toBe('what was packed')
    expect(ConnectionError.isInstance(await rejection(http.bytes('GET', 'other')))).toBe(true)
  })

  it.each(['the built-in fetch', 'createNodeFetch'])(
    'comes as it was sent where the call says so, by %s',
    async (which) => {
      const made = createNodeFetch()
      onTestFinished(() => made.close())
      const fetch = which === 'the built-in fetch' ? undefined : made
      const http = new Http(await objects(), 'token', { fetch, retry: false })
      const whole = await http.bytes('GET', 'packed', { decode: false })
      expect(Buffer.from(whole.bytes)).toEqual(packed)
      expect([whole.headers.get('content-encoding'), whole.headers.get('x-accepts')]).toEqual(['gzip', 'identity'])
      const open = await http.send('GET', 'other', { decode: false })
      expect([
        await open.text(),
        open.headers.get('content-encoding'),
        open.headers.has('x-kamaki-content-encoding'),
      ]).toEqual(['not packed at all', 'gzip', false])
      expect((await http.send('HEAD', 'packed', { decode: false })).headers.get('content-encoding')).toBe('gzip')
    },
  )

  it('still fails with a ConnectionError if the connection breaks', async () => {
    const origin = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': 100 }).write('x')
      setTimeout(() => response.destroy(), 10)
    })
    const client = new Client(origin, 'token', { retry: false })
    expect(
      ConnectionError.isInstance(
        await rejection(client.send('GET', 'x', { decode: false }).then((reply) => reply.text())),
      ),
    ).toBe(true)
  })
})

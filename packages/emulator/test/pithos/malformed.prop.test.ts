import { connect } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { session, TEXT } from './session.ts'

const METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'COPY', 'MOVE', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND']
const NAMES = [
  'Range',
  'If-Range',
  'Content-Range',
  'Content-Type',
  'If-Match',
  'If-None-Match',
  'If-Modified-Since',
  'ETag',
  'Destination',
  'Destination-Account',
  'X-Copy-From',
  'X-Move-From',
  'X-Source-Object',
  'X-Source-Account',
  'X-Source-Version',
  'X-Object-Bytes',
  'X-Object-Sharing',
  'X-Object-Public',
  'X-Object-Manifest',
  'X-Object-Meta-%CE%B1%',
  'X-Object-Meta-%ff',
  'X-Container-Policy-Quota',
  'X-Container-Policy-Project',
  'X-Account-Group-g',
  'Content-Disposition',
  'Accept',
  'Transfer-Encoding',
]
const VALUES = [
  '',
  '%',
  '%ff',
  '%00',
  '%CE%B1',
  '/c/o',
  '/c/',
  '/',
  'bytes=0-',
  'bytes=--',
  'bytes=0-99999999999999999999999',
  'bytes */*',
  'bytes 0-1/*',
  'bytes 999999999999999999999-/*',
  '-1',
  '1e3',
  '99999999999999999999',
  'read=*',
  'read=%00',
  ';;;',
  '"',
  '*',
  'application/octet-stream',
  'multipart/form-data',
  'multipart/form-data; boundary=z',
  'application/xml',
  'chunked',
  'x'.repeat(3000),
]
const QUERIES = [
  'hashmap',
  'update',
  'until=',
  'until=-1',
  'until=99999999999999999999',
  'version=list',
  'version=x',
  'format=xml',
  'format=json',
  'delimiter=/',
  'delimiter=%F0%9F%90%A7',
  'prefix=%00',
  'prefix=%F0%9F%90%A7',
  'marker=%ff',
  'limit=-5',
  'meta=%21%3D%3C%2C',
  'path=/',
  'shared',
  'public',
  'disposition-type=x',
]
const BODIES = [
  '',
  'x',
  '{',
  '[]',
  '{"bytes":-1,"hashes":[]}',
  '{"bytes":1e99,"hashes":[5]}',
  '{"bytes":3,"hashes":"abc"}',
  '{"bytes":3,"hashes":{"zz":1}}',
  '{"bytes":0,"hashes":null}',
  '{"bytes":5,"hashes":5}',
  '--z\r\n',
  '--z\r\nContent-Disposition: form-data; name="X-Object-Data"; filename="f"\r\n\r\nhi',
  '\u0000\u00ff',
]
const PATHS = [
  '',
  '/',
  '/c',
  '/c/',
  '/c/o',
  '/c//',
  '//c',
  '/c/%00',
  '/c/%0A',
  '/c/a%0A',
  '/c/%FF',
  '/c/%',
  '/c/%zz',
  '/c/%2F%2e%2e',
  '/c/o.xml',
  '/c/o.json',
  `/${'n'.repeat(257)}`,
  `/c/${'n'.repeat(1025)}`,
  '/c/%F0%9F%90%A7',
]

const request = fc.record({
  method: fc.constantFrom(...METHODS),
  path: fc.constantFrom(...PATHS),
  query: fc.array(fc.oneof(fc.constantFrom(...QUERIES), fc.webQueryParameters()), { maxLength: 3 }),
  headers: fc.array(
    fc.tuple(
      fc.constantFrom(...NAMES),
      fc.oneof(fc.constantFrom(...VALUES), fc.string({ maxLength: 20, unit: 'grapheme-ascii' })),
    ),
    { maxLength: 4 },
  ),
  body: fc.constantFrom(...BODIES),
})

/** Sends a request exactly as given, over a socket of its own, and returns the status line's number. */
function raw(port: number, text: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.from(text, 'latin1')))
    let answer = ''
    const timer = setTimeout(
      () => socket.destroy(new Error(`no answer to ${JSON.stringify(text.slice(0, 400))}`)),
      10_000,
    )
    socket.on('data', (data) => {
      answer += data.toString('latin1')
      const status = /^HTTP\/1\.1 (\d{3})[\s\S]*\r\n\r\n/.exec(answer)?.[1]
      if (status === undefined) return
      clearTimeout(timer)
      socket.destroy()
      resolve(Number(status))
    })
    socket.on('error', reject)
  })
}

test('whatever comes over the socket gets a response, and never a crash', { timeout: 120_000 }, async () => {
  const { emulator, alice, bugs } = session()
  await alice.call('PUT', '/c')
  await alice.call('PUT', '/c/o', TEXT, 'some data')
  const { port } = await emulator.listen()
  try {
    await fc.assert(
      fc.asyncProperty(request, async ({ method, path, query, headers, body }) => {
        const target = `/pithos/object-store/v1/${alice.uuid}${path}${query.length > 0 ? `?${query.join('&')}` : ''}`
        const chunked = headers.some(([name, value]) => name === 'Transfer-Encoding' && value === 'chunked')
        const bytes = Buffer.from(body, 'utf8')
        const payload = chunked
          ? `${bytes.length.toString(16)}\r\n${bytes.toString('latin1')}\r\n${bytes.length > 0 ? '0\r\n\r\n' : '\r\n'}`
          : bytes.toString('latin1')
        const lines = [
          `${method} ${target.replaceAll(' ', '%20')} HTTP/1.1`,
          'Host: localhost',
          'Connection: close',
          `X-Auth-Token: ${alice.token}`,
          ...(chunked ? [] : [`Content-Length: ${bytes.length}`]),
          ...headers.map(([name, value]) => `${name}: ${value}`),
        ]
        const status = await raw(port, `${lines.join('\r\n')}\r\n\r\n${payload}`)
        expect(status).toBeGreaterThanOrEqual(200)
        expect(status).toBeLessThanOrEqual(500)
        expect(bugs).toEqual([])
      }),
      { numRuns: 1500 },
    )
  } finally {
    await emulator.close()
  }
})

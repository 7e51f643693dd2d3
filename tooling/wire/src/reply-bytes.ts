import { bytesOf } from './recorded-body.ts'
import type { Exchange } from './wire-case.ts'

/**
 * A recorded response as it goes out, byte for byte: written by hand, since it may have what an HTTP library rejects (raw UTF-8 in
 * names and values of headers, a body shorter than announced). Each response ends its connection.
 */
export function replyBytes(exchange: Exchange, baseUrl: string, body?: Uint8Array): Buffer {
  const { request, response } = exchange
  const headers = new Map(Object.entries(response.headers ?? {}))
  const type = headers.get('content-type')
  const content = body === undefined ? bytesOf(withBase(response.body, baseUrl), type) : Buffer.from(body)
  if (content === undefined)
    throw new Error('Only a hash of this body was recorded: give playCase the bytes (option bodies)')
  const status = response.status ?? 200
  const bodyless = request.method === 'HEAD' || status === 204 || status === 304
  if (!bodyless)
    headers.set('content-length', String(response.action === 'truncate' ? content.length + 10 : content.length))
  headers.set('connection', 'close')
  const lines = [...headers].map(([name, value]) => `${name}: ${withBase(value, baseUrl) as string}\r\n`).join('')
  const head = Buffer.from(`HTTP/1.1 ${status} ${response.reason ?? ''}\r\n${lines}\r\n`, 'utf8')
  return bodyless ? head : Buffer.concat([head, content])
}

function withBase(value: unknown, baseUrl: string): unknown {
  if (value === null || value === undefined) return value
  return JSON.parse(JSON.stringify(value).replaceAll('{{BASE}}', baseUrl))
}

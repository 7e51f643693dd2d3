import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CompareOptions, compareRequest } from './compare.ts'
import { replyBytes } from './reply-bytes.ts'
import { readTarget, type SeenRequest } from './seen-request.ts'
import type { Exchange, WireCase } from './wire-case.ts'

export interface PlayOptions extends CompareOptions {
  /** The exchanges that our client has to make, by index; others are left out (a request that we do not need). Default: all. */
  readonly exchanges?: readonly number[]
  /** Responds to what is asked, not by order. Default: as the case says (`unordered`). */
  readonly anyOrder?: boolean
  /** The content of responses of which only a hash was recorded. */
  readonly bodies?: (exchange: Exchange, index: number) => Uint8Array | undefined
}

export interface Played {
  /** What our client sent. */
  readonly requests: readonly SeenRequest[]
  /** How that differs from the recording; empty if it does not. */
  readonly mismatches: readonly string[]
  /** What our call returned, or undefined if it threw. */
  readonly result: unknown
  /** What our call threw, or undefined. */
  readonly error: unknown
}

/**
 * Plays one case: serves its recorded responses over HTTP, makes our call, and compares what was asked.
 *
 *     const { mismatches } = await playCase(wireCase, (baseUrl, token, endpointUrl) => new ImageClient(endpointUrl, token).images.list())
 *     expect(mismatches).toEqual([])
 */
export async function playCase(
  wireCase: WireCase,
  act: (baseUrl: string, token: string, endpointUrl: string) => unknown,
  options: PlayOptions = {},
): Promise<Played> {
  const indices = options.exchanges ?? wireCase.exchanges.keys()
  const left = [...indices].map((index) => ({ index, exchange: exchangeAt(wireCase, index) }))
  const requests: SeenRequest[] = []
  const mismatches: string[] = []
  let baseUrl = ''

  const choose = (seen: SeenRequest): { index: number; exchange: Exchange } | undefined => {
    const anyOrder = options.anyOrder ?? wireCase.unordered === true
    const fitting = anyOrder
      ? left.findIndex(({ exchange }) => compareRequest(seen, exchange.request, options).length === 0)
      : 0
    return left.splice(Math.max(0, fitting), 1)[0]
  }

  const answer = (seen: SeenRequest, response: ServerResponse): void => {
    requests.push(seen)
    const chosen = choose(seen)
    if (chosen === undefined) {
      mismatches.push(`request ${requests.length} is one too many: ${seen.method} ${seen.rawTarget}`)
      response
        .writeHead(500, { 'content-type': 'text/plain', connection: 'close' })
        .end('no response was recorded for this')
      return
    }
    const { exchange, index } = chosen
    mismatches.push(...compareRequest(seen, exchange.request, options).map((text) => `request ${index + 1}, ${text}`))
    reply(response, exchange, baseUrl, options.bodies?.(exchange, index))
  }

  const server = createServer((request, response) => {
    readBody(request).then(
      (body) => answer(seenRequest(request, body), response),
      () => response.destroy(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  let result: unknown
  let error: unknown
  try {
    result = await act(baseUrl, String(wireCase.construct['token'] ?? 'TOKEN'), endpointUrl(wireCase, baseUrl))
  } catch (thrown) {
    error = thrown
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  for (const { exchange, index } of left) {
    mismatches.push(`request ${index + 1} was not made: ${exchange.request.method} ${exchange.request.rawTarget}`)
  }
  return { requests, mismatches, result, error }
}

function exchangeAt(wireCase: WireCase, index: number): Exchange {
  const exchange = wireCase.exchanges[index]
  if (exchange === undefined) throw new Error(`The case has no exchange ${index}`)
  return exchange
}

function endpointUrl(wireCase: WireCase, baseUrl: string): string {
  return String(wireCase.construct['endpoint_url'] ?? '').replaceAll('{{BASE}}', baseUrl)
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function seenRequest(request: IncomingMessage, body: Buffer): SeenRequest {
  const headers: Record<string, string> = {}
  for (let at = 0; at + 1 < request.rawHeaders.length; at += 2) {
    headers[utf8(request.rawHeaders[at]).toLowerCase()] = utf8(request.rawHeaders[at + 1])
  }
  return { method: request.method ?? '', ...readTarget(request.url ?? ''), headers, body }
}

function utf8(latin1: string | undefined): string {
  return Buffer.from(latin1 ?? '', 'latin1').toString('utf8')
}

function reply(response: ServerResponse, exchange: Exchange, baseUrl: string, body: Uint8Array | undefined): void {
  const { socket } = response
  if (socket === null) return
  const { action } = exchange.response
  if (action === 'connection reset') socket.resetAndDestroy()
  else if (action === 'connection closed without a response') socket.end()
  else if (action === 'garbage instead of a status line') socket.end('this is not http\r\n\r\n')
  else socket.end(replyBytes(exchange, baseUrl, body))
}

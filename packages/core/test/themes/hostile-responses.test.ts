import { ApiError, Client, KamakiError } from '@kamaki/core'
import { parseJson } from '@kamaki/core/toolkit'
import { describe, expect, it } from 'vitest'
import { isHtml, readFault } from '../../src/http/fault.ts'
import { redactContent, redactValue, safeUrl } from '../../src/observe/redact.ts'
import { rejection, serve } from '../support/servers.ts'

/** Bodies of any length, and the functions that read them, which must take linear time. */
const readers: Record<string, (body: string) => unknown> = {
  readFault,
  isHtml,
  'parseJson of what may be valid': (body) => {
    try {
      return parseJson(body)
    } catch {
      return undefined
    }
  },
  'redactContent with a secret': (body) => redactContent(body, ['secret-token']),
  safeUrl,
}

const hostile: Record<string, (length: number) => string> = {
  'empty comments': (n) => '<!---->'.repeat(n / 7),
  'open comments': (n) => '<!--'.repeat(n / 4),
  'white space': (n) => ' '.repeat(n),
  'open titles': (n) => `<html>${'<title '.repeat(n / 7)}`,
  'open tags': (n) => `<html>${'<h1>'.repeat(n / 4)}`,
  'a deep array': (n) => '['.repeat(n / 2) + ']'.repeat(n / 2),
  'a deep object': (n) => `${'{"a":'.repeat(n / 6)}1${'}'.repeat(n / 6)}`,
  'a deep fault': (n) => `{"fault":{"message":"m","details":${'['.repeat(n / 2)}${']'.repeat(n / 2)}}}`,
  'JSON in JSON in JSON': (n) => {
    let text = '{"fault":{"message":"m"}}'
    while (text.length < n) text = JSON.stringify({ fault: { details: text } })
    return text
  },
  'a string of number signs beside a big number': (n) => `{"a":"${'#'.repeat(n)}","b":12345678901234567890}`,
  'backslashes and quotes beside a big number': (n) =>
    `{"a":"${'\\\\'.repeat(n / 4)}${'\\"'.repeat(n / 4)}","b":12345678901234567890}`,
  'a number of many digits': (n) => `{"a":${'9'.repeat(n)}}`,
  'many big numbers': (n) => `[${'12345678901234567890,'.repeat(n / 21)}1]`,
  'names of secrets': (n) => '"password":"'.repeat(n / 12),
  'open tokens': (n) => '{"token":{'.repeat(n / 10),
  'parameters of secrets': (n) => '&token='.repeat(n / 7),
  'schemes of URLs': (n) => 'http://'.repeat(n / 7),
  'schemes without an end': (n) => 'a'.repeat(n),
  'paths of tokens': (n) => '/v2.0/tokens/'.repeat(n / 13),
}

describe.each(Object.entries(readers))('%s', (_name, read) => {
  it.each(Object.entries(hostile))(
    'reads %s in a time that grows with their length only',
    (_what, body) => {
      // Not a timing assertion: quadratic time is minutes at this length, more than the time limit of the test.
      read(body(1_000_000))
    },
    10_000,
  )
})

it('none of these bodies blocks the event loop in an error response', async () => {
  for (const body of Object.values(hostile)) {
    const content = body(200_000)
    const origin = await serve((_request, response) => response.writeHead(400).end(content))
    const error = await rejection(new Client(origin, 'a-token').request('GET', 'x'))
    expect(ApiError.isInstance(error)).toBe(true)
  }
}, 20_000)

it('JSON that is nested too deeply is a typed error, in a success as in an error response', async () => {
  const deep = `${'['.repeat(200_000)}12345678901234567890${']'.repeat(200_000)}`
  for (const status of [200, 400]) {
    const origin = await serve((_request, response) => response.writeHead(status).end(deep))
    const error = await rejection(new Client(origin, 'a-token').request('GET', 'x'))
    expect(KamakiError.isInstance(error)).toBe(true)
  }
})

it('details of an error are truncated if they are nested too deeply', () => {
  let value: unknown = 'end'
  for (let depth = 0; depth < 100_000; depth += 1) value = { value }
  expect(JSON.stringify(redactValue(value, [])).length).toBeLessThan(1_000)
})

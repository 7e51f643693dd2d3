import { badRequest } from './fault.ts'
import { parseJson } from './json.ts'
import type { Call } from './request.ts'

export type JsonObject = Record<string, unknown>

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * The JSON body of a request, as Synnefo's `get_json_body` reads it: with Content-Length only, labelled as JSON.
 * @throws {Fault} 400
 */
export async function jsonBody(call: Call): Promise<unknown> {
  const type = call.header('content-type')
  if (!type) throw badRequest('Missing Content-Type header field')
  if (!type.startsWith('application/json')) throw badRequest(`Unsupported Content-type: '${type}'`)
  const text = await call.text()
  try {
    if (text !== null) return parseJson(text)
  } catch {
    // Said below.
  }
  throw badRequest('Could not decode request body as JSON')
}

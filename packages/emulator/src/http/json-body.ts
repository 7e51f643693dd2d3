import { parseJson } from '../python/json.ts'
import { badRequest } from './fault.ts'
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
  if (type === undefined) throw badRequest('Missing Content-Type header field')
  if (!type.startsWith('application/json')) throw badRequest(`Unsupported Content-type: '${type}'`)
  const text = await call.text()
  if (text === null) throw badRequest('Could not decode request as UTF-8 string')
  try {
    return parseJson(text)
  } catch {
    throw badRequest('Could not decode request body as JSON')
  }
}

import { JsonEncodingError, JsonError, jsonFault, parseJson } from '../python/json.ts'
import { PythonFloat } from '../python/values.ts'
import { badRequest, internalServerError } from './fault.ts'
import type { Call } from './request.ts'

export type JsonObject = Record<string, unknown>

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof PythonFloat)
}

/** The same where only an object will do. @throws {Fault} 400 */
export async function jsonObject(call: Call): Promise<JsonObject> {
  const body = await jsonBody(call)
  if (!isObject(body)) throw badRequest('Request should be a JSON dict')
  return body
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
  const malformed = () => badRequest('Could not decode request body as JSON')
  if (text === null) {
    const inString = jsonFault(await call.body()) instanceof JsonEncodingError
    throw inString ? badRequest('Could not decode request as UTF-8 string') : malformed()
  }
  try {
    return parseJson(text)
  } catch (error) {
    throw error instanceof JsonError ? malformed() : internalServerError()
  }
}

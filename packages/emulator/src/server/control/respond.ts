import { EmulatorArgumentError, rejectInput } from '../../base/input.ts'
import type { Call } from '../../http/request.ts'
import { HttpResponse } from '../../http/response.ts'
import { StateError, type StateErrorCode } from '../storage/state-error.ts'

/** A path or a thing that is not there. */
export class NotHere extends Error {}

/** No page of another site may embed, read or keep what the control API responds. */
const HEADERS: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
}

export const JSON_TYPE = 'application/json; charset=utf-8'

/** A JSON response of the control API. */
export function data(status: number, value: unknown): HttpResponse {
  return bare(status, JSON.stringify(value), JSON_TYPE)
}

export function noContent(): HttpResponse {
  return bare(204, null)
}

/** A response that is none of a Synnefo service: it gets the headers of the control API. */
export function bare(status: number, body: HttpResponse['body'], type?: string): HttpResponse {
  const response = new HttpResponse(status, body, {
    ...HEADERS,
    ...(type === undefined ? {} : { 'Content-Type': type }),
  })
  response.bare = true
  return response
}

/** The response to a call that failed. */
export function failure(status: number, message: string, parameter?: string): HttpResponse {
  return data(status, { error: { message, parameter } })
}

/** What goes wrong with the emulator's own state, and not with one that it is sent. */
const OWN: ReadonlySet<StateErrorCode> = new Set(['unusable', 'closed'])

/** What an exception means to the caller; undefined for a bug. */
export function failureOf(error: unknown): HttpResponse | undefined {
  if (error instanceof EmulatorArgumentError) return failure(400, error.message, error.parameter)
  if (error instanceof StateError) return failure(OWN.has(error.code) ? 500 : 400, error.message)
  return error instanceof NotHere ? failure(404, error.message) : undefined
}

/** The JSON of a body; `{}` without one. @throws {EmulatorArgumentError} what is not JSON */
export async function bodyOf(call: Call): Promise<unknown> {
  const bytes = await call.bytes()
  if (bytes.byteLength === 0) return {}
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    return rejectInput('body', `must be JSON: ${(error as Error).message}`)
  }
}

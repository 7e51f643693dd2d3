import type { RecordedBody } from './wire-case.ts'

/** A body that was recorded as bytes. */
export interface RawBody {
  readonly length: number
  readonly base64?: string
  readonly sha256?: string
  readonly text?: string
  readonly json?: unknown
}

export function isRawBody(body: RecordedBody, contentType: string | undefined): body is RawBody {
  if (typeof body !== 'object' || body === null || !('length' in body)) return false
  return 'base64' in body || 'sha256' in body || !/json/.test(contentType ?? '')
}

/** The bytes to respond with; undefined where only their hash was recorded. */
export function bytesOf(body: RecordedBody, contentType: string | undefined): Buffer | undefined {
  if (body === null || body === undefined) return Buffer.alloc(0)
  if (isRawBody(body, contentType)) return body.base64 === undefined ? undefined : Buffer.from(body.base64, 'base64')
  return Buffer.from(JSON.stringify(body), 'utf8')
}

import { fromBase64, toBase64 } from '../../base/base64.ts'
import type { RecordLine } from '../../base/records.ts'

/** The field that tells what a file is. */
export const FIXTURE_NAME = 'kamaki-emulator-fixture'
/** Goes up when an older version could not read what this one writes, or the other way round. */
export const FIXTURE_FORMAT = 1

/** A cloud in one file, but for the blocks of its objects. */
export interface Fixture {
  readonly blockSize: number
  readonly lines: readonly RecordLine[]
}

/** The content of a block as JSON: as a string, if it is one. */
export function blockJson(block: Uint8Array): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(block)
    // What an editor might change or hide goes as base64.
    if (!/[\0-\x08\x0b-\x1f\x7f-\x9f\ufeff]/.test(text)) return JSON.stringify({ text })
  } catch {
    // It is not UTF-8.
  }
  // Nothing in it needs to be escaped, which would take as long as all the rest.
  return `{"base64":"${toBase64(block)}"}`
}

export function blockBytes(content: unknown): Uint8Array | undefined {
  if (!isRecord(content)) return undefined
  const { text, base64 } = content
  if (typeof text === 'string') return new TextEncoder().encode(text)
  return typeof base64 === 'string' ? fromBase64(base64) : undefined
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

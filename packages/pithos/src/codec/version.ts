import { invalid } from '../invalid.ts'

/** The version of a reply's `X-Object-Version`, where it is a plain number. After a move the server sends `([38], 9L, 9L)`: undefined. */
export function versionOf(headers: Headers): number | undefined {
  const text = headers.get('x-object-version')
  return text !== null && /^\d+$/.test(text.trim()) ? Number(text) : undefined
}

/** Checks a version given by the caller: anything but a non-negative integer would name no version. */
export function checkVersion(version: number): number {
  if (!Number.isSafeInteger(version) || version < 0) throw invalid('version', 'version must be a non-negative integer')
  return version
}

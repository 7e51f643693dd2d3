import { invalid } from '../invalid.ts'
import { toHttpDate } from './dates.ts'

/** Preconditions of a read or a write. Which of them the server looks at is told by each method. */
export interface Conditions {
  /** Only if the object's ETag is this one, or one of these; `*`: only if it exists. */
  ifMatch?: string | readonly string[] | undefined
  /** Only if the object's ETag is none of these; `*`: only if it does not exist. A match is NotModified (304) when reading, PreconditionFailed (412) when writing. */
  ifNoneMatch?: string | readonly string[] | undefined
  /** Only if it changed after this moment (whole seconds). */
  ifModifiedSince?: Date | undefined
  /** Only if it did not change after this moment (whole seconds). */
  ifUnmodifiedSince?: Date | undefined
}

function entityTags(tags: string | readonly string[], parameter: string): string {
  const list = (typeof tags === 'string' ? [tags] : [...tags]).map((tag) => tag.trim().replace(/^"(.*)"$/, '$1'))
  if (list.length === 0 || list.some((tag) => tag === '' || !/^[\x21-\x7e]+$/.test(tag) || tag.includes('"'))) {
    throw invalid(parameter, `${parameter} must be an ETag, several of them, or *`)
  }
  // The server's own tags are bare. It understands one of them bare, but several only in quotes.
  const [only] = list
  return list.length === 1 && only !== undefined ? only : list.map((tag) => `"${tag}"`).join(', ')
}

/** Headers of preconditions. */
export function conditionHeaders(conditions: Conditions): Record<string, string> {
  const headers: Record<string, string> = {}
  if (conditions.ifMatch !== undefined) headers['If-Match'] = entityTags(conditions.ifMatch, 'ifMatch')
  if (conditions.ifNoneMatch !== undefined) headers['If-None-Match'] = entityTags(conditions.ifNoneMatch, 'ifNoneMatch')
  if (conditions.ifModifiedSince !== undefined) headers['If-Modified-Since'] = toHttpDate(conditions.ifModifiedSince)
  if (conditions.ifUnmodifiedSince !== undefined) {
    headers['If-Unmodified-Since'] = toHttpDate(conditions.ifUnmodifiedSince)
  }
  return headers
}

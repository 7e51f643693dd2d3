import { rejectArgument, requireBoolean, requireDate, requireObject } from '@kamaki/core/toolkit'
import type { Conditions, WriteConditions } from '../model/conditions.ts'

function entityTags(tags: string | readonly string[], parameter: string): string {
  const list = [tags]
    .flat()
    .map((tag: unknown) => (typeof tag === 'string' ? tag.trim().replace(/^"(.*)"$/, '$1') : ''))
  if (list.length === 0 || list.some((tag) => !/^[\x21\x23-\x7e]+$/.test(tag)))
    rejectArgument(parameter, 'must be an ETag, several of them, or *')
  // The server's own tags are bare. It understands one of them bare, but several only in quotes.
  return list.length === 1 ? list.join('') : list.map((tag) => `"${tag}"`).join(', ')
}

/** Headers of preconditions. */
export function conditionHeaders(conditions: Conditions): Record<string, string> {
  const { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince } = requireObject(conditions, 'options')
  const headers: Record<string, string> = {}
  if (ifMatch !== undefined) headers['If-Match'] = entityTags(ifMatch, 'ifMatch')
  if (ifNoneMatch !== undefined) headers['If-None-Match'] = entityTags(ifNoneMatch, 'ifNoneMatch')
  if (ifModifiedSince !== undefined)
    headers['If-Modified-Since'] = requireDate(ifModifiedSince, 'ifModifiedSince').toUTCString()
  if (ifUnmodifiedSince !== undefined)
    headers['If-Unmodified-Since'] = requireDate(ifUnmodifiedSince, 'ifUnmodifiedSince').toUTCString()
  return headers
}

/** Headers of a write's preconditions. */
export function writeConditionHeaders(conditions: WriteConditions): Record<string, string> {
  const { ifMatch, ifNoneMatch, ifNotExist } = requireObject(conditions, 'options')
  // Whatever else is true elsewhere would be ignored here, and what is there overwritten.
  if (ifNotExist !== undefined) requireBoolean(ifNotExist, 'ifNotExist')
  if (ifNotExist === true && ifNoneMatch !== undefined)
    rejectArgument('ifNotExist', 'must not be given together with ifNoneMatch')
  return conditionHeaders({ ifMatch, ifNoneMatch: ifNotExist === true ? '*' : ifNoneMatch })
}

/** Whether a write looks at what is there: a second attempt would then meet what the first one wrote. */
export function isConditional(conditions: WriteConditions): boolean {
  const { ifMatch, ifNoneMatch, ifNotExist } = requireObject(conditions, 'options')
  return ifMatch !== undefined || ifNoneMatch !== undefined || ifNotExist === true
}

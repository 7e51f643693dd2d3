import { badRequest } from '../http/fault.ts'
import { empty, type HttpResponse } from '../http/response.ts'
import { type Context, change } from './context.ts'
import { type Copied, copyObject } from './copy.ts'
import { type ObjectRef, pathOf } from './model.ts'
import { objectHeaders } from './object-headers.ts'
import { objectInfo, updateObjectPublic } from './objects.ts'
import { splitSource } from './path.ts'
import { checkMatching, hasMatching } from './preconditions.ts'
import { setEncoded } from './response-headers.ts'
import { requireNoNul } from './versions.ts'

/** `PUT` with `X-Copy-From` or `X-Move-From`: the path is that of the target. */
export function copyFrom(context: Context, from: string, move: boolean): HttpResponse {
  const { headers, user, ref } = context
  const source = splitSource(from)
  if (!source) throw badRequest(`Invalid ${move ? 'X-Move-From' : 'X-Copy-From'} header`)
  const sourceAccount = headers.get('HTTP_X_SOURCE_ACCOUNT') || (user ?? '')
  const place = { account: sourceAccount, ...source }
  return transfer(context, place, ref, move)
}

/** `COPY` and `MOVE`: the path is that of the source; preconditions look at it. */
export function copyTo(context: Context, move: boolean): HttpResponse {
  const { store, headers, user, ref } = context
  const targetAccount = headers.get('HTTP_DESTINATION_ACCOUNT') || (user ?? '')
  const destination = headers.get('HTTP_DESTINATION')
  if (!destination) throw badRequest('Missing Destination header')
  const target = splitSource(destination)
  if (!target) throw badRequest('Invalid Destination header')
  if (hasMatching(context)) {
    const serial = move ? undefined : headers.get('HTTP_X_SOURCE_VERSION')
    checkMatching(context, objectInfo(store, user, ref, serial).version.hash ?? undefined)
  }
  const place = { account: targetAccount, ...target }
  return transfer(context, ref, place, move)
}

function transfer(context: Context, source: ObjectRef, target: ObjectRef, move: boolean): HttpResponse {
  const { call, store, headers, user } = context
  const given = objectHeaders(context, call.query.has('ignore_content_type'))
  for (const place of [source, target]) requireNoNul(pathOf(place))
  return change(context, () => {
    const copied = copyObject(store, user, source, target, {
      type: given.type,
      domain: 'pithos',
      meta: given.meta,
      permissions: given.permissions,
      serial: move ? undefined : headers.get('HTTP_X_SOURCE_VERSION'),
      move,
      delimiter: call.query.get('delimiter') || undefined,
    })
    if (given.published !== undefined) updateObjectPublic(store, user, target, given.published)
    const response = empty(201)
    setEncoded(response, 'X-Object-Version', move ? moved(copied) : (copied.versions[0] ?? ''))
    return response
  })
}

// The server prints the triple that it works with, as Python writes it: sizes that come from its database are long.
function moved({ versions, occupied, freed, deleted }: Copied): string {
  return `([${versions.join(', ')}], ${occupied}L, ${freed}${deleted ? 'L' : ''})`
}

import type { ApiResponse } from '@kamaki/core'
import {
  type ConfirmOptions,
  type Http,
  rejectArgument,
  requireNonNegativeInteger,
  requireObject,
} from '@kamaki/core/toolkit'
import { isConditional, writeConditionHeaders } from '../codec/conditions.ts'
import { refHeaders } from '../codec/location.ts'
import { checkNewName } from '../codec/names.ts'
import { readWriteResult } from '../codec/object.ts'
import { propertyHeaders } from '../codec/properties.ts'
import type { ObjectLocation } from '../model/location.ts'
import type { WriteResult } from '../model/object.ts'
import type { CopyOptions } from '../model/object-options.ts'
import { callOptions, isQuotaRace } from './call-options.ts'

/** The four requests that copy or move: sent to one object, they name the other in headers. */
const requests = {
  copyFrom: ['PUT', 'X-Copy-From', 'X-Source-Account'],
  moveFrom: ['PUT', 'X-Move-From', 'X-Source-Account'],
  copyTo: ['COPY', 'Destination', 'Destination-Account'],
  moveTo: ['MOVE', 'Destination', 'Destination-Account'],
} as const

/** `PUT`, `COPY` or `MOVE /{account}/{container}/{object}` */
export async function transferObject(
  http: Http,
  at: ObjectLocation,
  how: keyof typeof requests,
  other: ObjectLocation,
  options: CopyOptions & ConfirmOptions<ApiResponse>,
): Promise<WriteResult> {
  requireObject(options, 'options')
  // COPY and MOVE look at the source, which exists: the condition would always fail.
  if (how.endsWith('To') && (options.ifNotExist === true || options.ifNoneMatch === '*'))
    rejectArgument('ifNotExist', 'must be asked of the destination: destination.copyFrom(source, { ifNotExist: true })')
  checkNewName((how.endsWith('To') ? other : at).name, 'object')
  const [method, header, accountHeader] = requests[how]
  const headers: Record<string, string> = {
    ...propertyHeaders(options),
    ...writeConditionHeaders(options),
    ...refHeaders(other, header, accountHeader),
  }
  const { version, delimiter } = options
  if (version !== undefined) headers['X-Source-Version'] = String(requireNonNegativeInteger(version, 'version'))
  const idempotent = how === 'copyTo' || (how === 'copyFrom' && !isConditional(options))
  const query = { delimiter, ...at.format }
  const repeat = { idempotent, retryOn: isQuotaRace, confirm: options.confirm }
  return readWriteResult(
    await http.empty(method, at.path, callOptions(at, options, { query, headers, expect: 201, ...repeat })),
  )
}

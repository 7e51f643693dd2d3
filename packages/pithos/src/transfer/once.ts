import type { ApiResponse, RequestOptions } from '@kamaki/core'
import { type Http, pickRequestOptions, requireKnownOptions, requireOptions } from '@kamaki/core/toolkit'
import { transferObject } from '../api/copies.ts'
import { deleteObject, headObject, probeObject } from '../api/object.ts'
import { callOptionNames } from '../api/option-names.ts'
import type { ObjectLocation } from '../model/location.ts'
import type { WriteResult } from '../model/object.ts'
import type { MoveOptions } from '../model/object-options.ts'

/** A DELETE that is not taken for failed when only its response was lost. */
export async function deleteOnce(
  http: Http,
  at: ObjectLocation,
  what: { readonly delimiter: string } | Record<string, never>,
  options: RequestOptions,
): Promise<void> {
  const confirm = async (request: RequestOptions): Promise<ApiResponse | undefined> => {
    const response = await probeObject(http, at, request)
    return response.status === 404 ? response : undefined
  }
  await deleteObject(http, at, what, { ...requireOptions(options), confirm })
}

/** A move that is neither done twice nor taken for failed when only its response was lost. */
export async function moveOnce(
  http: Http,
  at: ObjectLocation,
  how: 'moveFrom' | 'moveTo',
  other: ObjectLocation,
  given: MoveOptions,
): Promise<WriteResult> {
  const options = requireKnownOptions<MoveOptions>(given, callOptionNames, false)
  const [from, to] = how === 'moveFrom' ? [other, at] : [at, other]
  const confirm = async (request: RequestOptions): Promise<ApiResponse | undefined> => {
    if ((await probeObject(http, from, request)).status !== 404) return undefined
    const response = await probeObject(http, to, request)
    return response.status === 404 ? undefined : response
  }
  return http.composite(`move of '${from.name}'`, pickRequestOptions(options), async (request) => {
    const moved = await transferObject(http, at, how, other, { ...options, ...request, confirm })
    if (moved.version !== undefined) return moved
    // After a move the server prints an internal triple where the version should be.
    const { etag, version } = await headObject(http, to, { ...request, headers: undefined })
    return { etag, version }
  })
}

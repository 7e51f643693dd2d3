import type { ApiResponse, CallOptions, Path, RequestOptions } from '@kamaki/core'
import {
  encodedPath,
  type Http,
  requireNonNegativeInteger,
  requireObject,
  requireOptions,
  requireString,
  responseError,
} from '@kamaki/core/toolkit'
import { conditionHeaders } from '../codec/conditions.ts'
import { readContent, readObject } from '../codec/object.ts'
import { formatRanges } from '../codec/ranges.ts'
import type { ByteRange } from '../model/conditions.ts'
import type { ContentInfo, ObjectInfo } from '../model/object.ts'
import type { PithosGetOptions } from '../model/object-options.ts'
import { callOptions } from './call-options.ts'
import { ObjectData } from './object-data.ts'

const rangeHeader = (range: ByteRange | undefined): Record<string, string> =>
  range === undefined ? {} : { Range: formatRanges([range]) }

/** `HEAD /public/{publicId}`, the endpoint of `http`. */
export async function headPublicObject(http: Http, options: RequestOptions): Promise<ContentInfo> {
  return readContent(
    await http.empty('HEAD', encodedPath(''), callOptions(undefined, options, { authenticate: false })),
  )
}

/** `GET /public/{publicId}`, the endpoint of `http`. */
export async function getPublicObject(
  http: Http,
  options: Omit<PithosGetOptions, 'version'>,
): Promise<ObjectData<ContentInfo>> {
  const conditions = conditionHeaders(options)
  const call = callOptions(undefined, options, {
    query: { 'disposition-type': options.dispositionType },
    headers: { ...conditions, ...rangeHeader(options.range) },
    expect: [200, 206],
    authenticate: false,
    decode: false,
  })
  return ObjectData.ofPublic(await http.send('GET', encodedPath(''), call))
}

/** Options of a look through an ObjectView. */
export interface ViewOptions extends RequestOptions, Pick<PithosGetOptions, 'version' | 'range' | 'dispositionType'> {}

function viewCall(accessToken: string, options: ViewOptions): CallOptions {
  const { version, range, dispositionType } = requireObject(options, 'options')
  const token = requireString(accessToken, 'accessToken')
  return callOptions(undefined, options, {
    // Short-lived, but a login all the same.
    secrets: [token],
    query: {
      access_token: token,
      version: version === undefined ? undefined : requireNonNegativeInteger(version, 'version'),
      'disposition-type': dispositionType,
    },
    headers: rangeHeader(range),
    expect: [200, 206, 302],
    authenticate: false,
    decode: false,
  })
}

/** Without a good token the server sends browsers to log in: a page that must not be taken for the content. */
async function rejectRedirect(response: ApiResponse): Promise<ApiResponse> {
  if (response.status !== 302) return response
  await response.cancel()
  throw responseError(response)
}

/** `HEAD /ui/view/{account}/{container}/{object}` */
export async function headView(
  http: Http,
  path: Path,
  name: string,
  accessToken: string,
  options: ViewOptions,
): Promise<ObjectInfo> {
  const response = await http.empty(
    'HEAD',
    path,
    viewCall(accessToken, { ...requireOptions(options), range: undefined }),
  )
  return readObject(name, await rejectRedirect(response))
}

/** `GET /ui/view/{account}/{container}/{object}` */
export async function getView(
  http: Http,
  path: Path,
  name: string,
  accessToken: string,
  options: ViewOptions,
): Promise<ObjectData> {
  const response = await http.send('GET', path, viewCall(accessToken, options))
  return ObjectData.of(await rejectRedirect(response), name)
}

import { itemNotFound } from '../http/fault.ts'
import { empty, HttpResponse } from '../http/response.ts'
import { httpDate } from '../python/dates.ts'
import { naturalNumber } from '../python/int.ts'
import { pythonJson } from '../python/json.ts'
import { lower } from '../python/text.ts'
import { takeIn } from './block-intake.ts'
import {
  containerInfo,
  containerPolicy,
  deleteContainer,
  objectMetaKeys,
  purgeContainer,
  putContainer,
  updateContainerMeta,
  updateContainerPolicy,
} from './containers.ts'
import { type Context, change, untilOf } from './context.ts'
import { emptyContainer } from './delete.ts'
import { checkModified } from './preconditions.ts'
import { bodyBlocks, isChunked } from './request-body.ts'
import { formatKey, headersWithPrefix, metaHeaders } from './request-headers.ts'
import { setEncoded } from './response-headers.ts'
import { itemsXml } from './xml.ts'

/** `HEAD /account/container` */
export function headContainer(context: Context): HttpResponse {
  return describeContainer(context, new HttpResponse(204))
}

/** Sets the headers that tell of the container. @throws {Fault} 403, 404, 304, 412 */
export function describeContainer(context: Context, response: HttpResponse): HttpResponse {
  const { store, user, account, container } = context
  const until = untilOf(context)
  const info = containerInfo(store, user, account, container, until)
  const keys = objectMetaKeys(store, user, account, container, until)
  const policy = containerPolicy(store, user, account, container)
  checkModified(context, info.modified)
  const { own } = info
  if (own) {
    setEncoded(response, 'X-Container-Object-Count', own.count)
    setEncoded(response, 'X-Container-Bytes-Used', own.bytes)
    for (const [key, value] of own.meta) setEncoded(response, key, value)
    if (own.until !== undefined) setEncoded(response, 'X-Container-Until-Timestamp', httpDate(own.until / 1000))
  }
  response.set('Last-Modified', httpDate(info.modified / 1000))
  const names = keys.filter((key) => key.startsWith('X-Object-Meta-')).map((key) => key.slice(14))
  setEncoded(response, 'X-Container-Object-Meta', names.join(','))
  setEncoded(response, 'X-Container-Block-Size', store.blockSize)
  setEncoded(response, 'X-Container-Block-Hash', 'sha256')
  if (policy)
    for (const [key, value] of Object.entries(policy))
      setEncoded(response, formatKey(`X-Container-Policy-${key}`), value)
  return response
}

/** `PUT /account/container` */
export function createContainer(context: Context): HttpResponse {
  const { store, user, account, container } = context
  const { meta, policy } = containerHeaders(context)
  return change(context, () => {
    const made = putContainer(store, user, account, container, policy)
    if (!made && policy.size > 0) updateContainerPolicy(store, user, account, container, policy, false)
    if (meta.size > 0) updateContainerMeta(store, user, account, container, meta, false)
    return empty(made ? 201 : 202)
  })
}

/** `POST /account/container`: policy, metadata, and blocks for the store. */
export async function updateContainer(context: Context): Promise<HttpResponse> {
  const { call, cloud, store, user, account, container } = context
  const { meta, policy } = containerHeaders(context)
  const replace = !call.query.has('update')
  const update = () => {
    if (policy.size > 0) updateContainerPolicy(store, user, account, container, policy, replace)
    if (meta.size > 0 || replace) updateContainerMeta(store, user, account, container, meta, replace)
  }
  const length = isChunked(call) ? undefined : (naturalNumber(call.header('content-length') ?? '0') ?? 0)
  if (call.header('content-type') !== 'application/octet-stream' || length === 0) {
    change(context, update)
    return empty(202)
  }
  // Rejected before the blocks are read, done after: a body that breaks off changes nothing.
  store.checkWriteContainer(user, account)
  if ((policy.size > 0 || meta.size > 0 || replace) && !store.tree.container(account, container))
    throw itemNotFound('Container does not exist')
  const taken = await takeIn(cloud.blocks, bodyBlocks(call, length, store.blockSize))
  change(context, update)
  if (taken.hashes.length === 0) return empty(202)
  return new HttpResponse(202, call.format === 'xml' ? itemsXml(taken.hashes) : pythonJson(taken.hashes))
}

/** `DELETE /account/container`: purges history (`until`), empties it (`delimiter`), or deletes it. */
export function removeContainer(context: Context): HttpResponse {
  const { call, store, user, account, container } = context
  const until = untilOf(context)
  const delimiter = call.query.get('delimiter')
  return change(context, () => {
    if (until !== undefined) purgeContainer(store, user, account, container, until)
    else if (delimiter) emptyContainer(store, user, account, container)
    else deleteContainer(store, user, account, container)
    return empty(204)
  })
}

function containerHeaders({ headers }: Context): { meta: Map<string, string>; policy: Map<string, string> } {
  const meta = metaHeaders(headers, 'X-Container-Meta-')
  const policy = new Map<string, string>()
  for (const [key, value] of headersWithPrefix(headers, 'X-Container-Policy-'))
    policy.set(lower(key.slice(19)), value.replaceAll(' ', ''))
  return { meta, policy }
}

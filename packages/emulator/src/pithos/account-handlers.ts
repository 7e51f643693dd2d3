import { badRequest } from '../http/fault.ts'
import { askedFormat } from '../http/format.ts'
import type { Call } from '../http/request.ts'
import { empty, HttpResponse } from '../http/response.ts'
import { httpDate, isoDate } from '../python/dates.ts'
import { pythonJson } from '../python/json.ts'
import { lower } from '../python/text.ts'
import {
  accountGroups,
  accountInfo,
  listAccounts,
  listContainers,
  type PathInfo,
  updateAccountGroups,
  updateAccountMeta,
} from './accounts.ts'
import { containerInfo, containerPolicy } from './containers.ts'
import { type Context, change, limitOf, untilOf } from './context.ts'
import type { ObjectStore } from './object-store.ts'
import { checkModified } from './preconditions.ts'
import { DISKSPACE } from './quota-charges.ts'
import { cgiHeaders, formatKey, headersWithPrefix, metaHeaders } from './request-headers.ts'
import { setEncoded } from './response-headers.ts'
import { requireNoNul } from './versions.ts'
import { accountsXml, containersXml, type Entry } from './xml.ts'

/** `GET /`: accounts that share something with the user. */
export function listSharing(context: Context): HttpResponse {
  const { call, store, user } = context
  const accounts = listAccounts(store, user)
  if (call.format === 'text') return names(new HttpResponse(200), accounts)
  const entries: Entry[] = accounts
    .filter((account) => account !== user)
    .map((account) => ({ name: account, last_modified: isoDate(accountInfo(store, user, account).modified / 1000) }))
  return new HttpResponse(200, call.format === 'xml' ? accountsXml(entries) : pythonJson(entries))
}

/** `HEAD /account` */
export function headAccount(context: Context): HttpResponse {
  return change(context, () => described(context, new HttpResponse(204)))
}

/** `GET /account`: its containers. */
export function listAccount(context: Context): HttpResponse {
  const { call, store, user, account } = context
  call.format = askedFormat(call, 'text')
  return change(context, () => {
    const response = described(context, new HttpResponse(200))
    const until = untilOf(context)
    requireNoNul(call.query.get('marker') ?? '')
    const found = listContainers(store, user, account, {
      marker: call.query.get('marker'),
      limit: limitOf(context),
      shared: call.query.has('shared'),
      published: call.query.has('public'),
      until,
    })
    if (call.format === 'text') return names(response, found)
    const entries = found.flatMap((name) => entry(store, context, name, until))
    response.body = call.format === 'xml' ? containersXml(account, entries) : pythonJson(entries)
    return response
  })
}

/** `POST /account`: metadata and groups. */
export function updateAccount(context: Context): HttpResponse {
  const { call, cloud, store, user, account, headers } = context
  const meta = metaHeaders(headers, 'X-Account-Meta-')
  const groups = new Map<string, string[]>()
  for (const [key, value] of headersWithPrefix(headers, 'X-Account-Group-')) {
    const name = lower(key.slice(16))
    if (/[-_]/.test(name)) throw badRequest('Bad characters in group name')
    groups.set(
      name,
      [...new Set(value.replaceAll(' ', '').split(','))].filter((member) => member !== ''),
    )
  }
  for (const members of groups.values()) {
    const unknown = members.filter((member) => !cloud.users.byUuid(member))
    if (unknown.length > 0) throw badRequest(`Unknown displaynames: ${unknown.join(', ')}`)
  }
  const replace = !call.query.has('update')
  return change(context, () => {
    if (groups.size > 0) updateAccountGroups(store, user, account, groups, replace)
    if (meta.size > 0 || replace) updateAccountMeta(store, user, account, meta, replace)
    return empty(202)
  })
}

function described(context: Context, response: HttpResponse): HttpResponse {
  const { store, user, account } = context
  const info = accountInfo(store, user, account, untilOf(context))
  const groups = accountGroups(store, user, account)
  checkModified(context, info.modified)
  response.set('Last-Modified', httpDate(info.modified / 1000))
  if (info.own) describeOwn(context, response, info.own)
  for (const [name, members] of groups) {
    // The name is bytes by now: only ASCII letters get their capital.
    const capital = name.replace(/^[a-z]/, (letter) => letter.toUpperCase())
    setEncoded(response, `X-Account-Group-${capital}`, members.join(','))
  }
  return response
}

function describeOwn({ cloud, account }: Context, response: HttpResponse, own: NonNullable<PathInfo['own']>): void {
  let [used, quota] = [0n, 0n]
  const limits = new Map<string, bigint>()
  for (const [, source, resource, { limit, usageMin }] of cloud.quota.entriesOf(`user:${account}`)) {
    if (resource !== DISKSPACE || source === null) continue
    used += usageMin
    quota += limit
    limits.set(source.replace(/^project:/, ''), limit)
  }
  setEncoded(response, 'X-Account-Container-Count', own.count)
  setEncoded(response, 'X-Account-Bytes-Used', String(used))
  for (const [key, value] of own.meta) setEncoded(response, key, value)
  if (own.until !== undefined) setEncoded(response, 'X-Account-Until-Timestamp', httpDate(own.until / 1000))
  setEncoded(response, 'X-Account-Policy-Quota', String(quota))
  for (const [project, limit] of limits)
    setEncoded(response, formatKey(`X-Account-Policy-Quota-${project}`), String(limit))
}

/** A container in a listing; none if it was not there at the time. */
function entry(store: ObjectStore, { user, account }: Context, name: string, until: number | undefined): Entry[] {
  if (until !== undefined && !containerThere(store, account, name, until)) return []
  const { own, modified } = containerInfo(store, user, account, name, until)
  const policy = containerPolicy(store, user, account, name)
  return [
    {
      ...(own && { count: own.count }),
      last_modified: isoDate(modified / 1000),
      ...(own && { bytes: own.bytes }),
      name,
      ...(own?.until !== undefined && { x_container_until_timestamp: isoDate(own.until / 1000) }),
      ...(policy && {
        x_container_policy: { project: policy.project, quota: policy.quota, versioning: policy.versioning },
      }),
    },
  ]
}

function containerThere(store: ObjectStore, account: string, name: string, until: number): boolean {
  return store.tree.container(account, name)?.versions.some((version) => version.mtime < until * 1e6) ?? false
}

/** A plain text listing: a name a line, 204 when there is none. */
export function names(response: HttpResponse, list: readonly string[]): HttpResponse {
  if (list.length === 0) response.status = 204
  else response.body = `${list.join('\n')}\n`
  return response
}

/** `GET /` without a token: what clients of the old object API call a login. Nothing is verified. */
export function logIn(call: Call): HttpResponse {
  call.format = 'json'
  const headers = cgiHeaders(call.headers)
  const [user, key] = [headers.get('HTTP_X_AUTH_USER'), headers.get('HTTP_X_AUTH_KEY')]
  if (!user || !key) throw badRequest('Missing X-Auth-User or X-Auth-Key header')
  const url = `${call.origin}${call.rawPath}`
  return empty(204, { 'X-Auth-Token': key, 'X-Storage-Url': `${url}${url.endsWith('/') ? '' : '/'}${user}` })
}

import type { List } from '@kamaki/core'
import {
  type Conditions,
  type ObjectProperties,
  PithosClient,
  type PithosContainer,
  type PithosObject,
  StorageClient,
  type WriteConditions,
} from '@kamaki/pithos'
import { type Played, type PlayOptions, playCase, type WireCase } from '@kamaki-tooling/wire'

/** Arguments of the old library, as they were recorded. */
// biome-ignore lint/suspicious/noExplicitAny: Python calls, of any shape
export type Args = Record<string, any>

/** One of our calls in place of one of the old library's. */
export type Call<C> = (client: C, args: Args, wireCase: WireCase) => unknown

interface Segments {
  segments?: { base64: string; repeat: number }[]
  base64?: string
}

/** Bytes of a recorded file or byte string. */
export function bytesOf(recorded: Args | string): Uint8Array {
  if (typeof recorded === 'string') return new TextEncoder().encode(recorded)
  const content: Segments = recorded['__file__'] ?? recorded['__bytes__']
  const segments = content.segments ?? [{ base64: content.base64 ?? '', repeat: 1 }]
  return new Uint8Array(
    Buffer.concat(
      segments.map(({ base64, repeat }) => Buffer.concat(Array(repeat).fill(Buffer.from(base64, 'base64')))),
    ),
  )
}

const date = (text: string | undefined): Date | undefined => (text === undefined ? undefined : new Date(text))
export const seconds = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text))
export const version = (value: string | number | undefined): number | undefined =>
  value === undefined ? undefined : Number(value)

const since = (args: Args) => ({
  ifModifiedSince: date(args['if_modified_since']),
  ifUnmodifiedSince: date(args['if_unmodified_since']),
})
export const conditions = (args: Args): Conditions => ({
  ...since(args),
  ifMatch: args['if_etag_match'] ?? args['if_match'],
  ifNoneMatch: args['if_etag_not_match'] ?? args['if_none_match'],
})
export const writeConditions = (args: Args): WriteConditions => ({
  ifMatch: args['if_etag_match'],
  ifNoneMatch: args['if_etag_not_match'],
  ifNotExist: args['if_not_exist'],
})
const manifest = (text: string | undefined) =>
  text === undefined ? undefined : { container: text.split('/')[0]!, prefix: text.split('/').slice(1).join('/') }

/** Empty values delete an item in the old library. */
const changes = (metadata: Record<string, string> | undefined): Record<string, string | null> =>
  Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, value === '' ? null : value]))

const permissions = (args: Args) => {
  const given = args['permissions'] ?? args['sharing']
  return given === undefined ? undefined : { read: given.read || undefined, write: given.write || undefined }
}
export const properties = (args: Args): ObjectProperties => ({
  contentType: args['content_type'],
  contentEncoding: args['content_encoding'],
  contentDisposition: args['content_disposition'],
  metadata: args['metadata'],
  manifest: manifest(args['manifest']),
  sharing: permissions(args),
  public: args['public'] ?? undefined,
})
const placeOf = (path: string, account?: string) => {
  const [, container = '', ...object] = path.split('/')
  return { container, name: object.join('/'), ...(account === undefined ? {} : { account }) }
}

/** Methods that both clients have. */
export const storageCalls: Record<string, Call<StorageClient>> = {
  get_account_info: (c, a) => c.account().info({ until: seconds(a['until']) } as object),
  replace_account_meta: (c, a) => c.account().metadata.replace(a['metapairs']),
  create_container: (c, a) => c.container(a['container'] ?? 'pithos').create(),
  get_container_info: (c, a) => c.container(a['container'] ?? 'pithos').info({ until: seconds(a['until']) } as object),
  delete_container: (c, a) => c.container(a['container']).delete(),
  list_containers: (c) => firstPage(c.containers.list()),
  upload_object: (c, a) => {
    const bytes = bytesOf(a['f'])
    return c
      .container('pithos')
      .object(a['obj'])
      .put(bytes.subarray(0, a['size'] ?? bytes.length))
  },
  create_object: (c, a) =>
    c
      .container('pithos')
      .object(a['obj'])
      .create({ contentType: a['content_type'] ?? 'application/octet-stream' }),
  create_directory: (c, a) => c.container('pithos').object(a['obj']).createDirectory(),
  get_object_info: (c, a) =>
    c
      .container('pithos')
      .object(a['obj'])
      .info({ version: version(a['version']) } as object),
  get_object_meta: (c, a) =>
    c
      .container('pithos')
      .object(a['obj'])
      .info({ version: version(a['version']) } as object),
  del_object_meta: (c, a) =>
    c
      .container('pithos')
      .object(a['obj'])
      .metadata.replace({ [a['metakey']]: '' }),
  copy_object: (c, a) =>
    c
      .container(a['dst_container'])
      .object(a['dst_object'] ?? a['src_object'])
      .copyFrom({ container: a['src_container'], name: a['src_object'] }),
  move_object: (c, a) =>
    c
      .container(a['dst_container'])
      .object(a['dst_object'] ?? a['src_object'])
      .moveFrom({ container: a['src_container'], name: a['src_object'] }),
  delete_object: (c, a) => c.container('pithos').object(a['obj']).delete(),
  list_objects: (c, a) => {
    const { delimiter, limit, marker, prefix, path } = a
    return firstPage(c.container('pithos').objects.list({ delimiter, limit, marker, prefix, path }))
  },
  list_objects_in_path: (c, a) => firstPage(c.container('pithos').objects.list({ path: a['path_prefix'] })),
}

/** The old library asks for one page; ours goes on until one is empty. */
async function firstPage<T>(list: List<T>): Promise<readonly T[]> {
  for await (const page of list.pages()) return page
  return []
}

export const box = (c: PithosClient, a: Args): PithosContainer => c.container(a['container'] ?? 'pithos')
export const object = (c: PithosClient, a: Args): PithosObject => box(c, a).object(a['obj'] ?? a['object'])

/** Methods of PithosRestClient, one request each. */
export const restCalls: Record<string, Call<PithosClient>> = {
  account_head: (c, a) => c.account().info({ ...since(a), until: seconds(a['until']) }),
  account_get: (c, a) =>
    firstPage(
      c.containers.list({
        limit: a['limit'],
        marker: a['marker'],
        shared: a['show_only_shared'],
        public: a['public'],
        until: seconds(a['until']),
        ...since(a),
      }),
    ),
  account_post: (c, a) => {
    if (a['update'] === false) return c.account().metadata.replace(a['metadata'] ?? {})
    return a['groups'] === undefined
      ? c.account().metadata.update(changes(a['metadata']))
      : c.account().update({ groups: a['groups'] })
  },
  container_head: (c, a) => box(c, a).info({ ...since(a), until: seconds(a['until']) }),
  container_get: (c, a) => {
    const { delimiter, limit, marker, prefix, path } = a
    const meta = a['meta'] === undefined ? undefined : { expression: a['meta'].join(',') }
    const filters = {
      meta,
      shared: a['show_only_shared'],
      public: a['public'],
      until: seconds(a['until']),
      ...since(a),
    }
    return firstPage(box(c, a).objects.list({ delimiter, limit, marker, prefix, path, ...filters }))
  },
  container_put: (c, a) =>
    box(c, a).create({
      quota: a['quota'],
      versioning: a['versioning'],
      project: a['project_id'],
      metadata: a['metadata'],
    }),
  container_post: (c, a) => {
    if (a['data'] !== undefined) return box(c, a).uploadBlocks(bytesOf(a['data']))
    if (a['update'] === false) return box(c, a).metadata.replace(a['metadata'] ?? {})
    const { quota, versioning } = a
    return box(c, a).update({ quota, versioning, project: a['project_id'], metadata: changes(a['metadata']) })
  },
  container_delete: (c, a) => {
    if (a['until'] !== undefined) return box(c, a).purge(Number(a['until']))
    return a['delimiter'] === undefined ? box(c, a).delete() : box(c, a).empty()
  },
  object_head: (c, a) => object(c, a).info({ ...conditions(a), version: version(a['version']) }),
  object_get: async (c, a) => {
    if (a['hashmap'] === true) return object(c, a).hashmap()
    if (a['version'] === 'list') return object(c, a).versions()
    const [, first, last] = /(\d+)-(\d+)/.exec(a['data_range'] ?? '') ?? []
    const range = first === undefined ? undefined : { first: Number(first), last: Number(last) }
    const data = await object(c, a).get({ ...conditions(a), range })
    return data.text()
  },
  object_put: (c, a) => {
    const options = { ...properties(a), ...writeConditions(a), delimiter: a['delimiter'], version: a['source_version'] }
    if (a['copy_from'] !== undefined)
      return object(c, a).copyFrom(placeOf(a['copy_from'], a['source_account']), options)
    if (a['move_from'] !== undefined)
      return object(c, a).moveFrom(placeOf(a['move_from'], a['source_account']), options)
    if (a['hashmap'] === true) return object(c, a).putHashmap(a['json'], options)
    return object(c, a).put(bytesOf(a['data'] ?? ''), { ...properties(a), ...writeConditions(a), md5: a['etag'] })
  },
  object_copy: (c, a) =>
    object(c, a).copyTo(placeOf(a['destination'], a['destination_account']), {
      ...properties(a),
      ...writeConditions(a),
      version: a['source_version'],
    }),
  object_move: (c, a) =>
    object(c, a).moveTo(placeOf(a['destination'], a['destination_account']), {
      ...properties(a),
      ...writeConditions(a),
    }),
  object_post: (c, a) => {
    const range = /^bytes (\d+|\*)-?(\d*)/.exec(a['content_range'] ?? '') ?? undefined
    if (a['source_object'] !== undefined) {
      const [, first = '0', last = '0'] = range ?? []
      return object(c, a).writeFrom(placeOf(a['source_object'], a['source_account']), Number(first), {
        length: Number(last) - Number(first) + 1,
        size: a['object_bytes'],
        version: a['source_version'],
      })
    }
    if (range !== undefined)
      return range[1] === '*'
        ? object(c, a).appendBytes(bytesOf(a['data']))
        : object(c, a).write(Number(range[1]), bytesOf(a['data']))
    if (a['update'] === false) return object(c, a).metadata.replace(a['metadata'] ?? {})
    const { contentType: _, metadata: __, ...rest } = properties(a)
    return object(c, a).update({ ...rest, metadata: changes(a['metadata']) }, writeConditions(a))
  },
  object_delete: (c, a) => {
    if (a['until'] !== undefined) return object(c, a).purge(Number(a['until']))
    return a['delimiter'] === undefined ? object(c, a).delete() : object(c, a).deleteTree({ delimiter: a['delimiter'] })
  },
}

const construct = (wireCase: WireCase) => ({ account: String(wireCase.construct['account']), retry: false as const })

/** Plays a case against our plain client. */
export function playStorage(wireCase: WireCase, call: Call<StorageClient>, options?: PlayOptions): Promise<Played> {
  return playCase(
    wireCase,
    (_base, token, endpoint) => call(new StorageClient(endpoint, token, construct(wireCase)), wireCase.args, wireCase),
    options,
  )
}

/** Plays a case against our Pithos client. */
export function playPithos(wireCase: WireCase, call: Call<PithosClient>, options?: PlayOptions): Promise<Played> {
  return playCase(
    wireCase,
    (_base, token, endpoint) => call(new PithosClient(endpoint, token, construct(wireCase)), wireCase.args, wireCase),
    options,
  )
}

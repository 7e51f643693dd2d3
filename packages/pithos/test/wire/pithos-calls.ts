import type { PithosClient } from '@kamaki/pithos'
import {
  type Args,
  box,
  bytesOf,
  type Call,
  conditions,
  object,
  properties,
  restCalls,
  seconds,
  version,
  writeConditions,
} from './calls.ts'

const uploadOptions = (a: Args) => ({
  ...properties(a),
  ...writeConditions(a),
  contentType: a['content_type'] ?? 'application/octet-stream',
  singleRequestBytes: 0,
  batchBytes: 1,
  checkQuota: false,
  retry: { baseMs: 1 },
})

/** Methods of PithosClient. */
export const pithosCalls: Record<string, Call<PithosClient>> = {
  del_account_meta: (c, a) => c.account().metadata.update({ [a['metakey']]: null }),
  del_object_meta: (c, a) => object(c, a).metadata.update({ [a['metakey']]: null }),
  copy_object: (c, a) =>
    c
      .container(a['dst_container'])
      .object(a['dst_object'] ?? a['src_object'])
      .copyFrom(
        { container: a['src_container'], name: a['src_object'], account: a['source_account'] },
        {
          contentType: a['content_type'],
          delimiter: a['delimiter'],
          public: a['public'] === null ? undefined : (a['public'] ?? false),
          version: a['source_version'],
        },
      ),
  move_object: (c, a) =>
    c
      .container(a['dst_container'])
      .object(a['dst_object'] ?? a['src_object'])
      .moveFrom(
        { container: a['src_container'], name: a['src_object'], account: a['source_account'] },
        {
          contentType: a['content_type'],
          delimiter: a['delimiter'],
          public: a['public'] === null ? undefined : (a['public'] ?? false),
        },
      ),
  get_account_quota: (c) => c.account().info(),
  get_account_meta: (c, a) => c.account().info({ until: seconds(a['until']) }),
  get_account_group: (c) => c.account().info(),
  set_account_meta: (c, a) => c.account().metadata.update(a['metapairs']),
  set_account_group: (c, a) => c.account().update({ groups: { [a['group']]: a['usernames'] } }),
  del_account_group: (c, a) => c.account().update({ groups: { [a['group']]: [] } }),
  create_container: (c, a) =>
    box(c, a).create({
      quota: a['sizelimit'],
      versioning: a['versioning'],
      project: a['project_id'],
      metadata: a['metadata'],
    }),
  del_container: restCalls['container_delete']!,
  get_container_versioning: (c, a) => box(c, a).info(),
  get_container_limit: (c, a) => box(c, a).info(),
  get_container_meta: (c, a) => box(c, a).info({ until: seconds(a['until']) }),
  get_container_object_meta: (c, a) => box(c, a).info({ until: seconds(a['until']) }),
  set_container_meta: (c, a) => box(c, a).update({ metadata: a['metapairs'] }),
  del_container_meta: (c, a) => box(c, a).update({ metadata: { [a['metakey']]: null } }),
  set_container_limit: (c, a) => box(c, a).update({ quota: a['limit'] }),
  set_container_versioning: (c, a) => box(c, a).update({ versioning: a['versioning'] }),
  reassign_container: (c, a) => box(c, a).reassign(a['project_id']),
  del_object: restCalls['object_delete']!,
  set_object_meta: (c, a) => object(c, a).metadata.update(a['metapairs']),
  publish_object: (c, a) => object(c, a).publish(),
  unpublish_object: (c, a) => object(c, a).unpublish(),
  get_object_sharing: (c, a) => object(c, a).info(),
  set_object_sharing: (c, a) => object(c, a).share({ read: a['read_permission'], write: a['write_permission'] }),
  del_object_sharing: (c, a) => object(c, a).unshare(),
  get_object_versionlist: (c, a) => object(c, a).versions(),
  get_sharing_accounts: (c, a) => c.accounts.list({ limit: a['limit'] }).toArray(),
  create_object_by_manifestation: (c, a) =>
    object(c, a).putManifest({ container: 'pithos', prefix: a['obj'] }, { ...properties(a), ...writeConditions(a) }),
  use_alternative_account: (c, a) =>
    c
      .account(a['alternative_account'])
      .container(a['container'] ?? 'c1')
      .info(),
  upload_object_unchunked: (c, a) => {
    const bytes = bytesOf(a['f'])
    return object(c, a).put(bytes.subarray(0, a['size'] ?? bytes.length), { ...properties(a), md5: a['etag'] })
  },
  upload_object: (c, a) => {
    const bytes = bytesOf(a['f'])
    const target = c.account(a['target_account']).container('pithos').object(a['obj'])
    return target.upload(bytes.subarray(0, a['size'] ?? bytes.length), uploadOptions(a))
  },
  upload_from_string: (c, a) => object(c, a).upload(bytesOf(a['input_str']), uploadOptions(a)),
  get_object_hashmap: (c, a) => object(c, a).hashmap({ ...conditions(a), version: version(a['version']) }),
  // The request that kamaki sends; our truncate leaves an object that verifies.
  truncate_object: (c, a) => object(c, a).writeFrom(object(c, a), 0, { size: Number(a['upto_bytes']) }),
  append_object: (c, a) => object(c, a).append(bytesOf(a['source_file'])),
  overwrite_object: (c, a) => {
    const [start, end] = [Number(a['start']), Number(a['end'])]
    return object(c, a).overwrite(start, bytesOf(a['source_file']).subarray(0, end - start + 1), { requestBytes: 8 })
  },
  async_run: (c, a) => Promise.all(a['kwarg_list'].map((each: Args) => object(c, each).info())),
}

import type { Query } from '@kamaki/core'
import type { ComputeClient, Server } from '@kamaki/cyclades'
import type { WireCase } from '@kamaki-tooling/wire'
import type { Args, Call } from './replay.ts'

/** The low-level methods of the old library send what they are told; ours is `request`. */
const segment = encodeURIComponent
const under = (...parts: unknown[]): string =>
  parts
    .filter((part) => part !== undefined && part !== null && part !== '')
    .map((part) => segment(String(part)))
    .join('/')

type Rest = (args: Args) => { where: string; query?: Query }

const filters = (args: Args): Query => ({
  'changes-since': args['changes_since'],
  status: args['status'],
  name: args['name'],
  image: args['image'],
  flavor: args['flavor'],
  host: args['host'],
  limit: args['limit'],
  marker: args['marker'],
})

const places: Record<string, readonly [method: string, rest: Rest]> = {
  limits_get: ['GET', () => ({ where: 'limits' })],
  servers_get: [
    'GET',
    (a) => ({ where: under('servers', a['server_id'] ?? (a['detail'] ? 'detail' : '')), query: filters(a) }),
  ],
  servers_post: [
    'POST',
    (a) => ({
      where: 'servers',
      query: {
        security_group: a['security_group'],
        user_data: a['user_data'],
        availability_zone: a['availability_zone'],
      },
    }),
  ],
  servers_put: ['PUT', (a) => ({ where: under('servers', a['server_id']), query: { server: a['server_name'] } })],
  servers_delete: ['DELETE', (a) => ({ where: under('servers', a['server_id']) })],
  servers_metadata_get: ['GET', (a) => ({ where: under('servers', a['server_id'], 'metadata', a['key']) })],
  servers_metadata_post: ['POST', (a) => ({ where: under('servers', a['server_id'], 'metadata') })],
  servers_metadata_put: ['PUT', (a) => ({ where: under('servers', a['server_id'], 'metadata', a['key']) })],
  servers_metadata_delete: ['DELETE', (a) => ({ where: under('servers', a['server_id'], 'metadata', a['key']) })],
  servers_action_post: ['POST', (a) => ({ where: under('servers', a['server_id'], 'action') })],
  servers_ips_get: [
    'GET',
    (a) => ({
      where: under('servers', a['server_id'], 'ips', a['network_id']),
      query: { 'changes-since': a['changes_since'] },
    }),
  ],
  servers_stats_get: ['GET', (a) => ({ where: under('servers', a['server_id'], 'stats') })],
  servers_diagnostics_get: ['GET', (a) => ({ where: under('servers', a['server_id'], 'diagnostics') })],
  servers_tag_exists: ['GET', (a) => ({ where: under('servers', a['server_id'], 'tags', a['tag']) })],
  servers_tag_add: ['PUT', (a) => ({ where: under('servers', a['server_id'], 'tags', a['tag']) })],
  servers_tag_delete: ['DELETE', (a) => ({ where: under('servers', a['server_id'], 'tags', a['tag']) })],
  servers_tags_get: ['GET', (a) => ({ where: under('servers', a['server_id'], 'tags') })],
  servers_tags_delete: ['DELETE', (a) => ({ where: under('servers', a['server_id'], 'tags') })],
  flavors_get: [
    'GET',
    (a) => ({
      where: under('flavors', a['flavor_id'] ?? (a['detail'] ? 'detail' : '')),
      query: {
        'changes-since': a['changes_since'],
        minDisk: a['minDisk'],
        minRam: a['minRam'],
        limit: a['limit'],
        marker: a['marker'],
        'SNF:is_public': a['is_public'] === undefined ? undefined : String(a['is_public']),
        'SNF:flavor-access': a['project_id'],
      },
    }),
  ],
  images_get: [
    'GET',
    (a) => ({
      where: under('images', a['image_id'] ?? (a['detail'] ? 'detail' : '')),
      query: {
        'changes-since': a['changes_since'],
        server: a['server_name'],
        name: a['name'],
        status: a['status'],
        marker: a['marker'],
        limit: a['limit'],
        type: a['type'],
      },
    }),
  ],
  images_delete: ['DELETE', (a) => ({ where: under('images', a['image_id']) })],
  images_metadata_get: ['GET', (a) => ({ where: under('images', a['image_id'], 'metadata', a['key']) })],
  images_metadata_post: ['POST', (a) => ({ where: under('images', a['image_id'], 'metadata') })],
  images_metadata_put: ['PUT', (a) => ({ where: under('images', a['image_id'], 'metadata') })],
  images_metadata_delete: ['DELETE', (a) => ({ where: under('images', a['image_id'], 'metadata', a['key']) })],
  floating_ip_pools_get: ['GET', () => ({ where: 'os-floating-ip-pools' })],
  floating_ips_get: ['GET', (a) => ({ where: under('os-floating-ips', a['ip']) })],
  floating_ips_post: ['POST', (a) => ({ where: under('os-floating-ips', a['ip']) })],
  floating_ips_delete: ['DELETE', (a) => ({ where: under('os-floating-ips', a['ip']) })],
  keypairs_get: ['GET', (a) => ({ where: under('os-keypairs', a['key_name']) })],
  keypairs_post: ['POST', () => ({ where: 'os-keypairs' })],
  keypairs_delete: ['DELETE', (a) => ({ where: under('os-keypairs', a['key_name']) })],
  volume_attachment_get: [
    'GET',
    (a) => ({ where: under('servers', a['server_id'], 'os-volume_attachments', a['attachment_id']) }),
  ],
  volume_attachment_delete: [
    'DELETE',
    (a) => ({ where: under('servers', a['server_id'], 'os-volume_attachments', a['attachment_id']) }),
  ],
}

const low: Record<string, Call<ComputeClient>> = Object.fromEntries(
  Object.entries(places).map(([name, [method, rest]]): [string, Call<ComputeClient>] => [
    name,
    (client, args, { exchanges }) =>
      client.request(method, rest(args).where, {
        query: rest(args).query ?? {},
        json: args['json_data'],
        expect: exchanges[0]?.response.status,
      }),
  ]),
)

const rename = ({ server_id: _, response_headers: __, ...metadata }: Args): Record<string, string> => metadata
const progress = ({ status, progress: done }: Server): unknown => [status, status === 'BUILD' ? done : null]

/** The old library returns one item of metadata under the key that the response has; ours returns its value. */
const item = ({ result }: WireCase, value: string): Record<string, string> =>
  Object.fromEntries(Object.keys(Object(result)).map((key) => [key, value]))

/** The methods that both compute clients have. */
export const computeCalls: Record<string, Call<ComputeClient>> = {
  ...low,
  servers_tags_replace: (client, a) =>
    client.request('PUT', under('servers', a['server_id'], 'tags'), { json: { tags: a['tags'] } }),
  list_servers: (client, { detail, changes_since: changesSince, response_headers: _, ...a }) =>
    detail ? client.servers.listDetail({ ...a, changesSince }) : client.servers.list({ ...a, changesSince }),
  get_server_details: (client, a) => client.servers.get(a['server_id']),
  create_server: (client, { name, flavor_id: flavorRef, image_id: imageRef, ...a }) =>
    client.servers.create({
      name,
      flavorRef,
      imageRef,
      metadata: a['metadata'],
      personality: a['personality']?.map((file: object) => ({ ...file, encoding: 'base64' })),
      networks: a['networks'],
      tags: a['tags'],
      user_data: a['user_data'],
      ...(a['key_name'] && { key_name: a['key_name'] }),
      ...(a['key_names'] && { 'SNF:key_names': a['key_names'] }),
      ...(a['project_id'] && { project: a['project_id'] }),
      ...(a['availability_zone'] && { availability_zone: a['availability_zone'] }),
      ...(a['security_group'] && { security_groups: [{ name: a['security_group'] }] }),
    }),
  update_server_name: (client, a) => client.servers.rename(a['server_id'], a['new_name']),
  delete_server: (client, a) => client.servers.delete(a['server_id']),
  reboot_server: (client, a) => client.servers.reboot(a['server_id'], a['hard'] ? { type: 'HARD' } : {}),
  resize_server: (client, a) => client.servers.resize(a['server_id'], a['flavor_id']),
  start_server: (client, a) => client.servers.start(a['server_id']),
  shutdown_server: (client, a) => client.servers.shutdown(a['server_id']),
  rescue_server: (client, a) => client.servers.rescue(a['server_id'], { rescueImage: a['rescue_image_ref'] }),
  unrescue_server: (client, a) => client.servers.unrescue(a['server_id']),
  get_server_metadata: async (client, a, wireCase) =>
    a['key']
      ? item(wireCase, await client.servers.metadata.get(a['server_id'], a['key']))
      : client.servers.metadata.list(a['server_id']),
  create_server_metadata: async (client, a, wireCase) =>
    item(wireCase, await client.servers.metadata.set(a['server_id'], a['key'], a['val'])),
  update_server_metadata: (client, a) => client.servers.metadata.update(a['server_id'], rename(a)),
  delete_server_metadata: (client, a) => client.servers.metadata.delete(a['server_id'], a['key']),
  get_server_nics: (client, a) => client.servers.addresses.all(a['server_id']),
  get_server_network_nics: (client, a) => client.servers.addresses.get(a['server_id'], a['network_id']),
  get_server_status: async (client, a) => progress(await client.servers.get(a['server_id'])),
  list_flavors: (client, { detail, is_public, project_id: project }) => {
    const wanted = { isPublic: is_public === undefined ? undefined : !/false/i.test(String(is_public)), project }
    return detail ? client.flavors.listDetail(wanted) : client.flavors.list(wanted)
  },
  get_flavor_details: (client, a) => client.flavors.get(a['flavor_id']),
  list_images: (client, a) => (a['detail'] ? client.images.listDetail() : client.images.list()),
  get_image_details: (client, a) => client.images.get(a['image_id']),
  delete_image: (client, a) => client.images.delete(a['image_id']),
  get_image_metadata: async (client, a, wireCase) =>
    a['key']
      ? item(wireCase, await client.images.metadata.get(a['image_id'], a['key']))
      : client.images.metadata.list(a['image_id']),
  update_image_metadata: (client, { image_id, ...a }) => client.images.metadata.update(image_id, rename(a)),
  delete_image_metadata: (client, a) => client.images.metadata.delete(a['image_id'], a['key']),
  list_keypairs: async (client) => (await client.keypairs.list()).map((keypair) => ({ keypair })),
  get_keypair_details: (client, a) => client.keypairs.get(a['key_name']),
  create_key: (client, a) => client.keypairs.create({ name: a['key_name'], public_key: a['public_key'] }),
  delete_keypair: (client, a) => client.keypairs.delete(a['key_name']),
  check_tag_exists: (client, a) => client.servers.tags.has(a['server_id'], a['tag']),
  get_tag_status: (client, a) => client.servers.tags.status(a['server_id'], a['tag']),
  add_tag: async (client, a) => void (await client.servers.tags.add(a['server_id'], a['tag'])),
  delete_tag: (client, a) => client.servers.tags.remove(a['server_id'], a['tag']),
  delete_tags: (client, a) => client.servers.tags.removeAll(a['server_id']),
  list_tags: async (client, a) => (await client.servers.tags.list(a['server_id'])).map(({ tag }) => tag),
  replace_tags: async (client, a) =>
    (await client.servers.tags.replace(a['server_id'], a['tags'])).map(({ tag }) => tag),
}

/** What the old library can ask for and a Synnefo cloud always rejects: not offered, but `request` can send it. */
export const refusedCalls: Record<string, Call<ComputeClient>> = {
  change_admin_password: (client, a) =>
    client.request('POST', under('servers', a['server_id'], 'action'), {
      json: { changePassword: { adminPass: a['new_password'] } },
    }),
  confirm_resize_server: (client, a) =>
    client.request('POST', under('servers', a['server_id'], 'action'), { json: { confirmResize: null } }),
  revert_resize_server: (client, a) =>
    client.request('POST', under('servers', a['server_id'], 'action'), { json: { revertResize: null } }),
  create_server_image: async (client, { server_id, image_name: name, ...metadata }) => {
    const json = { createImage: { name, metadata } }
    const answer = await client.send('POST', under('servers', server_id, 'action'), { json })
    await answer.cancel()
    return answer.headers.get('location')?.replace(/^http:\/\/[^/]+/, '{{BASE}}')
  },
}

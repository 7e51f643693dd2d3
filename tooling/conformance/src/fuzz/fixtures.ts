import type { FuzzRequest } from './request.ts'

/** Something that requests speak of: it is created the first time that one does. */
export interface Fixture {
  readonly request: Omit<FuzzRequest, 'id' | 'query' | 'headers' | 'body'> & {
    readonly headers?: Readonly<Record<string, string>>
    readonly body?: unknown
    readonly text?: string
  }
  /** Where in the response its name is: a path, as in a scenario's `save`; absent if the name is known. */
  readonly save?: string
  /** A name that is known beforehand; `{{run}}` is new on each run. */
  readonly value?: string
  /** How it is removed, on clouds that cannot start anew. */
  readonly remove?: readonly Removal[]
}

/** A request that removes something; DELETE unless it says another method. */
export interface Removal {
  readonly base: string
  readonly path: string
  readonly as?: string
  readonly method?: string
  readonly body?: unknown
}

const api = (base: string, path: string, body: unknown, save: string, remove?: string, as = 'alice'): Fixture => ({
  request: { as, base, method: 'POST', path, body },
  save,
  ...(remove === undefined ? {} : { remove: [{ base, path: remove }] }),
})

const pithos = (method: string, path: string, rest: Partial<Fixture['request']>): Fixture['request'] => ({
  as: 'alice',
  base: 'object-store',
  method,
  path: `/{{alice.uuid}}/${path}`,
  ...rest,
})

/** By the names that requests use. A fixture may name others. */
export const FIXTURES: Readonly<Record<string, Fixture>> = {
  container: {
    request: pithos('PUT', 'fz-{{run}}', {}),
    value: 'fz-{{run}}',
    remove: [
      { base: 'object-store', path: '/{{alice.uuid}}/fz-{{run}}?delimiter=/' },
      { base: 'object-store', path: '/{{alice.uuid}}/fz-{{run}}' },
    ],
  },
  object: {
    request: pithos('PUT', '{{container}}/o', { text: 'content', headers: { 'Content-Type': 'text/plain' } }),
    value: 'o',
  },
  published: {
    request: pithos('POST', '{{container}}/{{object}}?update=', { headers: { 'X-Object-Public': 'true' } }),
    value: 'o',
  },
  publicUrl: { request: pithos('HEAD', '{{container}}/{{published}}', {}), save: 'headers.x-object-public' },
  disk: {
    request: pithos('PUT', '{{container}}/disk', {
      text: 'x'.repeat(2000),
      headers: { 'Content-Type': 'application/octet-stream' },
    }),
    value: 'disk',
  },
  image: {
    request: {
      as: 'alice',
      base: 'image',
      method: 'POST',
      path: '/v1.0/images',
      headers: {
        'X-Image-Meta-Name': 'fz-{{run}}',
        'X-Image-Meta-Location': 'pithos://{{alice.uuid}}/{{container}}/{{disk}}',
        'X-Image-Meta-Disk-Format': 'diskdump',
        'X-Image-Meta-Property-OS': 'debian',
      },
    },
    save: 'headers.x-image-meta-id',
    remove: [{ base: 'image', path: '/v1.0/images/{{image}}' }],
  },
  network: api(
    'network',
    '/v2.0/networks',
    { network: { type: 'MAC_FILTERED', name: 'fz-{{run}}' } },
    'body.network.id',
    '/v2.0/networks/{{network}}',
  ),
  subnet: api(
    'network',
    '/v2.0/subnets',
    { subnet: { network_id: '{{network}}', cidr: '10.0.0.0/24' } },
    'body.subnet.id',
  ),
  port: api(
    'network',
    '/v2.0/ports',
    { port: { network_id: '{{network}}', device_id: '{{server}}' } },
    'body.port.id',
    '/v2.0/ports/{{port}}',
  ),
  floatingIp: api(
    'network',
    '/v2.0/floatingips',
    { floatingip: { floating_network_id: '{{publicNetworkId}}' } },
    'body.floatingip.id',
    '/v2.0/floatingips/{{floatingIp}}',
  ),
  floatingAddress: {
    request: { as: 'alice', base: 'network', method: 'GET', path: '/v2.0/floatingips/{{floatingIp}}' },
    save: 'body.floatingip.floating_ip_address',
  },
  server: api(
    'compute',
    '/servers',
    {
      server: {
        name: 'fz-{{run}}',
        flavorRef: '{{flavorId}}',
        imageRef: '{{image}}',
        networks: [],
        metadata: { k: 'v' },
        tags: ['t'],
      },
    },
    'body.server.id',
    '/servers/{{server}}',
  ),
  volume: api(
    'volume',
    '/v2.0/volumes',
    { volume: { display_name: 'fz-{{run}}', size: 1, server_id: '{{server}}', metadata: { k: 'v' } } },
    'body.volume.id',
    '/v2.0/volumes/{{volume}}',
  ),
  snapshot: api(
    'volume',
    '/v2.0/snapshots',
    { snapshot: { volume_id: '{{volume}}', display_name: 'fz-{{run}}' } },
    'body.snapshot.id',
    '/v2.0/snapshots/{{snapshot}}',
  ),
  keypair: api(
    'compute',
    '/os-keypairs',
    { keypair: { name: 'fz-{{run}}', public_key: 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAAQ== fz' } },
    'body.keypair.name',
    '/os-keypairs/{{keypair}}',
  ),
  dataKey: api('userdata', '/keys', { name: 'fz-{{run}}', content: 'x' }, 'body.id', '/keys/{{dataKey}}'),
  application: api(
    'account',
    '/projects',
    { name: 'fz{{run}}.example.org', end_date: '2037-01-01T00:00:00+00:00', resources: {} },
    'body.application',
  ),
  project: {
    request: { as: 'alice', base: 'account', method: 'GET', path: '/projects?application={{application}}' },
    value: '{{projectId}}',
  },
  membership: {
    ...api('account', '/projects/memberships', { join: { project: '{{projectId}}' } }, 'body.id', undefined, 'bob'),
    remove: [
      {
        as: 'bob',
        base: 'account',
        method: 'POST',
        path: '/projects/memberships/{{membership}}/action',
        body: { leave: '' },
      },
    ],
  },
  serial: api(
    'account',
    '/commissions',
    {
      provisions: [
        { holder: 'user:{{alice.uuid}}', source: 'project:{{projectId}}', resource: 'cyclades.vm', quantity: 0 },
      ],
      name: 'fz',
    },
    'body.serial',
    undefined,
    'service',
  ),
}

/** Operations that create what a fixture does: it is removed in the same way. */
export const CREATIONS: Readonly<Record<string, string>> = {
  'compute.servers.create': 'server',
  'compute.keypairs.create': 'keypair',
  'network.networks.create': 'network',
  'network.ports.create': 'port',
  'network.floating_ips.create': 'floatingIp',
  'volume.volumes.create': 'volume',
  'volume.snapshots.create': 'snapshot',
  'image.images.register': 'image',
  'userdata.keys.create': 'dataKey',
}

/** What fits a path's parameter. */
export const PARAMETERS: Readonly<Record<string, string>> = {
  account: '{{alice.uuid}}',
  container: '{{container}}',
  object: '{{object}}',
  server_id: '{{server}}',
  image_id: '{{image}}',
  project_id: '{{projectId}}',
  key: 'k',
  volume_id: '{{volume}}',
  attachment_id: '{{volume}}',
  user_id: '{{bob.uuid}}',
  snapshot_id: '{{snapshot}}',
  membership_id: '{{membership}}',
  floatingip_id: '{{floatingIp}}',
  network_id: '{{network}}',
  subnet_id: '{{subnet}}',
  port_id: '{{port}}',
  serial: '{{serial}}',
  tag: 't',
  id: '{{dataKey}}',
  member: '{{bob.uuid}}',
  flavor_id: '{{flavorId}}',
  keypair_name: '{{keypair}}',
  volume_type_id: '1',
  token_id: 'x',
  alias: 'SNF',
  delimiter: '/',
}

/** What fits a body's field. */
export const FIELDS: Readonly<Record<string, string>> = {
  imageRef: '{{image}}',
  flavorRef: '{{flavorId}}',
  key_name: '{{keypair}}',
  project: '{{projectId}}',
  project_id: '{{projectId}}',
  server_id: '{{server}}',
  device_id: '{{server}}',
  volume_type: '1',
  volumeId: '{{volume}}',
  volume_id: '{{volume}}',
  source_volid: '{{volume}}',
  snapshot_id: '{{snapshot}}',
  network_id: '{{network}}',
  floating_network_id: '{{publicNetworkId}}',
  floating_ip_address: '{{floatingAddress}}',
  address: '{{floatingAddress}}',
  cidr: '10.0.0.0/24',
  gateway_ip: '10.0.0.1',
  start: '10.0.0.2',
  end: '10.0.0.9',
  fixed_ip: '10.0.0.5',
  ip_address: '10.0.0.5',
  uuid: '{{network}}',
  port: '{{port}}',
  nic: '{{port}}',
  owner: '{{alice.uuid}}',
  user: '{{bob.email}}',
  member_id: '{{bob.uuid}}',
  app_id: '{{application}}',
  end_date: '2037-01-01T00:00:00+00:00',
  join_policy: 'auto',
  leave_policy: 'auto',
  name: 'n{{run}}.example.org',
  display_name: 'n{{run}}',
  type: 'MAC_FILTERED',
  profile: 'ENABLED',
  contents: 'eA==',
  user_data: 'eA==',
  adminPass: 'Passw0rdX1',
  path: '/x',
  tenantName: '{{alice.uuid}}',
  username: '{{alice.uuid}}',
  password: '{{alice.token}}',
  holder: 'user:{{alice.uuid}}',
  source: 'project:{{projectId}}',
  resource: 'cyclades.vm',
  hashes: '7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730',
  public_key: 'ssh-rsa AAAA x',
  source_type: 'blank',
}

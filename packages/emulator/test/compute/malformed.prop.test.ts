import * as fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { cloudOf } from '../cloud-of.ts'
import { Session } from './session.ts'

const ORIGIN = 'http://synnefo.test/cyclades'

let cloud: Session
let server: number
let volume: string
beforeAll(async () => {
  cloud = await Session.open()
  server = await cloud.server()
  volume = await cloud.volume()
})

const ITEMS = [
  '',
  '/',
  '/action',
  '/metadata',
  '/metadata/a',
  '/tags',
  '/tags/a',
  '/ips',
  '/ips/1',
  '/password',
  '/stats',
  '/diagnostics',
  '/os-volume_attachments',
  '/os-volume_attachments/1',
]
const COLLECTIONS = [
  '/compute/v2.0/',
  '/compute/v2.0/servers',
  '/compute/v2.0/servers/detail',
  '/compute/v2.0/flavors',
  '/compute/v2.0/images',
  '/compute/v2.0/os-keypairs',
  '/compute/v2.0/os-floating-ips',
  '/volume/v2.0/volumes',
  '/volume/v2.0/volumes/detail',
  '/volume/v2.0/snapshots',
  '/volume/v2.0/types',
  '/userdata/keys',
  '/userdata/keys/download',
  '/admin/stats/detail',
  '/vmapi/v1.0/server-params/x',
  '/stats/v1.0/cpu-bar/736e662d31',
]

const path = fc.oneof(
  fc.constantFrom(...COLLECTIONS),
  fc.tuple(fc.constantFrom(...COLLECTIONS), fc.webSegment()).map(([base, segment]) => `${base}/${segment}`),
  fc
    .tuple(
      fc.constantFrom(...COLLECTIONS),
      fc.constantFrom('%', '%zz', '%ff', '..', '%00', '%0a', '.json', '.xml', '99999999999999999999'),
    )
    .map(([base, odd]) => `${base}/${odd}`),
  fc.constantFrom(...ITEMS).map((item) => `SERVER${item}`),
  fc.constantFrom('', '/action', '/metadata', '/metadata/a').map((item) => `VOLUME${item}`),
)

const MEMBERS = [
  'server', 'volume', 'snapshot', 'keypair', 'metadata', 'meta', 'tags', 'volumeAttachment', 'name', 'flavorRef', 'imageRef',
  'networks', 'personality', 'block_device_mapping_v2', 'adminPass', 'user_data', 'key_name', 'SNF:key_names', 'project',
  'shared_to_project', 'size', 'display_name', 'display_description', 'volume_type', 'server_id', 'snapshot_id', 'volume_id', 'volumeId',
  'delete_on_termination', 'public_key', 'content', 'reboot', 'resize', 'console', 'rescue', 'reassign', 'firewallProfile',
  'addFloatingIp', 'os-getVNCConsole', 'type', 'profile', 'nic', 'address', 'uuid', 'fixed_ip', 'port', 'source_type', 'volume_size',
  'rescue_image_ref', 'path', 'contents', '__proto__', 'constructor',
] // biome-ignore format: a list

const leaf = fc.oneof(
  fc.constantFrom(null, true, false, 0, 1, -1, 1.5, 1e300, '', '1', 'a', 'vnc', 'image', 'blank', 'κ', '\u0000'),
  fc.string(),
  fc.double({ noNaN: true }),
)
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...MEMBERS), tie('value'), { maxKeys: 5 }),
  ),
}))

/** A create call with some members spoiled. */
const spoiled = fc
  .dictionary(fc.constantFrom(...MEMBERS), value, { maxKeys: 4 })
  .map((odd) => ({ server: { name: 'x', flavorRef: 1, imageRef: 'IMAGE', ...odd } }))

const body = fc.oneof(
  fc.oneof(value, spoiled).map((json) => ({ text: JSON.stringify(json), type: 'application/json' })),
  fc.record({
    text: fc.string(),
    type: fc.constantFrom(
      'application/json',
      'text/plain',
      'application/json; charset=utf-8',
      'application/x-www-form-urlencoded',
    ),
  }),
)

const STATUSES = [200, 201, 202, 204, 304, 400, 401, 403, 404, 405, 409, 413, 422, 500, 501, 503]

test('Malformed input gets a fault of the server, never a failure of the emulator', async () => {
  const token = cloud.emulator.env().users['alice']!.token
  await fc.assert(
    fc.asyncProperty(
      path,
      fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'PATCH', 'OPTIONS'),
      body,
      fc.constantFrom(
        '',
        '?format=xml',
        '?changes-since=x',
        '?changes-since=2026-13-45T99:99:99Z',
        '?callback=a',
        '?%zz&=&&a',
      ),
      async (target, method, { text, type }, query) => {
        if (cloudOf(cloud.emulator).servers.find(server)?.deleted) server = await cloud.server()
        if ((await cloud.showVolume(volume)).deleted) volume = await cloud.volume()
        const url = target
          .replace('SERVER', `/compute/v2.0/servers/${server}`)
          .replace('VOLUME', `/volume/v2.0/volumes/${volume}`)
        const headers = { 'X-Auth-Token': token, 'Content-Type': type }
        const sends = method !== 'GET' && method !== 'HEAD'
        const sent = sends ? { body: text.replace('IMAGE', cloud.imageId) } : {}
        const response = await cloud.emulator.fetch(ORIGIN + url + query, { method, headers, ...sent })
        expect(STATUSES).toContain(response.status)
        await response.arrayBuffer()
        expect(cloud.bugs).toEqual([])
        cloud.emulator.clock.advance(300)
      },
    ),
    { numRuns: 4000 },
  )
}, 120_000)

import { InvalidArgumentError, NotFoundError, QuotaExceededError, WaitTimeoutError } from '@kamaki/core'
import { CycladesComputeClient, type Server, type ServerTag } from '@kamaki/cyclades'
import { CaseBook } from '@kamaki-tooling/wire'
import { expect, it } from 'vitest'
import { computeCalls } from './compute-calls.ts'
import { backTo2014, computeSuite } from './compute-suite.ts'
import { type Args, type Call, type MakeClient, play } from './replay.ts'

const book = new CaseBook('CycladesComputeClient')
type Client = CycladesComputeClient
const make: MakeClient<Client> = (url, token) => new CycladesComputeClient(url, token, { retry: false })

const waits = (a: Args): object => ({
  intervalMs: (a['delay'] ?? 1) && 1,
  onPoll: a['wait_cb'] ? () => undefined : undefined,
})
const until: Call<Client> = (client, a) =>
  client.servers.waitUntil(a['server_id'], a['target_status'] ?? 'ACTIVE', waits(a))
const whilst: Call<Client> = (client, a) =>
  client.servers.waitWhile(a['server_id'], a['current_status'] ?? 'BUILD', waits(a))
const status = ({ status }: Server): string => status

/** As the server says it: two lists side by side. */
const parallel = (tags: readonly ServerTag[]): object => ({
  tags: tags.map(({ tag }) => tag),
  ...(tags.length > 0 && { statuses: tags.map(({ status }) => status) }),
})

const own: Record<string, Call<Client>> = {
  set_firewall_profile: (client, a) =>
    client.servers.setFirewallProfile(a['server_id'], { profile: a['profile'], nic: a['port_id'] }),
  get_server_console: (client, a) => client.servers.console(a['server_id'], a['console_type']),
  reassign_server: (client, a) => client.servers.reassign(a['server_id'], { project: a['project'] }),
  get_server_stats: (client, a) => client.servers.stats(a['server_id']),
  get_server_diagnostics: (client, a) => client.servers.diagnostics(a['server_id']),
  list_tags: async (client, a) => parallel(await client.servers.tags.list(a['server_id'])),
  replace_tags: async (client, a) => parallel(await client.servers.tags.replace(a['server_id'], a['tags'])),
  wait_server: whilst,
  wait_server_while: whilst,
  wait_server_until: until,
  wait_until: async (client, a) => status(await client.servers.waitUntil(a['item_id'], a['target_status'], waits(a))),
  wait_while: async (client, a) => status(await client.servers.waitWhile(a['item_id'], a['wait_status'], waits(a))),
  get_volume_attachment: (client, a) => client.volumeAttachments.get(a['server_id'], a['attachment_id']),
  list_volume_attachments: (client, a) => client.volumeAttachments.list(a['server_id']),
  attach_volume: (client, a) => client.volumeAttachments.attach(a['server_id'], a['volume_id']),
  delete_volume_attachment: (client, a) => client.volumeAttachments.detach(a['server_id'], a['attachment_id']),
  detach_volume: (client, a) => client.volumeAttachments.detachVolume(a['server_id'], a['volume_id']),
  volume_attachment_post: (client, a) =>
    client.request('POST', `servers/${a['server_id']}/os-volume_attachments`, {
      json: { volumeAttachment: { volumeId: a['volume_id'] } },
    }),
}

computeSuite(book, make, own, [
  'list_servers | all filters [py str args]',
  'list_servers | unicode name filter [py str args]',
  'list_servers | special characters in the name filter [py str args]',
  'create_server | all',
  'create_server | error: image 404',
  'create_server | error: 413',
  'get_server_console | error: unknown type',
  'get_tag_status | error: 404',
  'delete_image_metadata | basic',
  'wait_server | callback and time-out',
  'wait_server_while | callback and time-out',
])

it.each([
  'all filters [py str args]',
  'unicode name filter [py str args]',
  'special characters in the name filter [py str args]',
])('sends filters, and applies them too, as the server does not: %s', async (name) => {
  const { mismatches, result } = await play(book.take('list_servers', name), make, (client, args) => {
    backTo2014()
    return computeCalls['list_servers']!(client, args, book.take('list_servers', name))
  })
  expect(mismatches).toEqual([])
  // The response has a server of another name.
  expect(result).toEqual([])
})

it('names keys in one way only, since the server rejects two', async () => {
  const wireCase = book.take('create_server', 'all')
  const both = await play(wireCase, make, computeCalls['create_server']!)
  expect(InvalidArgumentError.isInstance(both.error) && both.error.parameter).toBe('key_name')
  expect(both.requests).toEqual([])
  const one = await play(
    wireCase,
    make,
    (client, { key_name: _, ...args }) => computeCalls['create_server']!(client, args, wireCase),
    { ignoreBody: true },
  )
  expect(one.mismatches).toEqual([])
  const { key_name: _, ...server } = (wireCase.exchanges[1]!.request.body as { server: Record<string, unknown> }).server
  expect(JSON.parse(one.requests[1]!.body.toString())).toEqual({ server })
})

it('says that the image is not there, or that the quota is used up', async () => {
  const image = await play(book.take('create_server', 'error: image 404'), make, computeCalls['create_server']!)
  expect(image.mismatches).toEqual([])
  expect(NotFoundError.isInstance(image.error)).toBe(true)
  const quota = await play(book.take('create_server', 'error: 413'), make, computeCalls['create_server']!)
  expect(quota.mismatches).toEqual([])
  expect(QuotaExceededError.isInstance(quota.error) && quota.error.details).toBe(
    'Limit for resource VM exceeded. Available: 0, Requested: 1',
  )
})

it('leaves the given metadata as it is (create-server-mutates-metadata)', async () => {
  const wireCase = book.take('create_server', 'own metadata wins and the given dict is changed')
  const before = structuredClone(wireCase.args)
  const { mismatches } = await play(wireCase, make, computeCalls['create_server']!)
  expect(mismatches).toEqual([])
  expect(wireCase.args).toEqual(before)
})

it('encodes user data in any script (user-data-unicode-b64encode)', async () => {
  const wireCase = book.take('create_server', 'unicode user_data [py str args]')
  expect((await play(wireCase, make, computeCalls['create_server']!)).mismatches).toEqual([])
})

it('names the rescue image inside the action, by its number (rescue-image-ref-outside-action)', async () => {
  const wireCase = book.take('rescue_server', 'image ref')
  const text = await play(wireCase, make, computeCalls['rescue_server']!)
  expect(InvalidArgumentError.isInstance(text.error) && text.error.parameter).toBe('rescueImage')
  const number = await play(wireCase, make, (client) => client.servers.rescue(42, { rescueImage: 9 }))
  expect(JSON.parse(number.requests[0]!.body.toString())).toEqual({ rescue: { rescue_image_ref: 9 } })
})

it('can ask for flavors that are not public (flavors-is-public-false-dropped)', async () => {
  const wireCase = book.take('list_flavors', 'is_public False is dropped')
  const { requests } = await play(wireCase, make, computeCalls['list_flavors']!)
  expect(requests[0]?.query).toEqual([['SNF:is_public', 'False']])
})

it('rejects a console that does not exist', async () => {
  const { error, requests } = await play(
    book.take('get_server_console', 'error: unknown type'),
    make,
    own['get_server_console']!,
  )
  expect(InvalidArgumentError.isInstance(error) && error.message).toMatch(/^type must be one of 'vnc', .*"spice"/)
  expect(requests).toEqual([])
})

it('says that a tag is not there', async () => {
  const { error, mismatches } = await play(
    book.take('get_tag_status', 'error: 404'),
    make,
    computeCalls['get_tag_status']!,
  )
  expect(mismatches).toEqual([])
  expect(NotFoundError.isInstance(error)).toBe(true)
})

it('deletes image metadata by an empty value, since DELETE deletes nothing', async () => {
  const wireCase = book.take('delete_image_metadata', 'basic')
  const { requests } = await play(wireCase, make, computeCalls['delete_image_metadata']!)
  expect(requests.map(({ method, path, body }) => [method, path, JSON.parse(body.toString())])).toEqual([
    ['POST', '/compute/v2.0/images/img-1/metadata', { metadata: { [wireCase.args['key'] as string]: '' } }],
  ])
})

it.each(['wait_server', 'wait_server_while'])(
  'fails when the time is over, with the last state: %s',
  async (method) => {
    const wireCase = book.take(method, 'callback and time-out')
    const seen: string[] = []
    const { error, mismatches } = await play(
      wireCase,
      make,
      (client) =>
        client.servers.waitWhile(42, 'BUILD', {
          intervalMs: 60_000,
          maxIntervalMs: 60_000,
          timeoutMs: 1_000,
          onPoll: (server) => seen.push(server.status),
        }),
      { exchanges: [0] },
    )
    expect(mismatches).toEqual([])
    expect(seen).toEqual(['BUILD'])
    expect(WaitTimeoutError.isInstance(error) && error.lastState).toEqual({ progress: 30, status: 'BUILD' })
  },
)

it.each([0, 0.5])('waits with any pause between polls: %s ms (wait-delay-zero-or-fraction)', async (intervalMs) => {
  book.declareBug('wait-delay-zero-or-fraction', 'any pause will do, and there is always a first poll')
  const wireCase = book.take('wait_server_until', 'two polls')
  const { mismatches, result } = await play(wireCase, make, (client) =>
    client.servers.waitUntil(42, 'ACTIVE', { intervalMs }),
  )
  expect(mismatches).toEqual([])
  expect(result).toMatchObject({ status: 'ACTIVE' })
})

it('leaves no case out', () => {
  expect(book.missing()).toEqual([])
})

import { InvalidArgumentError, NotModifiedError, ParseError } from '@kamaki/core'
import type { ComputeClient } from '@kamaki/cyclades'
import type { CaseBook } from '@kamaki-tooling/wire'
import { expect, it, onTestFinished, vi } from 'vitest'
import { computeCalls, refusedCalls } from './compute-calls.ts'
import { type Call, type MakeClient, play, replayErrors, replayTable } from './replay.ts'

type Table<C> = Readonly<Record<string, Call<C>>>

/** When the recordings are from: changes are told for an hour only. */
export function backTo2014(): void {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2014-01-01T00:30:00Z') })
  onTestFinished(() => void vi.useRealTimers())
}

/** The cases that both compute clients have, and what the old library is known to do wrong in them. */
export function computeSuite<C extends ComputeClient>(
  book: CaseBook,
  make: MakeClient<C>,
  own: Table<C>,
  apart: readonly string[],
): void {
  const table: Table<C> = { ...computeCalls, ...refusedCalls, ...own }
  const elsewhere = [
    ...apart,
    'list_servers | error: 304 on changes_since [py str args]',
    'create_key | nothing',
    'get_server_nics | changes_since [py str args]',
    'get_server_network_nics | changes_since',
  ]
  replayTable(book, make, table, elsewhere)
  replayErrors(book, make, table)

  it('takes 304 for "nothing has changed": an empty list', async () => {
    backTo2014()
    const wireCase = book.take('list_servers', 'error: 304 on changes_since [py str args]')
    const { mismatches, result } = await play(wireCase, make, table['list_servers']!)
    expect(mismatches).toEqual([])
    expect(result).toEqual([])
  })

  it('asks for a name of a new key before anything is sent', async () => {
    const { error, requests } = await play(book.take('create_key', 'nothing'), make, table['create_key']!)
    expect(InvalidArgumentError.isInstance(error) && error.parameter).toBe('name')
    expect(requests).toEqual([])
  })

  it('does not ask for changes of addresses, which the server would not heed', async () => {
    const all = book.take('get_server_nics', 'changes_since [py str args]')
    const one = book.take('get_server_network_nics', 'changes_since')
    const options = { ignoreQuery: ['changes-since'] }
    expect((await play(all, make, table['get_server_nics']!, options)).mismatches).toEqual([])
    expect((await play(one, make, table['get_server_network_nics']!, options)).mismatches).toEqual([])
  })

  it('reads one server without filters, by type and on the wire (get-server-details-drops-filters)', async () => {
    const wireCase = book.take('get_server_details', 'filters are dropped when an id is given')
    expect((await play(wireCase, make, table['get_server_details']!)).mismatches).toEqual([])
  })

  it('has no rebuild and no createImage to stumble over (rebuild-server-keyerror, create-server-image-keyerror)', () => {
    book.declareBug('rebuild-server-keyerror', 'not offered: the server refuses it always')
    book.declareBug('create-server-image-keyerror', 'not offered: the server refuses it always')
    const client = make('http://127.0.0.1:1/compute', 't')
    expect(client.servers).not.toHaveProperty('rebuild')
    expect(client.servers).not.toHaveProperty('createImage')
  })

  it('tells 304 by its own error where nothing was asked that could lead to it (304-accepted-but-json-required)', async () => {
    const wireCase = book.take('get_server_nics', '304 [py str args]')
    const { error } = await play(wireCase, make, table['get_server_nics']!, { ignoreQuery: ['changes-since'] })
    expect(NotModifiedError.isInstance(error)).toBe(true)
  })

  it('says what is missing in a response without an image (get-image-details-unformatted-detail)', async () => {
    const wireCase = book.take('get_image_details', 'error: no image key')
    const { error, mismatches } = await play(wireCase, make, table['get_image_details']!)
    expect(mismatches).toEqual([])
    expect(ParseError.isInstance(error) && error.message).toContain("has no 'image' field")
  })

  it('puts one item of image metadata under its own key (images-metadata-put-drops-key)', async () => {
    const wireCase = book.take('images_metadata_put', 'basic')
    const { requests } = await play(wireCase, make, (client) => client.images.metadata.set('img-1', 'os', 'x'))
    expect(requests.map(({ method, path, body }) => [method, path, JSON.parse(body.toString())])).toEqual([
      ['PUT', '/compute/v2.0/images/img-1/metadata/os', { meta: { os: 'x' } }],
    ])
  })

  it.each([
    ['get_floating_ips', 'basic', (c: C) => c.floatingIps.list(), 'GET /compute/v2.0/os-floating-ips', undefined],
    ['get_floating_ip', 'all', (c: C) => c.floatingIps.list(), 'GET /compute/v2.0/os-floating-ips', undefined],
    ['get_floating_ip', 'one', (c: C) => c.floatingIps.get(1), 'GET /compute/v2.0/os-floating-ips/1', undefined],
    ['alloc_floating_ip', 'no pool', (c: C) => c.floatingIps.create(), 'POST /compute/v2.0/os-floating-ips', {}],
    [
      'alloc_floating_ip',
      'pool [py str args]',
      (c: C) => c.floatingIps.create({ pool: 'p 1' }),
      'POST /compute/v2.0/os-floating-ips',
      { pool: 'p 1' },
    ],
    [
      'delete_floating_ip',
      'one',
      (c: C) => c.floatingIps.delete(1),
      'DELETE /compute/v2.0/os-floating-ips/1',
      undefined,
    ],
    [
      'delete_floating_ip',
      'all',
      (c: C) => c.floatingIps.delete(2),
      'DELETE /compute/v2.0/os-floating-ips/2',
      undefined,
    ],
  ] as const)('names the floating IP, not the tenant: %s, %s', async (method, name, call, line, json) => {
    const wireCase = book.take(method, name)
    const { requests, error } = await play(wireCase, make, async (client) => call(client))
    expect(error).toBeUndefined()
    expect(requests.map((request) => `${request.method} ${request.path}`)).toEqual([line])
    const body = requests[0]?.body.toString()
    expect(body ? JSON.parse(body) : undefined).toEqual(json)
  })

  it('has no pools of floating IPs (floating-ip-methods-pass-tenant-id-as-another-argument)', () => {
    book.declare('pools are not routed by the server', ({ method }) => method === 'get_floating_ip_pools')
    expect(make('http://127.0.0.1:1/compute', 't').floatingIps).not.toHaveProperty('pools')
  })

  it('does not delete a key called None (delete-keypair-none)', async () => {
    const wireCase = book.take('delete_keypair', 'None')
    const { error, requests } = await play(wireCase, make, (client, a) => client.keypairs.delete(a['key_name']))
    expect(InvalidArgumentError.isInstance(error)).toBe(true)
    expect(requests).toEqual([])
  })

  it('takes 204 for "it had that tag already" (`add-tag-204-refused`)', async () => {
    const wireCase = book.take('add_tag', 'tag already there (204)')
    const add: Call<C> = (client, a) => client.servers.tags.add(a['server_id'], a['tag'])
    const { mismatches, result } = await play(wireCase, make, add)
    expect(mismatches).toEqual([])
    expect(result).toBe(false)
    expect((await play(book.take('add_tag', 'created'), make, add)).result).toBe(true)
  })

  it('sends an empty object when told to (empty-json-dict-typeerror)', async () => {
    const wireCase = book.take('servers_post', 'empty json_data {}')
    const { requests } = await play(wireCase, make, (client) => client.request('POST', 'servers', { json: {} }))
    expect(requests[0]?.body.toString()).toBe('{}')
  })

  it('appends the version to an endpoint that has none', () => {
    const has = book.cases.some(({ method }) => method === '__init__')
    if (has) book.take('__init__', 'unversioned endpoint gets the default version')
    expect(make('http://h/compute', 't').endpointUrl).toBe('http://h/compute/v2.0')
    expect(make('http://h/compute/', 't').endpointUrl).toBe('http://h/compute/v2.0')
    expect(make('http://h/compute/v2.1', 't').endpointUrl).toBe('http://h/compute/v2.1')
  })
}

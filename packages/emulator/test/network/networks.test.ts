import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Session } from '../compute/session.ts'

const made = async (session: Session, more: object = {}) =>
  (await session.alice('POST', '/network/v2.0/networks', { network: { type: 'MAC_FILTERED', ...more } })).body.network

describe('a network', () => {
  it('that servers were connected to is deleted by a job, and releases its quota then', async () => {
    const session = await Session.open()
    const { id } = await made(session)
    const server = await session.server({ networks: [{ uuid: id }] })
    expect((await session.alice('DELETE', `/network/v2.0/networks/${id}`)).status).toBe(409)
    await session.alice('DELETE', `/compute/v2.0/servers/${server}`)
    session.settle()
    expect((await session.alice('DELETE', `/network/v2.0/networks/${id}`)).status).toBe(204)
    const show = async () => (await session.alice('GET', `/network/v2.0/networks/${id}`)).body.network
    expect(await show()).toMatchObject({ status: 'ACTIVE', deleted: false })
    expect(session.usage('cyclades.network.private')).toBe(1)
    const port = await session.alice('POST', '/network/v2.0/ports', { port: { network_id: id } })
    expect(port.body.conflict.message).toBe(`Cannot create port. Network ${id} is being deleted.`)
    session.settle()
    expect(await show()).toMatchObject({ status: 'DELETED', deleted: true })
    expect(session.usage('cyclades.network.private')).toBe(0)
    const rename = await session.alice('PUT', `/network/v2.0/networks/${id}`, { network: { name: 'x' } })
    expect([rename.status, rename.body.badRequest.message]).toEqual([400, 'Network has been deleted.'])
  })

  it('is listed once deleted only with changes-since', async () => {
    const session = await Session.open()
    const since = new Date(session.emulator.clock.now()).toISOString()
    const { id } = await made(session)
    await session.alice('DELETE', `/network/v2.0/networks/${id}`)
    const ids = async (query: string) =>
      (await session.alice('GET', `/network/v2.0/networks${query}`)).body.networks.map((n: { id: string }) => n.id)
    expect(await ids('')).toEqual(['1'])
    expect(await ids(`?changes-since=${encodeURIComponent(since)}`)).toEqual([id])
    const none = await session.bob('GET', `/network/v2.0/networks?changes-since=${encodeURIComponent(since)}`)
    expect(none.status).toBe(304)
  })

  it.each([
    ['{"network": {"type": "TOKEN_RING", "name": 5}}', "Invalid network type 'TOKEN_RING'"],
    ['{"network": {"type": "MAC_FILTERED", "shared_to_project": null}}', 'Unexpected error'],
    ['{"network": {"type": "MAC_FILTERED", "project": {}}}', 'Unexpected error'],
    ['"text"', 'Unexpected error'],
    ['null', 'Unexpected error'],
    ['\ufeff{', 'Could not decode request body as JSON'],
  ])('from %s is rejected', async (body, message) => {
    const session = await Session.open()
    const answer = await session.emulator.fetch('http://synnefo.test/cyclades/network/v2.0/networks', {
      method: 'POST',
      headers: { 'X-Auth-Token': session.emulator.env().users['alice']!.token, 'Content-Type': 'application/json' },
      body,
    })
    const [fault] = Object.values((await answer.json()) as object) as [{ message: string }]
    expect(fault.message).toBe(message)
    expect(session.usage('cyclades.network.private')).toBe(0)
  })

  it('as XML is a document with a label of its own', async () => {
    const session = await Session.open()
    const answer = await session.alice('GET', '/network/v2.0/networks/1.xml')
    expect(answer.headers.get('content-type')).toBe('application/xml; charset=UTF-8')
    expect(answer.text).toContain('<network ')
    const ips = await session.alice('GET', '/network/v2.0/floatingips.xml')
    expect([ips.headers.get('content-type'), ips.body]).toEqual([
      'application/json; charset=UTF-8',
      { floatingips: [] },
    ])
  })
})

describe('a subnet', () => {
  it.each([
    [{ name: 'x', enable_dhcp: true }, 400],
    [{ enable_dhcp: true }, 400],
    [{}, 400],
    [[], 400],
    ['name', 400],
    [['name'], 500],
    [null, 500],
    [{ name: 'x' }, 200],
  ])('can be renamed, and nothing else: %j', async (subnet, status) => {
    const session = await Session.open()
    const { id } = await made(session)
    const created = { subnet: { network_id: id, cidr: '10.0.0.0/24' } }
    const { body } = await session.alice('POST', '/network/v2.0/subnets', created)
    const answer = await session.alice('PUT', `/network/v2.0/subnets/${body.subnet.id}`, { subnet })
    expect(answer.status).toBe(status)
    if (status === 400) expect(answer.body.badRequest.message).toBe('Only the name of a subnet can be updated')
  })
})

describe('networks, ports and addresses', () => {
  it('leave no usage behind when all is deleted, whatever was done in which order', async () => {
    const step = fc.record({
      what: fc.constantFrom(
        'network',
        'ip',
        'port',
        'portWithIp',
        'deleteNetwork',
        'deleteIp',
        'deletePort',
        'reassign',
      ),
      pick: fc.nat({ max: 50 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const session = await Session.open()
        const list = async (kind: string): Promise<Record<string, string>[]> =>
          (await session.alice('GET', `/network/v2.0/${kind}`)).body[kind]
        const own = async () => (await list('networks')).filter((n) => n['id'] !== '1')
        const before = session.holdings()
        for (const { what, pick } of steps) {
          const one = (items: Record<string, string>[]) => items[pick % Math.max(1, items.length)]
          const id = async (kind: string) => one(kind === 'networks' ? await own() : await list(kind))?.['id'] ?? '0'
          if (what === 'network') {
            const network = await made(session, pick % 2 ? { project: session.projectId } : {})
            const subnet = { network_id: network?.id ?? 0, cidr: '10.0.0.0/29' }
            await session.alice('POST', '/network/v2.0/subnets', { subnet })
          } else if (what === 'ip') await session.alice('POST', '/network/v2.0/floatingips', { floatingip: {} })
          else if (what === 'port')
            await session.alice('POST', '/network/v2.0/ports', { port: { network_id: await id('networks') } })
          else if (what === 'portWithIp') {
            const ip_address = one(await list('floatingips'))?.['floating_ip_address'] ?? '192.0.2.1'
            await session.alice('POST', '/network/v2.0/ports', { port: { network_id: 1, fixed_ips: [{ ip_address }] } })
          } else if (what === 'reassign') {
            const reassign = { project: pick % 2 ? session.projectId : session.uuid }
            await session.alice('POST', `/network/v2.0/networks/${await id('networks')}/action`, { reassign })
          } else {
            const kind = { deleteNetwork: 'networks', deleteIp: 'floatingips', deletePort: 'ports' }[what]
            await session.alice('DELETE', `/network/v2.0/${kind}/${await id(kind)}`)
          }
        }
        for (const kind of ['ports', 'floatingips', 'networks'])
          for (const { id } of kind === 'networks' ? await own() : await list(kind))
            expect((await session.alice('DELETE', `/network/v2.0/${kind}/${id}`)).status).toBe(204)
        expect(session.holdings()).toEqual(before)
        expect(await list('ports')).toEqual([])
      }),
      { numRuns: 30 },
    )
  })
})

import { expect, it } from 'vitest'
import { Session } from '../compute/session.ts'

const NETWORK = { type: 'MAC_FILTERED' }

it('networks and floating IPs without a project are charged to the default project', async () => {
  const session = await Session.open()
  const alice = session.emulator.env().users['alice']!
  const url = `${new URL(session.emulator.env().authUrl).origin}/astakos/account/v1.0/myaccount/default_project`
  const chosen = await session.emulator.fetch(url, {
    method: 'POST',
    headers: { 'X-Auth-Token': alice.token, 'Content-Type': 'application/json' },
    body: JSON.stringify({ project_id: session.projectId }),
  })
  expect(chosen.status).toBe(200)
  const { network } = (await session.alice('POST', '/network/v2.0/networks', { network: NETWORK })).body
  const { floatingip } = (await session.alice('POST', '/network/v2.0/floatingips', { floatingip: {} })).body
  expect([network.tenant_id, floatingip.tenant_id]).toEqual([session.projectId, session.projectId])
})

it.each([
  [{ project: 'x'.repeat(256) }, 500],
  [{ project: 'x'.repeat(255) }, 400],
  [{ project: 5 }, 500],
  [{ project: [] }, 500],
  [{ shared_to_project: null }, 500],
])('a project or a sharing that cannot be stored: %j is %i, everywhere', async (more, status) => {
  const session = await Session.open()
  const post = async (path: string, body: object) => (await session.alice('POST', path, body)).status
  const { id } = (await session.alice('POST', '/network/v2.0/networks', { network: NETWORK })).body.network
  const { floatingip } = (await session.alice('POST', '/network/v2.0/floatingips', { floatingip: {} })).body
  const volume = await session.volume()
  const server = await session.server()
  const reassign = { reassign: { project: session.projectId, ...more } }
  expect([
    await post('/network/v2.0/networks', { network: { ...NETWORK, ...more } }),
    await post('/network/v2.0/floatingips', { floatingip: more }),
    await post(`/network/v2.0/networks/${id}/action`, reassign),
    await post(`/network/v2.0/floatingips/${floatingip.id}/action`, reassign),
    await post(`/volume/v2.0/volumes/${volume}/action`, reassign),
    await post(`/compute/v2.0/servers/${server}/action`, reassign),
  ]).toEqual(Array(6).fill(status))
  expect(session.usage('cyclades.floating_ip')).toBe(1)
})

it('what is falsy to Python shares nothing', async () => {
  const session = await Session.open()
  for (const [shared, stored] of [
    [[], false],
    ['', false],
    ['x', true],
    [1, true],
  ]) {
    const body = { network: { ...NETWORK, shared_to_project: shared } }
    const { id, shared_to_project } = (await session.alice('POST', '/network/v2.0/networks', body)).body.network
    expect(shared_to_project).toEqual(shared)
    const { network } = (await session.alice('GET', `/network/v2.0/networks/${id}`)).body
    expect(network.shared_to_project).toBe(stored)
  }
})

it('the public network has an IPv6 subnet if asked for, and its ports an address of it', async () => {
  const session = await Session.open({ publicIpv6: true })
  const { subnets } = (await session.alice('GET', '/network/v2.0/subnets')).body
  expect(subnets.map((subnet: { ip_version: number }) => subnet.ip_version)).toEqual([4, 6])
  const { floatingip } = (await session.alice('POST', '/network/v2.0/floatingips', { floatingip: {} })).body
  const server = await session.server({ networks: [{ uuid: '1', fixed_ip: floatingip.floating_ip_address }] })
  expect((await session.show(server)).addresses['1']).toHaveLength(2)
})

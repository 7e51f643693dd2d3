import { describe, expect, it } from 'vitest'
import { Session } from '../compute/session.ts'

/** A cloud where bob is in alice's project. */
async function shared(): Promise<Session> {
  const session = await Session.open()
  const { users, authUrl } = session.emulator.env()
  const enroll = { project: session.projectId, user: users['bob']?.email }
  await session.emulator.fetch(`${new URL(authUrl).origin}/astakos/account/v1.0/projects/memberships`, {
    method: 'POST',
    headers: { 'X-Auth-Token': users['alice']!.token, 'Content-Type': 'application/json' },
    body: JSON.stringify({ enroll }),
  })
  return session
}

describe('what is shared with a project', () => {
  it('its members may rename, connect to and delete; only the owner may reassign it and give it subnets', async () => {
    const session = await shared()
    const network = { type: 'MAC_FILTERED', project: session.projectId, shared_to_project: true }
    const { id } = (await session.alice('POST', '/network/v2.0/networks', { network })).body.network
    const path = `/network/v2.0/networks/${id}`
    expect((await session.bob('GET', path)).body.network.shared_to_project).toBe(true)
    expect((await session.bob('PUT', path, { network: { name: 'ours' } })).body.network.name).toBe('ours')
    const subnet = await session.bob('POST', '/network/v2.0/subnets', {
      subnet: { network_id: id, cidr: '10.0.0.0/24' },
    })
    expect([subnet.status, subnet.body.forbidden.message]).toEqual([403, 'Forbidden operation'])
    const away = await session.bob('POST', `${path}/action`, { reassign: { project: session.projectId } })
    expect([away.status, away.body.forbidden.message]).toEqual([
      403,
      "Action 'reassign' is allowed only to the owner of the network.",
    ])
    const port = (await session.bob('POST', '/network/v2.0/ports', { port: { network_id: id } })).body.port
    expect(port.user_id).toBe(session.emulator.env().users['bob']?.uuid)
    const renamed = await session.alice('PUT', `/network/v2.0/ports/${port.id}`, { port: { name: 'hers' } })
    expect(renamed.body.port.name).toBe('hers')
    expect((await session.alice('DELETE', `/network/v2.0/ports/${port.id}`)).status).toBe(204)
    expect((await session.bob('DELETE', path)).status).toBe(204)
    expect(session.usage('cyclades.network.private', session.projectId)).toBe(0)
  })

  it('stays hidden from those outside, and from members when it is reassigned without a word on sharing', async () => {
    const session = await shared()
    const network = { type: 'MAC_FILTERED', project: session.projectId, shared_to_project: true }
    const { id } = (await session.alice('POST', '/network/v2.0/networks', { network })).body.network
    expect((await session.as('carol', 'GET', `/network/v2.0/networks/${id}`)).status).toBe(404)
    await session.alice('POST', `/network/v2.0/networks/${id}/action`, { reassign: { project: session.projectId } })
    expect((await session.bob('GET', `/network/v2.0/networks/${id}`)).status).toBe(404)
  })

  it('a member takes the address of its owner off a shared server, but not one of their own', async () => {
    const session = await shared()
    const server = await session.server({ project: session.projectId, shared_to_project: true })
    const action = `/compute/v2.0/servers/${server}/action`
    const { ip } = (await session.alice('POST', '/compute/v2.0/os-floating-ips')).body.floating_ip
    const own = (await session.bob('POST', '/compute/v2.0/os-floating-ips')).body.floating_ip.ip
    expect((await session.bob('POST', action, { addFloatingIp: { address: ip } })).status).toBe(404)
    expect((await session.bob('POST', action, { addFloatingIp: { address: own } })).status).toBe(202)
    session.settle()
    expect((await session.bob('POST', action, { removeFloatingIp: { address: own } })).status).toBe(404)
    expect((await session.act(server, { addFloatingIp: { address: ip } })).status).toBe(202)
    session.settle()
    expect((await session.bob('POST', action, { removeFloatingIp: { address: ip } })).status).toBe(202)
    session.settle()
    expect((await session.show(server)).attachments.map(({ ipv4 }: { ipv4: string }) => ipv4)).toEqual([own])
  })
})

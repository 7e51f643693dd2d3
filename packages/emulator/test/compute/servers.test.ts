import { beforeEach, describe, expect, test } from 'vitest'
import { Session } from './session.ts'

let cloud: Session
beforeEach(async () => {
  cloud = await Session.open()
})

const GIB = 1024 ** 3

describe('a server', () => {
  test('is built, renamed and deleted, and what it cost is given back', async () => {
    const before = cloud.holdings()
    const id = await cloud.building({ name: 'web' })
    expect(await cloud.show(id)).toMatchObject({
      name: 'web',
      status: 'BUILD',
      'SNF:task_state': 'BUILDING',
      progress: 0,
    })
    expect(cloud.usage('cyclades.vm')).toBe(1)
    expect(cloud.usage('cyclades.disk')).toBe(5 * GIB)

    cloud.emulator.clock.advance(500)
    expect(await cloud.show(id)).toMatchObject({ status: 'BUILD', progress: 50 })
    cloud.emulator.clock.advance(500)
    const active = await cloud.show(id)
    expect(active).toMatchObject({ status: 'ACTIVE', 'SNF:task_state': '', progress: 100, tenant_id: cloud.uuid })
    expect(active.diagnostics).toMatchObject([{ source: 'image-info', level: 'DEBUG' }])
    expect(active.volumes).toHaveLength(1)

    expect((await cloud.alice('PUT', `/compute/v2.0/servers/${id}`, { server: { name: 'διακομιστής' } })).status).toBe(
      204,
    )
    expect((await cloud.show(id)).name).toBe('διακομιστής')

    expect((await cloud.alice('DELETE', `/compute/v2.0/servers/${id}`)).status).toBe(204)
    expect(await cloud.show(id)).toMatchObject({ status: 'ACTIVE', 'SNF:task_state': 'DESTROYING' })
    cloud.settle()
    expect(await cloud.show(id)).toMatchObject({ status: 'DELETED', deleted: true, 'SNF:task_state': '', volumes: [] })
    expect((await cloud.alice('DELETE', `/compute/v2.0/servers/${id}`)).body.badRequest.message).toBe(
      'Server has been deleted.',
    )
    expect(cloud.holdings()).toEqual(before)
  })

  test('cannot be deleted while it is built', async () => {
    const id = await cloud.building()
    const refused = await cloud.alice('DELETE', `/compute/v2.0/servers/${id}`)
    expect(refused.status).toBe(409)
    expect(refused.body.buildInProgress.message).toBe('Server is being build')
  })

  test('keeps its task for as long as a second delete waits', async () => {
    const id = await cloud.server()
    await cloud.alice('DELETE', `/compute/v2.0/servers/${id}`)
    await cloud.alice('DELETE', `/compute/v2.0/servers/${id}`)
    cloud.emulator.clock.advance(500)
    expect(await cloud.show(id)).toMatchObject({ status: 'DELETED', 'SNF:task_state': 'DESTROYING' })
    cloud.emulator.clock.advance(500)
    expect(await cloud.show(id)).toMatchObject({ status: 'DELETED', 'SNF:task_state': '' })
  })

  test('takes everything that a create call may carry', async () => {
    await cloud.alice('POST', '/compute/v2.0/os-keypairs', { keypair: { name: 'me', public_key: 'ssh-ed25519 AAAA' } })
    const id = await cloud.server({
      metadata: { Role: 'web', users: 'root' },
      tags: ['blue', 'two words', 'blue'],
      project: cloud.projectId,
      shared_to_project: true,
      adminPass: 'Abcdefgh1234',
      'SNF:key_names': ['me'],
      user_data: 'IyEvYmluL3NoCg==',
      personality: [{ path: '/x', contents: 'aGVsbG8=', owner: 'root', group: 'root', mode: 384 }],
      block_device_mapping_v2: [
        { source_type: 'image', uuid: cloud.imageId, volume_size: '7' },
        { source_type: 'blank', volume_size: 2 },
      ],
    })
    expect(await cloud.show(id)).toMatchObject({
      metadata: { Role: 'web', users: 'root' },
      tags: ['blue', 'two words'],
      tenant_id: cloud.projectId,
      shared_to_project: true,
      key_name: 'me',
      'SNF:key_names': ['me'],
    })
    expect(cloud.usage('cyclades.disk', cloud.projectId)).toBe(9 * GIB)
    expect(cloud.usage('cyclades.vm')).toBe(0)
    const password = await cloud.alice('GET', `/compute/v2.0/servers/${id}/password`)
    expect(password.body).toEqual({ password: 'Abcdefgh1234' })
    expect((await cloud.alice('DELETE', `/compute/v2.0/servers/${id}/password`)).status).toBe(204)
    expect((await cloud.alice('GET', `/compute/v2.0/servers/${id}/password`)).status).toBe(404)
  })

  test('is seen by others only when it is shared with a project that they are in', async () => {
    const id = await cloud.server()
    const path = `/compute/v2.0/servers/${id}`
    expect((await cloud.bob('GET', path)).status).toBe(404)
    await cloud.act(id, { reassign: { project: cloud.projectId, shared_to_project: true } })
    expect((await cloud.bob('GET', path)).status).toBe(404)
    expect(
      (await cloud.act(id, { reassign: { project: cloud.emulator.env().users['bob']!.uuid } })).body.badRequest.message,
    ).toMatch(/^User .* not in project/)
    expect((await cloud.show(id)).shared_to_project).toBe(true)
    await cloud.act(id, { reassign: { project: cloud.projectId } })
    expect((await cloud.show(id)).shared_to_project).toBe(false)
  })

  test('shows up in a list of changes, deleted or not, until nothing changed', async () => {
    const since = new Date(cloud.emulator.clock.now()).toISOString()
    cloud.emulator.clock.advance(1000)
    const id = await cloud.server()
    await cloud.alice('DELETE', `/compute/v2.0/servers/${id}`)
    cloud.settle()
    const list = (user: string, date: string) =>
      cloud.as(user, 'GET', `/compute/v2.0/servers/detail?changes-since=${encodeURIComponent(date)}`)
    expect((await list('alice', since)).body.servers).toMatchObject([{ id, status: 'DELETED' }])
    expect((await list('bob', since)).status).toBe(304)
    expect((await list('alice', 'yesterday')).body.badRequest.message).toBe('Invalid changes-since parameter.')
    cloud.emulator.clock.advance(3601_000)
    expect((await list('alice', since)).body.badRequest.message).toBe('Too old changes-since value.')
    expect((await cloud.alice('GET', '/compute/v2.0/servers')).body.servers).toEqual([])
  })
})

describe('a server that cannot be made', () => {
  const refusals: [string, Record<string, unknown>, number, string][] = [
    ['has no image', { imageRef: null }, 400, 'You need to specify either an image or a block device mapping.'],
    ['has an unknown flavor', { flavorRef: 99 }, 404, 'Flavor not found.'],
    ['has a flavor that is no number', { flavorRef: 'big' }, 400, "Invalid flavor ID 'big'"],
    [
      'has a weak password',
      { adminPass: 'weak' },
      400,
      'Password not strong (must contain upper case, lower case, digits and be at least 10 characters!',
    ],
    ['names an unknown key', { key_name: 'none' }, 404, 'Keypair none not found.'],
    ['names an unknown network', { networks: [{ uuid: '99' }] }, 404, 'Network 99 not found.'],
    ['is for a project of someone else', { project: 'mine' }, 400, 'not in project mine'],
    [
      'wants to keep its disk',
      { block_device_mapping_v2: [{ source_type: 'blank' }] },
      400,
      'Root volume cannot be blank',
    ],
  ]
  test.each(refusals)('%s', async (_what, more, status, message) => {
    const before = cloud.holdings()
    const server = { name: 'x', flavorRef: 1, imageRef: cloud.imageId, networks: [], ...more }
    const answer = await cloud.alice('POST', '/compute/v2.0/servers', { server })
    expect(answer.status).toBe(status)
    expect(answer.text).toContain(message)
    expect(cloud.holdings()).toEqual(before)
    expect((await cloud.alice('GET', '/compute/v2.0/servers')).body.servers).toEqual([])
  })

  test('exceeds the quota, which says what is left', async () => {
    await cloud.volume({ size: 198, project: cloud.projectId })
    const server = { name: 'x', flavorRef: 1, imageRef: cloud.imageId, networks: [], project: cloud.projectId }
    const answer = await cloud.alice('POST', '/compute/v2.0/servers', { server })
    expect(answer.status).toBe(413)
    expect(answer.body.overLimit.details).toBe(
      `Limit for resource 'Disk' exceeded for your account. Available: ${2 * GIB}, Requested: ${5 * GIB}`,
    )
    expect(cloud.usage('cyclades.vm', cloud.projectId)).toBe(0)
  })
})

test.each([
  ['aGVsbG8', 400],
  ['γειά', 500],
])('A file for a new server that contains %s is rejected', async (contents, status) => {
  const server = { name: 'x', flavorRef: 1, imageRef: cloud.imageId, personality: [{ path: '/x', contents }] }
  expect((await cloud.alice('POST', '/compute/v2.0/servers', { server })).status).toBe(status)
})

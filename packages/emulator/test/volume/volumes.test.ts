import { beforeEach, describe, expect, test } from 'vitest'
import { Session } from '../compute/session.ts'

let cloud: Session
beforeEach(async () => {
  cloud = await Session.open()
})

const GIB = 1024 ** 3
const VOLUMES = '/volume/v2.0/volumes'

describe('a volume that was never on a server', () => {
  test('is there at once, and gone at once', async () => {
    const before = cloud.holdings()
    const id = await cloud.volume({ size: '3', display_description: 'a volume', metadata: { ignored: 'yes' } })
    expect(await cloud.showVolume(id)).toMatchObject({
      id,
      status: 'available',
      size: 3,
      display_description: 'a volume',
      attachments: [],
      metadata: {},
      tenant_id: cloud.uuid,
    })
    expect(cloud.usage('cyclades.disk')).toBe(3 * GIB)
    expect((await cloud.alice('DELETE', `${VOLUMES}/${id}`)).status).toBe(202)
    expect(await cloud.showVolume(id)).toMatchObject({ status: 'deleted', deleted: true })
    expect((await cloud.alice('DELETE', `${VOLUMES}/${id}`)).body.badRequest.message).toBe(
      `Volume '${id}' has been deleted.`,
    )
    expect(cloud.holdings()).toEqual(before)
    expect((await cloud.alice('GET', VOLUMES)).body.volumes).toEqual([])
  })

  test('takes new names, but not all that one might want', async () => {
    const id = await cloud.volume()
    const put = (volume: Record<string, unknown>) => cloud.alice('PUT', `${VOLUMES}/${id}`, { volume })
    expect((await put({ display_name: 5, display_description: 'περιγραφή' })).body.volume).toMatchObject({
      display_name: '5',
      display_description: 'περιγραφή',
    })
    expect((await put({ size: 5 })).body.badRequest.message).toBe('Nothing to update.')
    expect((await put({ delete_on_termination: false })).status).toBe(501)
    expect((await put({ display_name: 'n'.repeat(256) })).status).toBe(400)
    expect((await cloud.alice('POST', `${VOLUMES}/${id}`, {})).headers.get('allow')).toBe('GET, PUT, DELETE')
  })

  test('has metadata', async () => {
    const path = `${VOLUMES}/${await cloud.volume()}/metadata`
    expect((await cloud.alice('POST', path, { metadata: { a: '1', n: 5 } })).body).toEqual({
      metadata: { a: '1', n: '5' },
    })
    expect((await cloud.alice('PUT', path, { metadata: { b: '2' } })).body).toEqual({ metadata: { b: '2' } })
    expect((await cloud.alice('DELETE', `${path}/a`)).body.badRequest.message).toBe('Metadata key not found')
    expect((await cloud.alice('DELETE', `${path}/b`)).status).toBe(200)
    expect((await cloud.alice('GET', path)).body).toEqual({ metadata: {} })
    expect((await cloud.alice('GET', `${path}/b`)).status).toBe(405)
  })

  test('moves to another project, if there is room', async () => {
    const id = await cloud.volume({ size: 5 })
    const action = (body: unknown) => cloud.alice('POST', `${VOLUMES}/${id}/action`, body)
    expect((await action({ reassign: { project: cloud.projectId, shared_to_project: true } })).status).toBe(200)
    expect(await cloud.showVolume(id)).toMatchObject({ tenant_id: cloud.projectId, shared_to_project: true })
    expect(cloud.usage('cyclades.disk', cloud.projectId)).toBe(5 * GIB)
    expect(cloud.usage('cyclades.disk')).toBe(0)
    expect((await action({ reassign: {} })).body.badRequest.message).toBe("Missing 'project' attribute.")
    for (const body of [{}, { fly: {} }, { reassign: null }, ['reassign']]) {
      const answer = await action(body)
      expect(answer.status).toBe(500)
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    }
    expect((await cloud.alice('GET', `${VOLUMES}/${id}/action`)).status).toBe(500)
  })
})

describe('a volume on a server', () => {
  test('is attached, detached and deleted through a helper server', async () => {
    const id = await cloud.volume({ size: 2 })
    const server = await cloud.server()
    const attachments = `/compute/v2.0/servers/${server}/os-volume_attachments`
    const attached = await cloud.alice('POST', attachments, { volumeAttachment: { volumeId: id } })
    expect(attached.status).toBe(202)
    expect(attached.body.volumeAttachment).toEqual({
      id: Number(id),
      volumeId: Number(id),
      serverId: server,
      device: '',
    })
    expect(await cloud.showVolume(id)).toMatchObject({
      status: 'attaching',
      attachments: [{ server_id: server, device_index: 1 }],
    })
    expect((await cloud.show(server))['SNF:task_state']).toBe('ATTACHING_VOLUME')
    cloud.settle()
    expect((await cloud.showVolume(id)).status).toBe('in_use')
    expect((await cloud.show(server)).volumes).toHaveLength(2)

    expect((await cloud.alice('DELETE', `${attachments}/${id}`)).status).toBe(202)
    expect((await cloud.showVolume(id)).status).toBe('detaching')
    cloud.settle()
    expect(await cloud.showVolume(id)).toMatchObject({ status: 'available', attachments: [] })

    await cloud.alice('DELETE', `${VOLUMES}/${id}`)
    const deleting = await cloud.showVolume(id)
    expect(deleting).toMatchObject({ status: 'deleting', deleted: false, attachments: [{ device_index: 1 }] })
    const helper = deleting.attachments[0].server_id
    expect(helper).not.toBe(server)
    expect((await cloud.alice('GET', `/compute/v2.0/servers/${helper}`)).status).toBe(404)
    expect(cloud.usage('cyclades.disk')).toBe(7 * GIB)
    cloud.settle()
    expect(await cloud.showVolume(id)).toMatchObject({ status: 'deleted', attachments: [{ server_id: helper }] })
    expect(cloud.usage('cyclades.disk')).toBe(5 * GIB)
  })

  test('is made there, deleted there, or ends with it', async () => {
    const server = await cloud.server()
    const first = await cloud.volume({ server_id: server, volume_type: undefined, imageRef: cloud.imageId })
    expect(await cloud.showVolume(first)).toMatchObject({ status: 'creating', image_id: cloud.imageId })
    const again = await cloud.alice('POST', VOLUMES, { volume: { display_name: 'x', size: 1, server_id: server } })
    expect(again.body.badRequest.message).toBe(
      "Cannot perform 'ATTACH_VOLUME' action while there is a pending 'ATTACH_VOLUME'.",
    )
    cloud.settle()
    const second = await cloud.volume({ server_id: String(server) })
    cloud.settle()
    expect((await cloud.showVolume(second)).attachments[0].device_index).toBe(2)

    await cloud.alice('DELETE', `${VOLUMES}/${first}`)
    expect((await cloud.show(server))['SNF:task_state']).toBe('UNKNOWN')
    cloud.settle()
    expect(await cloud.showVolume(first)).toMatchObject({ status: 'deleted', attachments: [{ server_id: server }] })

    await cloud.alice('DELETE', `/compute/v2.0/servers/${server}`)
    cloud.settle()
    expect(await cloud.showVolume(second)).toMatchObject({ status: 'deleted', attachments: [] })
    expect(cloud.usage('cyclades.disk')).toBe(0)
  })

  test('is rejected what a root volume or a fixed type cannot do', async () => {
    const server = await cloud.server()
    const [root] = (await cloud.show(server)).volumes
    const message = async (method: string, path: string, body?: unknown) => {
      const answer = (await cloud.alice(method, path, body)).body
      return (answer.badRequest ?? answer.conflict).message
    }
    const attachments = `/compute/v2.0/servers/${server}/os-volume_attachments`
    expect(await message('DELETE', `${VOLUMES}/${root}`)).toBe(
      `Cannot delete the root volume of server <vm:${server}@backend:1>.`,
    )
    expect(await message('DELETE', `${attachments}/${root}`)).toBe(
      `Cannot detach the root volume of server <vm:${server}@backend:1>.`,
    )
    expect(await message('POST', `${VOLUMES}/${root}/action`, { reassign: { project: cloud.projectId } })).toMatch(
      /is a system volume/,
    )
    expect(await message('POST', VOLUMES, { volume: { display_name: 'x', size: 1, volume_type: 2 } })).toBe(
      "Volume type 'drbd' is not detachable",
    )
    const fixed = await cloud.server({ flavorRef: 28 })
    const [fixedRoot] = (await cloud.show(fixed)).volumes
    expect(await message('DELETE', `/compute/v2.0/servers/${fixed}/os-volume_attachments/${fixedRoot}`)).toBe(
      "Volume type 'drbd' is not detachable",
    )
    const volume = { display_name: 'x', size: 1, server_id: fixed, imageRef: cloud.imageId }
    expect(await message('POST', VOLUMES, { volume })).toMatch(/^Cannot specify a 'source' attribute/)
  })

  test('has room for eight disks', async () => {
    const server = await cloud.server()
    for (let disks = 1; disks < 8; disks++) {
      await cloud.volume({ server_id: server })
      cloud.settle()
    }
    const ninth = await cloud.alice('POST', VOLUMES, { volume: { display_name: 'x', size: 1, server_id: server } })
    expect(ninth.body.badRequest.message).toBe('Maximum volumes per server limit reached')
    expect(cloud.usage('cyclades.disk')).toBe(12 * GIB)
  })
})

test('A description that is not a string is shown as it was sent, and stored as a string', async () => {
  const path = `/volume/v2.0/volumes/${await cloud.volume()}`
  const changed = await cloud.alice('PUT', path, { volume: { display_name: 7, display_description: 5 } })
  expect(changed.body.volume).toMatchObject({ display_name: '7', display_description: 5 })
  expect((await cloud.alice('GET', path)).body.volume.display_description).toBe('5')
})

test('What is wrong with a new volume is told in the order of the server', async () => {
  const refused = async (volume: Record<string, unknown>) =>
    (await cloud.alice('POST', VOLUMES, { volume: { display_name: 'x', size: 1, ...volume } })).body.badRequest.message
  const two = { snapshot_id: 'a', imageRef: 'b' }
  expect(await refused({ ...two, volume_type: 99 })).toBe('Volume type 99 not found')
  expect(await refused({ ...two, server_id: 99 })).toBe('Server 99 not found')
  expect(await refused({ ...two, volume_type: 1 })).toBe('Volume can not have more than one source!')
  // Neither names a server.
  for (const server_id of [0, '', null]) expect(await refused({ server_id, volume_type: 2 })).toMatch(/not detachable$/)
  const server = await cloud.server()
  await cloud.act(server, { shutdown: {} })
  const pending = "Cannot perform 'ATTACH_VOLUME' action while there is a pending 'STOP'."
  expect(await refused({ server_id: server, project: 'none' })).toBe(pending)
})

test('The state of its server is looked at before the project that a volume is to go to', async () => {
  const server = await cloud.server()
  await cloud.volume({ server_id: server })
  cloud.settle()
  const [, id] = (await cloud.show(server)).volumes
  await cloud.act(server, { shutdown: {} })
  const reassign = () => cloud.alice('POST', `${VOLUMES}/${id}/action`, { reassign: { project: 'none' } })
  expect((await reassign()).body.badRequest.message).toMatch(/^Cannot perform 'REASSIGN' action/)
  cloud.settle()
  expect((await reassign()).body.badRequest.message).toBe(`User ${cloud.uuid} not in project none`)
})

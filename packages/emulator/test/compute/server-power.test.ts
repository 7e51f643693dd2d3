import { beforeEach, expect, test } from 'vitest'
import { Session } from './session.ts'

let cloud: Session
beforeEach(async () => {
  cloud = await Session.open()
})

const MIB = 1024 ** 2

test('A server stops and starts, and pays for processors and memory only while it runs', async () => {
  const id = await cloud.server()
  expect(cloud.usage('cyclades.cpu')).toBe(1)
  expect(cloud.usage('cyclades.ram')).toBe(512 * MIB)

  expect((await cloud.act(id, { shutdown: {} })).status).toBe(202)
  expect(await cloud.show(id)).toMatchObject({ status: 'ACTIVE', 'SNF:task_state': 'STOPPING' })
  expect((await cloud.act(id, { start: {} })).body.badRequest.message).toBe(
    "Cannot perform 'START' action while there is a pending 'STOP'.",
  )
  expect(cloud.usage('cyclades.cpu')).toBe(1)
  cloud.settle()
  expect(await cloud.show(id)).toMatchObject({ status: 'STOPPED', 'SNF:task_state': '' })
  expect(cloud.usage('cyclades.cpu')).toBe(0)
  expect(cloud.usage('cyclades.total_cpu')).toBe(1)

  expect((await cloud.act(id, { 'os-start': null })).status).toBe(202)
  expect(await cloud.show(id)).toMatchObject({ status: 'STOPPED', 'SNF:task_state': 'STARTING' })
  expect(cloud.usage('cyclades.cpu')).toBe(1)
  cloud.settle()
  expect((await cloud.show(id)).status).toBe('ACTIVE')
})

test('A reboot is a task first and a status then', async () => {
  const id = await cloud.server()
  await cloud.act(id, { reboot: { type: 'HARD' } })
  expect(await cloud.show(id)).toMatchObject({ status: 'ACTIVE', 'SNF:task_state': 'REBOOTING' })
  cloud.emulator.clock.advance(500)
  expect(await cloud.show(id)).toMatchObject({ status: 'REBOOT', 'SNF:task_state': 'REBOOTING' })
  cloud.emulator.clock.advance(500)
  expect(await cloud.show(id)).toMatchObject({ status: 'ACTIVE', 'SNF:task_state': '' })
})

test('A reboot starts a stopped server', async () => {
  const id = await cloud.server()
  await cloud.act(id, { shutdown: {} })
  cloud.settle()
  await cloud.act(id, { reboot: {} })
  cloud.settle()
  expect((await cloud.show(id)).status).toBe('ACTIVE')
  expect(cloud.usage('cyclades.cpu')).toBe(1)
})

test('A resize needs a stopped server and a flavor with the same disk, and changes what is charged', async () => {
  const id = await cloud.server()
  expect((await cloud.act(id, { resize: { flavorRef: 4 } })).body.badRequest.message).toBe(
    "Cannot perform 'RESIZE' action while server is in 'STARTED' state.",
  )
  await cloud.act(id, { shutdown: {} })
  cloud.settle()
  expect((await cloud.act(id, { resize: { flavorRef: 2 } })).body.badRequest.message).toBe(
    "Cannot change instance's disk size.",
  )
  expect((await cloud.act(id, { resize: { flavorRef: 1 } })).status).toBe(400)
  expect((await cloud.act(id, { resize: { flavorRef: 25 } })).status).toBe(202)
  expect(await cloud.show(id)).toMatchObject({ status: 'STOPPED', 'SNF:task_state': 'RESIZING', flavor: { id: 1 } })
  cloud.settle()
  expect(await cloud.show(id)).toMatchObject({ status: 'STOPPED', 'SNF:task_state': '', flavor: { id: 25 } })
  expect(cloud.usage('cyclades.total_cpu')).toBe(4)
  expect(cloud.usage('cyclades.total_ram')).toBe(2048 * MIB)

  await cloud.act(id, { resize: { flavorRef: 1 } })
  cloud.settle()
  expect(cloud.usage('cyclades.total_cpu')).toBe(1)
  await cloud.alice('DELETE', `/compute/v2.0/servers/${id}`)
  cloud.settle()
  expect(cloud.usage('cyclades.total_cpu')).toBe(0)
})

test('Rescue is a mode of a stopped server, not a status', async () => {
  const id = await cloud.server()
  await cloud.act(id, { shutdown: {} })
  cloud.settle()
  expect((await cloud.act(id, { unrescue: null })).body.badRequest.message).toBe(
    "Cannot perform 'UNRESCUE' action while server is not in rescue mode.",
  )
  expect((await cloud.act(id, { rescue: { rescue_image_ref: 7 } })).status).toBe(404)
  await cloud.act(id, { rescue: {} })
  cloud.settle()
  expect(await cloud.show(id)).toMatchObject({ status: 'STOPPED', 'SNF:rescue': true })
  await cloud.act(id, { unrescue: {} })
  cloud.settle()
  expect((await cloud.show(id))['SNF:rescue']).toBe(false)
})

test('A server moves to another project with its root volume, all or nothing', async () => {
  const id = await cloud.server()
  const [root] = (await cloud.show(id)).volumes
  expect((await cloud.act(id, { reassign: { project: cloud.projectId } })).status).toBe(200)
  expect((await cloud.showVolume(root)).tenant_id).toBe(cloud.projectId)
  expect(cloud.usage('cyclades.vm', cloud.projectId)).toBe(1)
  expect(cloud.usage('cyclades.vm')).toBe(0)

  await cloud.act(id, { reassign: { project: cloud.uuid } })
  await cloud.volume({ size: 200, project: cloud.projectId })
  const before = cloud.holdings()
  expect((await cloud.act(id, { reassign: { project: cloud.projectId } })).status).toBe(413)
  expect(cloud.holdings()).toEqual(before)
  expect((await cloud.show(id)).tenant_id).toBe(cloud.uuid)
})

test('Consoles are for running servers, and come in several kinds', async () => {
  const id = await cloud.server()
  for (const type of ['vnc', 'vnc-ws', 'vnc-wss']) {
    const { body } = await cloud.act(id, { console: { type } })
    expect(body.console).toMatchObject({
      type,
      host: expect.any(String),
      port: expect.any(Number),
      password: expect.any(String),
    })
  }
  expect((await cloud.act(id, { 'os-getVNCConsole': { type: 'novnc' } })).body.console.url).toMatch(
    /host=.*&port=\d+&password=/,
  )
  expect((await cloud.act(id, { 'os-getSPICEConsole': {} })).status).toBe(501)
  await cloud.act(id, { 'os-stop': {} })
  cloud.settle()
  expect((await cloud.act(id, { console: { type: 'vnc' } })).body.badRequest.message).toBe(
    'Server not in ACTIVE state.',
  )
})

test('Actions that are none are told apart: unknown, without a handler, or malformed', async () => {
  const id = await cloud.server()
  expect((await cloud.act(id, { fly: {} })).body.badRequest.message).toBe('Action fly not supported')
  expect((await cloud.act(id, { stop: {} })).status).toBe(500)
  expect((await cloud.act(id, { START: {} })).status).toBe(500)
  expect((await cloud.act(id, {})).body.badRequest.message).toBe('Malformed Request.')
  expect((await cloud.act(id, { reboot: 'HARD' })).body.badRequest.message).toBe(
    "Malformed request. Invalid 'reboot' field",
  )
  expect((await cloud.act(id, { reboot: null })).status).toBe(500)
  expect((await cloud.act(id, { suspend: {} })).status).toBe(403)
})

test('A console is shown as XML if that is asked for', async () => {
  const id = await cloud.server()
  const path = `/compute/v2.0/servers/${id}/action?format=xml`
  const { headers, text } = await cloud.alice('POST', path, { console: { type: 'vnc' } })
  expect(headers.get('content-type')).toBe('application/xml; charset=UTF-8')
  expect(text).toMatch(/<console [^>]*type="vnc" host="[^"]+" port="\d+" password="\w+"/)
  const os = await cloud.alice('POST', path, { 'os-getVNCConsole': { type: 'novnc' } })
  expect(os.text).toMatch(/<console [^>]*type="novnc" url="[^"]+"/)
})

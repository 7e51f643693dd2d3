import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { Session } from './session.ts'

/** One thing that a user does: to the server or volume that the number points at, of those there are. */
type Step = readonly [kind: (typeof KINDS)[number], pick: number, option: number]

const KINDS = [
  'create',
  'volume',
  'volume on server',
  'start',
  'stop',
  'reboot',
  'resize',
  'reassign',
  'reassign volume',
  'attach',
  'detach',
  'delete server',
  'delete volume',
  'wait a little',
  'wait',
] as const

const steps = fc.array(fc.tuple(fc.constantFrom(...KINDS), fc.nat(20), fc.nat(20)), { minLength: 5, maxLength: 40 })

test('Whatever is done in whatever state, deleting everything leaves no usage behind', async () => {
  const cloud = await Session.open()
  const before = cloud.holdings()
  await fc.assert(
    fc.asyncProperty(steps, async (plan) => {
      await run(cloud, plan)
      await deleteAll(cloud)
      expect(cloud.holdings()).toEqual(before)
    }),
    { numRuns: 60 },
  )
}, 60_000)

test('Two hundred clients at once lose nothing and leak nothing', async () => {
  const cloud = await Session.open()
  const before = cloud.holdings()
  const servers = Array.from({ length: 200 }, (_, index) =>
    cloud.alice('POST', '/compute/v2.0/servers', {
      server: { name: `s${index}`, flavorRef: 1, imageRef: cloud.imageId, networks: [] },
    }),
  )
  const statuses = (await Promise.all(servers)).map(({ status }) => status)
  expect(statuses.filter((status) => status === 202)).toHaveLength(20)
  expect(statuses.filter((status) => status === 413)).toHaveLength(180)
  expect(cloud.usage('cyclades.vm')).toBe(20)
  cloud.settle()
  await deleteAll(cloud)
  expect(cloud.holdings()).toEqual(before)
}, 30_000)

async function run(cloud: Session, plan: readonly Step[]): Promise<void> {
  for (const [kind, pick, option] of plan) {
    const servers = (await cloud.alice('GET', '/compute/v2.0/servers')).body.servers
    const volumes = (await cloud.alice('GET', '/volume/v2.0/volumes')).body.volumes
    const server = servers[pick % Math.max(1, servers.length)]?.id ?? 0
    const volume = volumes[option % Math.max(1, volumes.length)]?.id ?? 0
    const project = option % 2 === 0 ? cloud.projectId : cloud.uuid
    const answer = await step(cloud, kind, { server, volume, project, option })
    // 500 only where the real server has it, which is nowhere here.
    expect(answer?.status ?? 200, answer?.text).toBeLessThan(500)
  }
}

function step(
  cloud: Session,
  kind: Step[0],
  { server, volume, project, option }: { server: number; volume: string; project: string; option: number },
) {
  const request = { name: 'x', flavorRef: 1 + (option % 9) * 3, imageRef: cloud.imageId, networks: [], project }
  const attachments = `/compute/v2.0/servers/${server}/os-volume_attachments`
  switch (kind) {
    case 'create':
      return cloud.alice('POST', '/compute/v2.0/servers', { server: request })
    case 'volume':
      return cloud.alice('POST', '/volume/v2.0/volumes', {
        volume: { display_name: 'x', size: 1 + option, volume_type: 1, project },
      })
    case 'volume on server':
      return cloud.alice('POST', '/volume/v2.0/volumes', {
        volume: { display_name: 'x', size: 1, server_id: server, project },
      })
    case 'start':
      return cloud.act(server, { start: {} })
    case 'stop':
      return cloud.act(server, { shutdown: {} })
    case 'reboot':
      return cloud.act(server, { reboot: {} })
    case 'resize':
      return cloud.act(server, { resize: { flavorRef: 1 + (option % 9) * 3 } })
    case 'reassign':
      return cloud.act(server, { reassign: { project } })
    case 'reassign volume':
      return cloud.alice('POST', `/volume/v2.0/volumes/${volume}/action`, { reassign: { project } })
    case 'attach':
      return cloud.alice('POST', attachments, { volumeAttachment: { volumeId: volume } })
    case 'detach':
      return cloud.alice('DELETE', `${attachments}/${volume}`)
    case 'delete server':
      return cloud.alice('DELETE', `/compute/v2.0/servers/${server}`)
    case 'delete volume':
      return cloud.alice('DELETE', `/volume/v2.0/volumes/${volume}`)
    case 'wait a little':
      cloud.emulator.clock.advance(200)
      return undefined
    case 'wait':
      cloud.settle()
      return undefined
  }
}

async function deleteAll(cloud: Session): Promise<void> {
  cloud.settle()
  for (const { id } of (await cloud.alice('GET', '/compute/v2.0/servers')).body.servers)
    expect((await cloud.alice('DELETE', `/compute/v2.0/servers/${id}`)).status).toBe(204)
  cloud.settle()
  for (const { id } of (await cloud.alice('GET', '/volume/v2.0/volumes')).body.volumes)
    expect((await cloud.alice('DELETE', `/volume/v2.0/volumes/${id}`)).status).toBe(202)
  cloud.settle()
}

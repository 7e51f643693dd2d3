import { inspect } from 'node:util'
import { PartialCreateError, WaitFailedError, WaitTimeoutError } from '@kamaki/core'
import type { CreatedServer } from '@kamaki/cyclades'
import { errorOf } from '@kamaki-tooling/testing'
import { expect, it } from 'vitest'
import { testCloud } from './cloud.ts'

it('creates a server and returns it when it is ACTIVE, with its password, which does not show', async () => {
  const cloud = await testCloud()
  const server = await cloud.alice.compute.servers.createAndWait(
    { name: 'web', flavorRef: 1, imageRef: cloud.image, networks: [] },
    { ...cloud.turning, imageMetadata: false },
  )
  expect(server).toMatchObject({ name: 'web', status: 'ACTIVE', metadata: {} })
  expect(server.adminPass.length).toBeGreaterThan(5)
  expect(inspect(server)).not.toContain(server.adminPass)
})

it('does not lose a server whose build fails, and says why it did', async () => {
  const cloud = await testCloud()
  cloud.emulator.scenarios.failBuild({ server: 'web', message: 'no space left on node 7' })
  const { servers } = cloud.alice.compute
  const error = await errorOf(
    servers.createAndWait({ name: 'web', flavorRef: 1, imageRef: cloud.image, networks: [] }, cloud.turning),
  )
  if (!PartialCreateError.isInstance(error)) throw error
  const [created] = error.created as CreatedServer[]
  expect(error.message).toMatch(
    /^Created server (\d+), but waiting for it failed: Server \1 will not become ACTIVE: .*no space left on node 7.*servers.diagnostics\(\1\)/,
  )
  expect(WaitFailedError.isInstance(error.cause)).toBe(true)
  expect((await servers.get(created?.id ?? 0)).status).toBe('ERROR')
  expect(created?.adminPass.length).toBeGreaterThan(5)
  expect(inspect(error) + JSON.stringify(error)).not.toContain(created?.adminPass)
})

it('has one time limit for both steps, and keeps what exists when it is over or the caller aborts', async () => {
  const cloud = await testCloud()
  const { servers } = cloud.alice.compute
  const server = { name: 'slow', flavorRef: 1, imageRef: cloud.image, networks: [] }
  const late = await errorOf(servers.createAndWait(server, { timeoutMs: 300, intervalMs: 20 }))
  expect(late).toMatchObject({ name: 'PartialCreateError', created: [{ name: 'slow' }] })
  expect(WaitTimeoutError.isInstance(late.cause)).toBe(true)
  const controller = new AbortController()
  const onPoll = (): void => controller.abort(new Error('enough'))
  const aborted = await errorOf(servers.createAndWait(server, { signal: controller.signal, onPoll }))
  expect(aborted).toMatchObject({ name: 'PartialCreateError', cause: new Error('enough') })
  const before = await errorOf(servers.createAndWait(server, { signal: AbortSignal.abort(new Error('never')) }))
  expect(before.message).toBe('never')
  expect(await servers.list({ name: 'slow' })).toHaveLength(2)
})

it('keeps what exists when the caller aborts with what has no string', async () => {
  const cloud = await testCloud()
  const controller = new AbortController()
  const aborted = await errorOf(
    cloud.alice.compute.servers.createAndWait(
      { name: 'slow', flavorRef: 1, imageRef: cloud.image, networks: [] },
      { signal: controller.signal, onPoll: () => controller.abort(Object.create(null)) },
    ),
  )
  expect(aborted).toMatchObject({ name: 'PartialCreateError', created: [{ name: 'slow' }] })
  expect(aborted.message).toContain('failed: an object. It still exists')
})

it('does not say that what is gone still exists', async () => {
  const cloud = await testCloud()
  const { servers } = cloud.alice.compute
  const server = { name: 'web', flavorRef: 1, imageRef: cloud.image, networks: [] }
  const thrown = await errorOf(
    servers.createAndWait(server, {
      onPoll: () => {
        throw new Error('no')
      },
    }),
  )
  expect(thrown.message).toMatch(/failed: no\. It still exists, and is in `created` of this error$/)
  cloud.emulator.faults.add({ method: 'GET', path: '*/servers/*', fault: { kind: 'status', status: 404 } })
  const gone = await errorOf(servers.createAndWait(server, cloud.turning))
  expect(gone.name).toBe('PartialCreateError')
  expect(gone.message).toMatch(/It no longer exists; what was known of it is in `created` of this error$/)
})

it('passes on what the creation itself fails with', async () => {
  const cloud = await testCloud()
  const { storage, compute } = cloud.alice
  const failures = [
    compute.servers.createAndWait({ name: 'x', flavorRef: 99_999, imageRef: cloud.image }),
    compute.servers.createAndWait({ name: '', flavorRef: 1, imageRef: cloud.image }),
    storage.volumes.createAndWait({ display_name: 'x', size: 0 }),
    storage.snapshots.createAndWait({ volume_id: '' }),
  ]
  expect(await Promise.all(failures.map(async (failure) => (await errorOf(failure)).name))).toEqual([
    'NotFoundError',
    'InvalidArgumentError',
    'InvalidArgumentError',
    'InvalidArgumentError',
  ])
})

it('creates nothing where the wait could not be done', async () => {
  const cloud = await testCloud()
  const { servers } = cloud.alice.compute
  const server = { name: 'web', flavorRef: 1, imageRef: cloud.image, networks: [] }
  for (const options of [{ intervalMs: -1 }, { maxIntervalMs: Number.NaN }, { onPoll: 'x' as never }])
    expect((await errorOf(servers.createAndWait(server, options))).name).toBe('InvalidArgumentError')
  expect(await servers.list()).toEqual([])
})

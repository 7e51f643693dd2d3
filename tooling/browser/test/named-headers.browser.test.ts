import { describe, expect, inject, it } from 'vitest'
import { checks, runCheck } from '../src/checks/index.ts'
import { inContainer } from '../src/checks/objects.ts'
import { signIn } from '../src/cloud.ts'

const { named } = inject('places')
/** They use metadata, whose names a list cannot foresee. */
const useMetadata = new Set([
  'reads all that a container and an object say in headers',
  'copies, moves, shares and publishes',
  'registers an image, whose data all are headers',
])

describe('a gateway that names the headers it allows', () => {
  for (const { name } of checks.filter((check) => !useMetadata.has(check.name))) it(name, () => runCheck(name, named))

  it('shows the properties of objects, copies, shares and publishes', async () => {
    await inContainer(await signIn(named), async (container) => {
      const object = container.object('a')
      const { etag, version } = await object.put('content', { contentDisposition: 'inline', contentType: 'text/x-a' })
      await object.share({ read: ['*'] })
      await object.publish()
      const info = await object.info()
      expect(info).toMatchObject({ etag, version, bytes: 7, contentType: 'text/x-a', contentDisposition: 'inline' })
      expect(info).toMatchObject({ hash: expect.stringMatching(/^\w{64}$/), sharing: { read: ['*'], write: [] } })
      expect(info.publicUrl).toContain('/public/')
      await object.copyTo(container.object('b'))
      await container.object('b').moveTo(container.object('c'))
      expect((await container.info()).objectCount).toBe(2)
    })
  })

  it('lets no other metadata through', async () => {
    await inContainer(await signIn(named, { retry: false }), async (container) => {
      await expect(container.object('a').put('x', { metadata: { colour: 'red' } })).rejects.toThrow('CORS')
    })
  })
})

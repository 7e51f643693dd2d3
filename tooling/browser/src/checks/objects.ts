import { ConnectionError, PreconditionFailedError } from '@kamaki/core'
import type { PithosContainer } from '@kamaki/pithos'
import { type Clients, someBytes, uniqueName } from '../cloud.ts'
import { equal, equalBytes, ok, rejection } from '../expect.ts'
import type { Check } from './check.ts'

/** Creates a container for a piece of work, and deletes it after. */
export async function inContainer(
  { pithos }: Clients,
  work: (container: PithosContainer) => Promise<void>,
): Promise<void> {
  const container = pithos.container(uniqueName('checks'))
  await container.create()
  try {
    await work(container)
  } finally {
    await container.empty()
    await container.delete()
  }
}

/** What objects and images carry in headers: what CORS hides unless it is exposed. */
export const objectChecks: readonly Check[] = [
  {
    name: 'reads all that a container and an object say in headers',
    run: (clients) =>
      inContainer(clients, async (container) => {
        const { blocks } = await container.info()
        ok(blocks.blockSize > 0 && blocks.blockHash === 'sha256', 'the container tells its blocks')
        await container.update({ metadata: { Ανάθεση: 'ναι', plain: 'yes' } })
        equal((await container.info()).metadata['plain'], 'yes', 'metadata of the container')
        const object = container.object('φάκελος/με κενά & ?%#.txt')
        const put = await object.put('Γειά σου', {
          contentType: 'text/plain',
          contentDisposition: 'attachment; filename="γειά.txt"',
          metadata: { Title: 'Τίτλος 100%', other: 'x' },
        })
        ok(put.etag !== undefined && put.version !== undefined, 'a write tells ETag and version')
        const info = await object.info()
        equal(info.bytes, 15, 'size')
        equal(info.contentType, 'text/plain', 'type')
        equal(info.contentDisposition, 'attachment; filename="γειά.txt"', 'disposition')
        equal(info.metadata, { other: 'x', title: 'Τίτλος 100%' }, 'metadata')
        equal(info.version, put.version, 'version')
        ok(info.hash.length === 64 && info.uuid.length === 36, 'hash and uuid')
        ok(info.lastModified instanceof Date, 'date')
        equal(await (await object.get()).text(), 'Γειά σου', 'text')
        const names = (await container.objects.list()).map(({ name }) => name)
        equal(names, ['φάκελος/με κενά & ?%#.txt'], 'names')
      }),
  },
  {
    name: 'copies, moves, shares and publishes',
    run: (clients) =>
      inContainer(clients, async (container) => {
        const object = container.object('a')
        await object.put('content')
        await object.copyTo(container.object('b'))
        await container.object('b').moveTo(container.object('c/../d'))
        const moved = container.object('c/../d')
        equal(await (await moved.get()).text(), 'content', 'a name with dots in it')
        await moved.share({ read: ['*'] })
        equal((await moved.info()).sharing?.read, ['*'], 'sharing')
        ok((await moved.publish()) !== undefined, 'there is a public URL')
        await moved.metadata.update({ added: 'later' })
        equal((await moved.info()).metadata, { added: 'later' }, 'metadata')
        await moved.appendBytes(new TextEncoder().encode('!'))
        const { bytes } = await (await moved.get({ range: { first: 7, last: 7 } }))
          .bytes()
          .then((all) => ({ bytes: all }))
        equal(new TextDecoder().decode(bytes), '!', 'a range')
      }),
  },
  {
    name: 'sends conditions',
    run: (clients) =>
      inContainer(clients, async (container) => {
        const object = container.object('once')
        const { etag = '' } = await object.put('1', { ifNotExist: true })
        const error = await rejection(object.put('2', { ifNotExist: true }))
        ok(PreconditionFailedError.isInstance(error), `a second creation is rejected (${String(error)})`)
        const unchanged = await rejection(object.get({ ifNoneMatch: etag }))
        equal((unchanged as Error).name, 'NotModifiedError', 'what did not change')
        const changed = await object.get({ ifModifiedSince: new Date('2001-01-01') })
        equal(await changed.text(), '1', 'what changed since')
      }),
  },
  {
    name: 'takes an object that calls itself gzip as it is, or says why it cannot',
    run: (clients, { browser }) =>
      inContainer(clients, async (container) => {
        const object = container.object('not-really.gz')
        await object.put('no gzip at all', { contentEncoding: 'gzip' })
        equal((await object.info()).contentEncoding, 'gzip', 'encoding')
        const download = object.download({ retry: false }).text()
        // Browsers decode by that label whatever we say.
        if (!browser) return equal(await download, 'no gzip at all', 'content')
        const error = await rejection(download)
        ok(ConnectionError.isInstance(error) && error.message.includes('Content-Encoding: gzip'), String(error))
      }),
  },
  {
    name: 'registers an image, whose data all are headers',
    run: (clients) =>
      inContainer(clients, async (container) => {
        const { images } = clients.image
        const object = container.object('δίσκος.diskdump')
        const disk = someBytes(4096)
        await object.put(disk, { contentType: 'application/octet-stream' })
        const location = { account: object.account, container: container.name, object: object.name }
        const image = await images.register({ name: 'Εικόνα', location, properties: { os: 'debian', note: 'Ναι' } })
        try {
          const { name, size, properties } = await images.get(image.id)
          equal([name, size, properties['note']], ['Εικόνα', disk.length, 'Ναι'], 'the image')
        } finally {
          await images.delete(image.id)
        }
        equalBytes(await (await object.get()).bytes(), disk, 'the file behind it')
      }),
  },
]

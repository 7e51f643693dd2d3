import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { ClientClass, List } from '@kamaki/core'
import type { LiteralUnion } from '@kamaki/core/toolkit'
import {
  type Access,
  type ContainerSummary,
  type Download,
  type DownloadResult,
  meta,
  type ObjectInfo,
  type ObjectSummary,
  PithosClient,
  type PithosContainer,
  type PithosObject,
  StorageClient,
  type StorageContainer,
  type SubdirEntry,
  type UploadResult,
} from '@kamaki/pithos'
import { downloadFile, fileSource, uploadFile } from '@kamaki/pithos/node'
import { expectTypeOf } from 'vitest'

// astakos.client() takes both.
expectTypeOf(PithosClient).toExtend<ClientClass<PithosClient>>()
expectTypeOf(StorageClient).toExtend<ClientClass<StorageClient>>()

const storage = new StorageClient('https://pithos.example.org/object-store/v1', 'token', { account: 'uuid' })
const pithos = new PithosClient(new URL('https://pithos.example.org/object-store/v1'), async () => 'token')

// Each dialect has handles of its own.
expectTypeOf(storage.container('x')).toEqualTypeOf<StorageContainer>()
expectTypeOf(pithos.container('x')).toEqualTypeOf<PithosContainer>()
expectTypeOf(pithos.account('uuid').container('x').object('y')).toEqualTypeOf<PithosObject>()
// @ts-expect-error the plain dialect has no blocks
storage.container('x').object('y').upload

const container = pithos.container('x')
const object = container.object('y')

// Listings: virtual directories only where they were asked for.
expectTypeOf(container.objects.list()).toEqualTypeOf<List<ObjectSummary>>()
expectTypeOf(container.objects.list({ prefix: 'a', meta: meta.has('b') })).toEqualTypeOf<List<ObjectSummary>>()
expectTypeOf(container.objects.list({ delimiter: '/' })).toEqualTypeOf<List<ObjectSummary | SubdirEntry>>()
expectTypeOf(pithos.containers.list()).toEqualTypeOf<List<ContainerSummary>>()
// @ts-expect-error a filter is built, not written
container.objects.list({ meta: 'quality=good' })

// What headers carry is typed, dates are dates; states may be any that a cloud adds.
const info = {} as ObjectInfo
expectTypeOf(info.lastModified).toEqualTypeOf<Date | undefined>()
expectTypeOf(info.version).toEqualTypeOf<number | undefined>()
expectTypeOf(info.metadata).toEqualTypeOf<Record<string, string>>()
expectTypeOf(info.availability).toEqualTypeOf<LiteralUnion<'available' | 'pending' | 'broken'>>()
expectTypeOf(info.sharing).toEqualTypeOf<Access | undefined>()

// Sources of every kind.
async function* chunks(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(1)
}
expectTypeOf(object.upload('text')).toEqualTypeOf<Promise<UploadResult>>()
object.upload(new Uint8Array(1))
object.upload(new ArrayBuffer(1))
object.upload(new DataView(new ArrayBuffer(1)))
object.upload(new Blob([]))
object.upload(new File([], 'name'))
object.upload(new Blob([]).stream())
object.upload(chunks())
object.upload(createReadStream('path'))
object.upload(await fileSource(await open('path')))
// @ts-expect-error a number is not content
object.upload(5)
// @ts-expect-error there are two ways
object.upload('x', { dedupe: 'always' })
// @ts-expect-error null deletes, but only where metadata is changed
object.upload('x', { metadata: { a: null } })
object.metadata.update({ a: null, b: 'c' })

// Downloads.
expectTypeOf(object.download()).toEqualTypeOf<Download>()
expectTypeOf(object.download().bytes()).toEqualTypeOf<Promise<Uint8Array<ArrayBuffer>>>()
expectTypeOf(object.download().stream()).toEqualTypeOf<ReadableStream<Uint8Array>>()
object.download({ range: { first: 0, last: 9 } })
object.download({ range: { suffix: 9 } })
// @ts-expect-error either from the start or from the end
object.download({ range: { last: 9 } })
expectTypeOf(downloadFile(object, 'path')).toEqualTypeOf<Promise<DownloadResult>>()
expectTypeOf(uploadFile(object, new URL('file:///path'))).toEqualTypeOf<Promise<UploadResult>>()
// @ts-expect-error a file is downloaded whole
downloadFile(object, 'path', { range: { first: 0 } })

// @ts-expect-error the time is a Date or seconds: a string might be dropped by the server, and the purge become a deletion
container.purge('2031-01-01')
container.update({ quota: Number.POSITIVE_INFINITY, versioning: 'none' })

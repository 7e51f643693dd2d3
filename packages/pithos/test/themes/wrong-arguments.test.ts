import { inspect } from 'node:util'
import { KamakiError } from '@kamaki/core'
import { PithosClient, StorageClient } from '@kamaki/pithos'
import { survivesWrongArguments, survivesWrongFields } from '@kamaki-tooling/testing'
import { describe, expect, it } from 'vitest'

const account = '11111111-2222-3333-4444-555555555555'

function handles(fetch: typeof globalThis.fetch) {
  const pithos = new PithosClient('http://pithos.test/object-store/v1', 'token', { account, fetch, retry: false })
  const storage = new StorageClient('http://pithos.test/object-store/v1', 'token', { account, fetch, retry: false })
  const box = pithos.container('box')
  return {
    pithos,
    storage,
    account: pithos.account(),
    box,
    object: box.object('file'),
    plainBox: storage.container('box'),
    plainObject: storage.container('box').object('file'),
    published: pithos.publicObject('http://pithos.test/public/x'),
    download: box.object('file').download(),
  }
}

const respond: typeof globalThis.fetch = async () => Response.json({})

survivesWrongArguments(handles)

describe('changes that do not exist', () => {
  const { account: home, box, object, plainBox } = handles(respond)
  const misspelt = (name: string): never => ({ [name]: {} }) as never
  it.each<[string, string, () => Promise<unknown>]>([
    ['container.create', 'metdata', () => box.create(misspelt('metdata'))],
    ['container.create, for options', 'timeoutMs', () => box.create(misspelt('timeoutMs'))],
    ['plain container.create', 'quota', () => plainBox.create(misspelt('quota'))],
    ['container.update', 'metdata', () => box.update(misspelt('metdata'))],
    ['account.update', 'metdata', () => home.update(misspelt('metdata'))],
    ['object.update', 'contentType', () => object.update(misspelt('contentType'))],
  ])('are rejected by name: %s', async (_call, parameter, call) => {
    await expect(call()).rejects.toMatchObject({ name: 'InvalidArgumentError', parameter })
  })
})

describe('options of null', () => {
  const { pithos, account: home, box, object, plainBox, plainObject, published } = handles(respond)
  const none = null as never
  it.each<[string, () => unknown]>([
    ['accounts.list', () => pithos.accounts.list(none)],
    ['containers.list', () => pithos.containers.list(none)],
    ['account.info', () => home.info(none)],
    ['account.update', () => home.update(none)],
    ['account.update (options)', () => home.update({}, none)],
    ['account.metadata.replace', () => home.metadata.replace(none)],
    ['account.metadata.list', () => home.metadata.list(none)],
    ['container.create', () => box.create(none)],
    ['container.create (options)', () => box.create({}, none)],
    ['container.info', () => box.info(none)],
    ['container.update', () => box.update(none)],
    ['container.reassign', () => box.reassign(none)],
    ['container.empty', () => box.empty(none)],
    ['container.delete', () => box.delete(none)],
    ['container.purge', () => box.purge(none)],
    ['container.uploadBlocks', () => box.uploadBlocks(none)],
    ['objects.list', () => box.objects.list(none)],
    ['objects.list (plain)', () => plainBox.objects.list(none)],
    ['object.info', () => object.info(none)],
    ['object.exists', () => object.exists(none)],
    ['object.get', () => object.get(none)],
    ['object.get (plain)', () => plainObject.get(none)],
    ['object.getRanges', () => object.getRanges(none)],
    ['object.getRanges (range)', () => object.getRanges([none])],
    ['object.getRanges (options)', () => object.getRanges([{ first: 0 }], none)],
    ['object.hashmap', () => object.hashmap(none)],
    ['object.versions', () => object.versions(none)],
    ['object.putHashmap', () => object.putHashmap(none)],
    ['object.putHashmap (options)', () => object.putHashmap({ bytes: 0, hashes: [] }, none)],
    ['object.put', () => object.put(none)],
    ['object.put (options)', () => object.put('x', none)],
    ['object.putManifest', () => object.putManifest(none)],
    ['object.create', () => object.create(none)],
    ['object.createDirectory', () => object.createDirectory(none)],
    ['object.copyFrom', () => object.copyFrom(none)],
    ['object.copyFrom (options)', () => object.copyFrom(object, none)],
    ['object.copyTo', () => object.copyTo(none)],
    ['object.moveFrom', () => object.moveFrom(none)],
    ['object.moveFrom (options)', () => object.moveFrom(object, none)],
    ['object.moveTo', () => object.moveTo(none)],
    ['object.update', () => object.update(none)],
    ['object.share', () => object.share(none)],
    ['object.unshare', () => object.unshare(none)],
    ['object.publish', () => object.publish(none)],
    ['object.unpublish', () => object.unpublish(none)],
    ['object.write', () => object.write(none, none)],
    ['object.write (options)', () => object.write(0, new Uint8Array(1), none)],
    ['object.appendBytes', () => object.appendBytes(none)],
    ['object.appendBytes (options)', () => object.appendBytes(new Uint8Array(1), none)],
    ['object.truncate', () => object.truncate(none)],
    ['object.truncate (options)', () => object.truncate(0, none)],
    ['object.writeFrom', () => object.writeFrom(none, 0)],
    ['object.writeFrom (options)', () => object.writeFrom(object, 0, none)],
    ['object.restore', () => object.restore(none)],
    ['object.restore (options)', () => object.restore(1, none)],
    ['object.postForm', () => object.postForm(none)],
    ['object.postForm (options)', () => object.postForm(new Uint8Array(1), none)],
    ['object.delete', () => object.delete(none)],
    ['object.deleteTree', () => object.deleteTree(none)],
    ['object.purge', () => object.purge(none)],
    ['object.upload', () => object.upload(none)],
    ['object.upload (options)', () => object.upload('x', none)],
    ['object.download', () => object.download(none)],
    ['object.append', () => object.append(none)],
    ['object.append (options)', () => object.append('x', none)],
    ['object.overwrite', () => object.overwrite(none, none)],
    ['object.overwrite (options)', () => object.overwrite(0, 'x', none)],
    ['object.metadata.replace', () => object.metadata.replace(none)],
    ['object.metadata.get', () => object.metadata.get(none)],
    ['object.metadata.set', () => object.metadata.set('a', none)],
    ['view.info', () => object.view.info(none)],
    ['view.get (options)', () => object.view.get('token', none)],
    ['published.info', () => published.info(none)],
    ['published.get', () => published.get(none)],
  ])('are a KamakiError: %s', async (_name, call) => {
    const outcome = await Promise.resolve()
      .then(call)
      .then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      )
    expect(outcome, inspect(outcome)).toHaveProperty('error')
    expect('error' in outcome && KamakiError.isInstance(outcome.error), inspect(outcome)).toBe(true)
  })
})

const { pithos, account: home, box, object } = handles(respond)

survivesWrongFields({
  'account.update': [(changes) => home.update(changes), { metadata: { a: 'b' }, groups: { friends: [account] } }],
  'containers.list': [
    (options) => pithos.containers.list(options),
    { limit: 1, pageSize: 1, marker: 'a', shared: true, until: 1, ifModifiedSince: new Date() },
  ],
  'container.create': [
    (given) => box.create(given),
    { metadata: { a: 'b' }, quota: 1, versioning: 'auto', project: account },
  ],
  'objects.list': [
    (options) => box.objects.list(options),
    { limit: 1, pageSize: 1, marker: 'a', prefix: 'a', delimiter: '/', meta: { expression: 'a' }, until: 1 },
  ],
  'object.get': [
    (options) => object.get(options),
    { range: { first: 0, last: 1 }, version: 1, ifMatch: ['a'], ifNoneMatch: 'b', dispositionType: 'inline' },
  ],
  'object.put': [
    (options) => object.put('x', options),
    {
      ...{ contentType: 'a/b', contentEncoding: 'a', contentDisposition: 'a', metadata: { a: 'b' }, public: true },
      ...{ manifest: { container: 'a', prefix: 'b' }, sharing: { read: [account], write: ['*'] } },
      ...{ ifMatch: ['a'], ifNotExist: true, md5: 'a', contentLength: 1, headers: { a: 'b' }, retry: { limit: 1 } },
    },
  ],
  'object.upload': [
    (options) => object.upload('x', options),
    {
      ...{ contentType: 'a/b', metadata: { a: 'b' }, sharing: { read: [account] }, dedupe: 'cloud', concurrency: 1 },
      ...{ singleRequestBytes: 1, batchBytes: 1, md5: 'a', checkQuota: true, ifMatch: ['a'] },
    },
  ],
  'object.putHashmap': [(map) => object.putHashmap(map), { bytes: 1, hashes: ['aa'] }],
  'object.copyFrom': [(source) => object.copyFrom(source), { container: 'a', name: 'b', account }],
  'object.download': [
    (options) => object.download(options).bytes(),
    { range: { suffix: 1 }, version: 1, concurrency: 1, rangeBytes: 1, unverified: 'accept', ifMatch: 'a' },
  ],
  'object.append': [(options) => object.append('x', options), { ifMatch: 'a', requestBytes: 1 }],
  'object.writeFrom': [
    (options) => object.writeFrom(object, 0, options),
    { version: 1, length: 1, size: 1, metadata: { a: 'b' } },
  ],
  'container.purge': [(until) => box.purge(until), 1],
})

import { inspect } from 'node:util'
import { KamakiError, ParseError } from '@kamaki/core'
import { PithosClient, rootHash } from '@kamaki/pithos'
import { survivesHostileResponses } from '@kamaki-tooling/testing'
import { describe, expect, it } from 'vitest'

const account = '11111111-2222-3333-4444-555555555555'
const hash = 'ab'.repeat(32)

function handles(fetch: typeof globalThis.fetch) {
  const pithos = new PithosClient('http://pithos.test/object-store/v1', 'token', { account, fetch, retry: false })
  const container = pithos.container('box')
  return { pithos, account: pithos.account(), container, object: container.object('file') }
}

const entry = {
  name: 'file',
  bytes: 5,
  content_type: 'text/plain',
  last_modified: '2026-01-02T03:04:05.678901+00:00',
  x_object_hash: hash,
  x_object_uuid: account,
  x_object_version: 7,
  x_object_version_timestamp: '1322813441.565891',
  x_object_modified_by: account,
  x_object_sharing: `read=${account}`,
  available: 1,
}

survivesHostileResponses(
  handles,
  {
    'pithos.accounts.list': [({ pithos }) => pithos.accounts.list(), [{ name: account, last_modified: '2026' }]],
    'pithos.containers.list': [
      ({ pithos }) => pithos.containers.list({ limit: 1 }),
      [{ name: 'box', count: 1, bytes: 5, x_container_policy: { quota: '0', versioning: 'auto', project: account } }],
    ],
    'container.objects.list': [({ container }) => container.objects.list({ limit: 1 }), [entry]],
    'object.versions': [({ object }) => object.versions(), { versions: [[7, '1322813441.565891']] }],
    'object.hashmap': [
      ({ object }) => object.hashmap(),
      { block_size: 4_194_304, block_hash: 'sha256', bytes: 5, hashes: [hash] },
    ],
    'container.uploadBlocks': [({ container }) => container.uploadBlocks(new Uint8Array(5)), [hash], 202],
    'object.putHashmap': [({ object }) => object.putHashmap({ bytes: 5, hashes: [hash] }), [hash], 409],
    'object.getRanges': [({ object }) => object.getRanges([{ first: 0, last: 1 }]), 'text'],
  },
  [
    // Of all others only status and headers are read, or the content as it comes.
    /^pithos\.(?:account|container|publicObject|locate)$/,
    /^account\./,
    /^(?:account\.)?container\.(?:object|create|delete|exists|info|update|reassign|empty|purge)$/,
    /^object\.(?:get|info|exists|postForm|putManifest|create\w*|copy\w+|move\w+|delete\w*|purge|update|\w*share|\w*publish|write\w*|append\w*|overwrite|truncate|restore|upload|download|view\.\w+)$/,
    /^pithos\.account\w*\.|metadata\./,
  ],
)

describe('A hashmap that cannot be right is a ParseError, and nothing is allocated for it:', () => {
  it.each([
    ['the name of a digest that is a path', { block_hash: '../sha256' }, /the name of a digest/],
    ['a block of terabytes', { block_size: 2 ** 42, bytes: 2 ** 42 }, /a block size/],
    ['blocks of zero bytes', { block_size: 0 }, /a block size/],
    ['a size beyond all numbers', { bytes: 2 ** 53 }, /a size/],
    ['more bytes than blocks', { bytes: 2 ** 52 }, /as many hashes as blocks/],
    ['hashes of several lengths', { bytes: 5_000_000, hashes: [hash, 'ab'] }, /hashes of sha256/],
    ['hashes of another digest', { hashes: ['ab'.repeat(20)] }, /hashes of sha256/],
    ['hashes of an unknown digest without a length', { block_hash: 'md4', hashes: [''] }, /hashes of md4/],
    ['half a byte', { block_hash: 'md4', hashes: ['abc'] }, /hashes of md4/],
  ])('%s', async (_what, wrong, message) => {
    const map = { block_size: 4_194_304, block_hash: 'sha256', bytes: 5, hashes: [hash], ...wrong }
    const { object } = handles(async () => Response.json(map))
    const before = process.memoryUsage().arrayBuffers
    for (const work of [
      () => object.hashmap(),
      () => object.download({ range: { first: 0 } }).bytes(),
      () => object.truncate(3),
    ]) {
      await expect(work()).rejects.toThrow(message)
      await expect(work()).rejects.toBeInstanceOf(ParseError)
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16_000_000)
  })
})

it.each(['md4', 'constructor', '__proto__', 'toString'])(
  'The digest %s ends a download with what to do',
  async (name) => {
    const map = { block_size: 4_194_304, block_hash: name, bytes: 5, hashes: ['ab'.repeat(16)] }
    const { object } = handles(async () => Response.json(map))
    expect((await object.hashmap()).block_hash).toBe(name)
    const error = await object
      .download({ range: { first: 0 } })
      .bytes()
      .catch((reason: unknown) => reason)
    expect(KamakiError.isInstance(error)).toBe(true)
    expect(String(error)).toMatch(new RegExp(`'${name}'.*object\\.get\\(\\)`))
  },
)

it.each([
  ['hashes of several lengths', ['abcd', 'ab']],
  ['what is not hexadecimal', ['xy', 'ab']],
  ['half a byte', ['abc']],
  ['no strings', [7]],
  ['one string', 'ab'],
])('A root hash of %s is an InvalidArgumentError', async (_what, hashes) => {
  await expect(rootHash(hashes as string[])).rejects.toThrow(/^hashes must be /)
})

describe('Times that are none', () => {
  it.each(['soon', '', '1e999', '-1', null, {}, 8.64e15])('end a list of versions: %j', async (time) => {
    const { object } = handles(async () => Response.json({ versions: [[7, time]] }))
    await expect(object.versions()).rejects.toBeInstanceOf(ParseError)
  })

  it.each(['soon', '', '1e999', '-1', {}, 8.64e15])('end a list of objects: %j', async (time) => {
    const { container } = handles(async () => Response.json([{ ...entry, x_object_version_timestamp: time }]))
    await expect(container.objects.list()).rejects.toThrow(/lists "file" with values that it cannot have/)
  })
})

it('An error for what no API sends does not show what the server says of its type', async () => {
  const { container } = handles(async () => Response.json([{}], { headers: { 'content-type': 'text/token-of-alice' } }))
  const error = await container.objects.list().then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(ParseError)
  expect(inspect(error, { depth: 5, showHidden: true })).not.toContain('token-of-alice')
})

it('A response that does not say its length releases its connection', async () => {
  let cancelled = 0
  const body = () =>
    new ReadableStream({ pull: (stream) => stream.enqueue(new Uint8Array(9)), cancel: () => void cancelled++ })
  const { object } = handles(async () => new Response(body(), { headers: { etag: hash, 'last-modified': 'now' } }))
  await expect(object.get()).rejects.toBeInstanceOf(ParseError)
  await expect.poll(() => cancelled).toBe(1)
})

it('A list that never ends is given up before memory is full', async () => {
  const piece = new TextEncoder().encode('['.padEnd(4 * 1024 * 1024))
  let pieces = 0
  const body = () =>
    new ReadableStream({
      pull(stream) {
        pieces += 1
        stream.enqueue(piece)
      },
    })
  const { container } = handles(async () => new Response(body()))
  await expect(container.objects.list()).rejects.toThrow(/longer than 268435456 bytes/)
  expect(pieces).toBeLessThan(70)
})

it('a list of missing blocks that were not offered is a ParseError that says so', async () => {
  for (const text of ['[7]', '["zz"]', `["${'cd'.repeat(32)}"]`, '[\u0000\u0001"ab', `["${hash}", null]`]) {
    const { object } = handles(async () => new Response(text, { status: 409 }))
    const error = await object.putHashmap({ bytes: 5, hashes: [hash] }).catch((reason: unknown) => reason)
    expect(ParseError.isInstance(error) && error.message, text).toContain(
      'should list hashes of blocks that are missing',
    )
  }
  const { object } = handles(async () => new Response('somebody else was faster', { status: 409 }))
  await expect(object.putHashmap({ bytes: 5, hashes: [hash] })).rejects.toMatchObject({ name: 'ConflictError' })
  for (const hashes of ['x', [7], null, [null]])
    await expect((async () => object.putHashmap({ bytes: 5, hashes: hashes as never }))()).rejects.toMatchObject({
      name: 'InvalidArgumentError',
    })
})

import { CycladesComputeClient, type NewCycladesServer } from '@kamaki/cyclades'
import { PithosClient, type PithosObject } from '@kamaki/pithos'
import type { Operation, Prepared, World } from './operation.ts'
import type { WireRequest } from './wire.ts'

const blockSize = 65_536
const largeBlock = 8 * 1024 * 1024

/** The size of a block in the cloud of a case. */
export function blockSizeOf(large: boolean): number {
  return large ? largeBlock : blockSize
}

async function newServer(world: World): Promise<NewCycladesServer> {
  const [image] = await compute(world, true).images.list()
  return { name: 'web', flavorRef: 1, imageRef: image?.id ?? '' }
}

function compute(world: World, direct = false): CycladesComputeClient {
  const { emulator, origin, token, options } = world
  const url = `${direct ? emulator.state.origin : origin}/cyclades/compute/v2.0`
  return direct
    ? new CycladesComputeClient(url, directToken(emulator), { fetch: emulator.fetch })
    : new CycladesComputeClient(url, token, options)
}

function pithos(world: World, direct = false): PithosClient {
  const { emulator, origin, token, options, account } = world
  const url = `${direct ? emulator.state.origin : origin}/pithos/object-store/v1`
  return direct
    ? new PithosClient(url, directToken(emulator), { account, fetch: emulator.fetch })
    : new PithosClient(url, token, { account, ...options })
}

function directToken(emulator: World['emulator']): string {
  return emulator.env().users['alice']?.token ?? ''
}

/** Bytes without repetition, so that no two blocks are the same. */
function contentOf(length: number): Uint8Array {
  const words = new Uint32Array(length / 4)
  for (let index = 0; index < words.length; index += 1) words[index] = Math.imul(index + 1, 2_654_435_761)
  return new Uint8Array(words.buffer)
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}

/** Two handles on an object: one that is struck, one that is not. */
async function objects(world: World): Promise<{ struck: PithosObject; direct: PithosObject }> {
  const container = pithos(world, true).container('box')
  await container.create()
  return { struck: pithos(world).container('box').object('file'), direct: container.object('file') }
}

async function storedProblem(object: PithosObject, content: Uint8Array): Promise<string | undefined> {
  const stored = await object.download().bytes()
  return isSame(stored, content) ? undefined : `the object has ${stored.length} other bytes`
}

/** An upload of content of one block, and of which of its requests is struck. */
function uploading(
  options: (world: World) => Parameters<PithosObject['upload']>[1],
  before?: (object: PithosObject, content: Uint8Array) => Promise<unknown>,
): (world: World) => Promise<Prepared> {
  return async (world) => {
    const { struck, direct } = await objects(world)
    const content = contentOf(world.large ? largeBlock : blockSize)
    await before?.(direct, content)
    return {
      run: (request) => struck.upload(content, { ...options(world), ...request }),
      problem: () => storedProblem(direct, content),
    }
  }
}

const hasQuery = ({ target }: Pick<WireRequest, 'target'>, part: string): boolean =>
  new URL(target, 'http://x').search.includes(part)
const inOne = { singleRequestBytes: 2 * largeBlock }
const byHashes = { singleRequestBytes: 0, checkQuota: false }

async function serverOf(world: World): Promise<number> {
  const { id } = await compute(world, true).servers.create(await newServer(world))
  world.emulator.clock.runAll()
  return Number(id)
}

export const operations: readonly Operation[] = [
  {
    name: 'read',
    call: 'servers.get(id)',
    request: 'GET /servers/{id}',
    method: 'GET',
    repeats: 'always',
    cures: [],
    response: 'json',
    body: 'none',
    before: 0,
    isTarget: ({ method, target }) => method === 'GET' && /\/servers\/\d+$/.test(target),
    async prepare(world) {
      const id = await serverOf(world)
      return {
        run: (request) => compute(world).servers.get(id, request),
        problem: async (server) => (Reflect.get(Object(server), 'id') === id ? undefined : 'that is another server'),
      }
    },
  },
  {
    name: 'idempotent write',
    call: 'servers.update(id, { name })',
    request: 'PUT /servers/{id}',
    method: 'PUT',
    repeats: 'always',
    cures: [],
    response: 'none',
    body: 'small',
    before: 0,
    isTarget: ({ method, target }) => method === 'PUT' && /\/servers\/\d+$/.test(target),
    async prepare(world) {
      const id = await serverOf(world)
      return {
        run: (request) => compute(world).servers.update(id, { name: 'new' }, request),
        async problem() {
          const { name } = await compute(world, true).servers.get(id)
          return name === 'new' ? undefined : `its name is ${name}`
        },
      }
    },
  },
  {
    name: 'deletion',
    call: 'object.delete()',
    request: 'DELETE /{account}/{container}/{object}',
    method: 'DELETE',
    repeats: 'confirmed',
    cures: ['quota race'],
    response: 'none',
    body: 'none',
    before: 0,
    isTarget: ({ method }) => method === 'DELETE',
    async prepare(world) {
      const { struck, direct } = await objects(world)
      await direct.upload('content')
      return {
        run: (request) => struck.delete(request),
        problem: async () => ((await direct.exists()) ? 'it is still there' : undefined),
      }
    },
  },
  {
    name: 'non-idempotent write',
    call: 'servers.create(server, { imageMetadata: false })',
    request: 'POST /servers',
    method: 'POST',
    repeats: 'never',
    cures: [],
    response: 'json',
    body: 'small',
    before: 0,
    isTarget: ({ method, target }) => method === 'POST' && target.endsWith('/servers'),
    async prepare(world) {
      const server = await newServer(world)
      const created = async (): Promise<number> => (await compute(world, true).servers.list()).length
      const tell = (count: number): string => `there are ${count} servers`
      return {
        run: (request) => compute(world).servers.create(server, { ...request, imageMetadata: false }),
        async problem() {
          const count = await created()
          return count === 1 ? undefined : tell(count)
        },
        async harm() {
          const count = await created()
          return count <= 1 ? undefined : tell(count)
        },
      }
    },
  },
  {
    name: 'block upload',
    call: 'object.upload(content)',
    request: 'POST /{account}/{container}?update',
    method: 'POST',
    repeats: 'always',
    cures: ['quota race', 'wrong bytes'],
    response: 'json',
    body: 'any',
    before: 2,
    isTarget: (request) => request.method === 'POST' && hasQuery(request, 'update'),
    prepare: uploading(() => byHashes),
  },
  {
    name: 'object PUT',
    call: 'object.upload(aSmallContent)',
    request: 'PUT /{account}/{container}/{object}',
    method: 'PUT',
    repeats: 'always',
    cures: ['quota race'],
    response: 'ignored',
    body: 'any',
    before: 0,
    isTarget: ({ method }) => method === 'PUT',
    prepare: uploading(() => inOne),
  },
  {
    name: 'conditional object PUT',
    call: 'object.upload(aSmallContent, { ifNotExist: true })',
    request: 'PUT /{account}/{container}/{object} with If-None-Match',
    method: 'PUT',
    repeats: 'confirmed',
    cures: ['quota race'],
    response: 'ignored',
    body: 'any',
    before: 0,
    isTarget: ({ method }) => method === 'PUT',
    prepare: uploading(() => ({ ...inOne, ifNotExist: true })),
  },
  {
    name: 'hashmap PUT',
    call: 'object.upload(whatTheCloudHas)',
    request: 'PUT /{account}/{container}/{object}?hashmap',
    method: 'PUT',
    repeats: 'always',
    cures: ['quota race'],
    response: 'ignored',
    body: 'small',
    before: 1,
    isTarget: (request) => request.method === 'PUT' && hasQuery(request, 'hashmap'),
    // Its block is there already, so that the hashmap is all that is sent.
    prepare: uploading(
      () => byHashes,
      (object, content) => object.upload(content, inOne),
    ),
  },
  {
    name: 'ranged download',
    call: 'object.download({ range }).bytes()',
    request: 'GET /{account}/{container}/{object} with Range',
    method: 'GET',
    repeats: 'always',
    cures: ['wrong bytes'],
    response: 'bytes',
    body: 'none',
    before: 1,
    isTarget: (request) => request.method === 'GET' && !hasQuery(request, 'hashmap'),
    async prepare(world) {
      const { struck, direct } = await objects(world)
      const content = contentOf(4 * blockSize)
      await direct.upload(content, inOne)
      const range = { first: blockSize + 100, last: 3 * blockSize - 100 }
      return {
        run: (request) => struck.download({ ...request, range }).bytes(),
        async problem(bytes) {
          const isRight = isSame(bytes as Uint8Array, content.subarray(range.first, range.last + 1))
          return isRight ? undefined : 'these are other bytes'
        },
      }
    },
  },
  {
    name: 'poll',
    call: "servers.waitUntil(id, 'ACTIVE', { timeoutMs })",
    request: 'GET /servers/{id}',
    method: 'GET',
    repeats: 'always',
    cures: [],
    waits: true,
    response: 'json',
    body: 'none',
    before: 0,
    isTarget: ({ method, target }) => method === 'GET' && /\/servers\/\d+$/.test(target),
    async prepare(world) {
      const id = await serverOf(world)
      const pace = { timeoutMs: world.waitMs, intervalMs: 10, maxIntervalMs: 20 }
      return {
        run: (request) => compute(world).servers.waitUntil(id, 'ACTIVE', { ...request, ...pace }),
        problem: async (server) =>
          Reflect.get(Object(server), 'status') === 'ACTIVE' ? undefined : 'it is not ACTIVE',
      }
    },
  },
]

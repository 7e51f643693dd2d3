// How many requests common operations take: what a user waits for on a cloud that is far away. Fewer are welcome: lower the number.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AstakosClient } from '@kamaki/astakos'
import { CycladesComputeClient } from '@kamaki/cyclades'
import { createEmulator } from '@kamaki/emulator'
import { PithosClient, type PithosContainer } from '@kamaki/pithos'
import { downloadFile, syncDown, syncUp, uploadFile } from '@kamaki/pithos/node'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'

const blockSize = 4096
const emulator = createEmulator({ blockSize, listLimit: 100 })
const { authUrl, users } = emulator.env()
const { token = '' } = users['alice'] ?? {}
const sent: string[] = []
const fetch: typeof globalThis.fetch = (input, init) => {
  const request = new Request(input, init)
  sent.push(`${request.method} ${new URL(request.url).search}`)
  return emulator.fetch(request)
}

const folder = await mkdtemp(join(tmpdir(), 'kamaki-requests-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
const astakos = new AstakosClient(authUrl, token, { fetch })
const pithos = await astakos.client(PithosClient)
const compute = await astakos.client(CycladesComputeClient)

/** Content of so many blocks, none like another or like one of another seed. */
const content = (blocks: number, seed: number): Buffer =>
  Buffer.concat(Array.from({ length: blocks }, (_, index) => Buffer.alloc(blockSize, `${seed} ${index} `)))

let count = 0
let container: PithosContainer
let file = ''
beforeEach(async () => {
  count++
  container = pithos.container(`c${count}`)
  await container.create()
  file = join(folder, `file${count}`)
  sent.length = 0
})

/** At most so many requests since the test began, or since `sent` was emptied. */
function expectAtMost(requests: number): void {
  expect(sent.length, `requests were sent: ${sent.join(', ')}`).toBeGreaterThan(0)
  expect(sent.length, `too many requests: ${sent.join(', ')}`).toBeLessThanOrEqual(requests)
}

/** Also where one PUT would do, had it fewer blocks. */
const inBlocks = { singleRequestBytes: 0 }

describe('requests', () => {
  it('are one for the endpoints of all services', async () => {
    const fresh = new AstakosClient(authUrl, token, { fetch })
    await fresh.client(PithosClient)
    await fresh.client(CycladesComputeClient)
    expectAtMost(1)
  })

  it('are one for a read', async () => {
    await compute.flavors.get(1)
    expectAtMost(1)
  })

  it('are one for each page of a list, and one that finds its end', async () => {
    for (let index = 0; index < 250; index++) await container.object(`o${String(index).padStart(3, '0')}`).put('x')
    sent.length = 0
    expect(await container.objects.list()).toHaveLength(250)
    expectAtMost(4)
  })

  it('are one for a small object up', async () => {
    await container.object('small').upload(new Blob(['content']))
    expectAtMost(1)
  })

  it('are one for a small object up with metadata and sharing', async () => {
    const sharing = { read: ['*'], write: [] }
    await container.object('small').upload(new Blob(['content']), { metadata: { colour: 'red' }, sharing })
    expectAtMost(1)
  })

  it('are one for a small file up', async () => {
    await writeFile(file, 'content')
    await uploadFile(container.object('small'), file)
    expectAtMost(1)
  })

  it('are two for a small object down', async () => {
    await container.object('small').put('content')
    sent.length = 0
    await container.object('small').download().bytes()
    expectAtMost(2)
  })

  it('are two for a small file down', async () => {
    await container.object('small').put('content')
    sent.length = 0
    await downloadFile(container.object('small'), file)
    expectAtMost(2)
  })

  it('are five for sixteen new blocks up: what is there, what is missing, the room for it, the blocks, the object', async () => {
    await writeFile(file, content(16, 1))
    await uploadFile(container.object('large'), file, inBlocks)
    expectAtMost(5)
  })

  it('are two for content that the cloud has', async () => {
    await writeFile(file, content(16, 2))
    await uploadFile(container.object('large'), file, inBlocks)
    sent.length = 0
    await uploadFile(container.object('copy'), file, inBlocks)
    expectAtMost(2)
  })

  it('are two for neighbouring blocks down, one if the file has them', async () => {
    await container.object('large').put(content(16, 3))
    sent.length = 0
    await downloadFile(container.object('large'), file)
    expectAtMost(2)
    sent.length = 0
    await downloadFile(container.object('large'), file)
    expectAtMost(1)
  })

  it('are one for each new file of a sync up, and three', async () => {
    await mkdir(file)
    for (let index = 0; index < 20; index++) await writeFile(join(file, String(index)), `content ${index}`)
    await syncUp(file, container)
    expectAtMost(23)
    sent.length = 0
    await syncUp(file, container)
    expectAtMost(3)
  })

  it('are two for each file of a sync down, and three', async () => {
    for (let index = 0; index < 20; index++) await container.object(String(index)).put(`content ${index}`)
    await mkdir(file)
    sent.length = 0
    await syncDown(container, file)
    expectAtMost(43)
    sent.length = 0
    await syncDown(container, file)
    expectAtMost(3)
  })
})

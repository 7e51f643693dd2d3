import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CloudContents, createEmulator, type Emulator } from '@kamaki/emulator'
import { readSeedFile, SeedFileError } from '@kamaki/emulator/node'
import { afterAll, expect, test } from 'vitest'
import type { Json } from '../support.ts'

const directory = mkdtempSync(join(tmpdir(), 'kamaki-seed-'))
afterAll(() => rmSync(directory, { recursive: true }))

function fileOf(name: string, content: string | Uint8Array): string {
  const path = join(directory, name)
  writeFileSync(path, content)
  return path
}

const SEED = `# A small laboratory.
users:
  - name: dora
    token: dora-token
    quotas: { cyclades.vm: 3, pithos.diskspace: 10 GiB }
projects:
  - name: physics.example.org
    owner: dora
    members: [alice]
    joinPolicy: auto
    quotas:
      cyclades.vm: { project: 10, member: 5 }
      pithos.diskspace: 1 TiB
flavors:
  - { vcpus: 8, ram: 16384, disk: 100 }
  - { id: 500, name: huge, vcpus: 64, ram: 262144, disk: 1000, volumeType: drbd }
networks:
  - { name: lab, owner: dora, cidr: 10.1.0.0/24, gateway: 10.1.0.254 }
  - { name: Internet 2, public: true, cidr: 198.51.100.0/24 }
images:
  - name: Ubuntu
    size: 2 GiB
    properties: { os: ubuntu, osfamily: linux }
  - { name: private, owner: dora, public: false, readers: [bob], file: picture.bin }
containers:
  - name: pictures
    owner: dora
    quota: 1 GiB
    versioning: none
    files:
      - name: 2026/a.txt
        content: all is well
        type: text/plain
        metadata: { camera model: X100 }
        readers: [bob]
      - { name: b.bin, file: picture.bin, public: true }
      - { name: zeros, size: 5 MiB, writers: ['*'] }
`

const bytes = new Uint8Array([1, 2, 255])

async function get(emulator: Emulator, user: string, path: string, method = 'GET'): Promise<Response> {
  return emulator.fetch(path, { method, headers: { 'x-auth-token': emulator.env().users[user]?.token ?? '' } })
}
const jsonOf = async (emulator: Emulator, user: string, path: string): Promise<Json> =>
  (await get(emulator, user, path)).json()

test('a cloud has what the file says, as its API shows it', async () => {
  fileOf('picture.bin', bytes)
  const emulator = createEmulator({ contents: await readSeedFile(fileOf('cloud.yaml', SEED)) })
  const { dora, bob } = emulator.env().users as Json
  expect(dora.token).toBe('dora-token')
  const quotas = await jsonOf(emulator, 'dora', '/astakos/account/v1.0/quotas')
  expect(quotas[dora.uuid]['cyclades.vm']).toMatchObject({ limit: 3, project_limit: 3 })
  expect(quotas[dora.uuid]['pithos.diskspace'].limit).toBe(10 * 1024 ** 3)
  const projects = await jsonOf(emulator, 'alice', '/astakos/account/v1.0/projects')
  const physics = projects.find(({ name }: Json) => name === 'physics.example.org')
  expect(physics).toMatchObject({ owner: dora.uuid, state: 'active', join_policy: 'auto' })
  const shared = await jsonOf(emulator, 'alice', '/astakos/account/v1.0/quotas')
  expect(shared[physics.id]['cyclades.vm']).toMatchObject({ limit: 5, project_limit: 10 })
  const { flavors } = await jsonOf(emulator, 'bob', '/cyclades/compute/v2.0/flavors/detail')
  expect(flavors.slice(-2)).toMatchObject([
    { id: 101, name: 'C8R16384D100ext_archipelago', vcpus: 8 },
    { id: 500, name: 'huge', ram: 262144, 'SNF:disk_template': 'drbd' },
  ])
  const { networks } = await jsonOf(emulator, 'dora', '/cyclades/network/v2.0/networks/detail')
  expect(networks.map(({ name, public: open }: Json) => [name, open])).toEqual([
    ['Internet', true],
    ['lab', false],
    ['Internet 2', true],
  ])
  const { subnets } = await jsonOf(emulator, 'dora', '/cyclades/network/v2.0/subnets')
  expect(subnets.map(({ cidr, gateway_ip }: Json) => [cidr, gateway_ip])).toContainEqual(['10.1.0.0/24', '10.1.0.254'])
  const { images } = await jsonOf(emulator, 'bob', '/cyclades/compute/v2.0/images/detail')
  expect(images.map(({ name }: Json) => name).sort()).toEqual(['Debian Base', 'Ubuntu', 'private'])
  expect(images.find(({ name }: Json) => name === 'Ubuntu').metadata).toMatchObject({ os: 'ubuntu', osfamily: 'linux' })
  const seen = await jsonOf(emulator, 'carol', '/cyclades/compute/v2.0/images/detail')
  expect(seen.images.map(({ name }: Json) => name)).not.toContain('private')
  const container = `/pithos/object-store/v1/${dora.uuid}/pictures`
  const head = (await get(emulator, 'dora', container, 'HEAD')).headers
  expect(head.get('x-container-policy-quota')).toBe(String(1024 ** 3))
  expect(head.get('x-container-policy-versioning')).toBe('none')
  const text = await get(emulator, 'bob', `${container}/2026/a.txt`)
  expect(await text.text()).toBe('all is well')
  expect(text.headers.get('content-type')).toMatch(/^text\/plain/)
  expect(text.headers.get('x-object-meta-camera-model')).toBe('X100')
  const binary = await get(emulator, 'dora', `${container}/b.bin`)
  expect(new Uint8Array(await binary.arrayBuffer())).toEqual(bytes)
  expect((await emulator.fetch(binary.headers.get('x-object-public') ?? '')).status).toBe(200)
  expect((await get(emulator, 'carol', `${container}/zeros`)).headers.get('content-length')).toBe(String(5 * 1024 ** 2))
  expect(bob.uuid).toBeDefined()
})

test('a reset brings the contents back', async () => {
  const emulator = createEmulator({ contents: { containers: [{ name: 'c', files: [{ name: 'o', content: 'x' }] }] } })
  const path = `/pithos/object-store/v1/${emulator.env().users.alice.uuid}/c/o`
  expect((await get(emulator, 'alice', path, 'DELETE')).status).toBe(204)
  emulator.reset()
  expect(await (await get(emulator, 'alice', path)).text()).toBe('x')
})

/** The mistakes of a file, as `line:column message`. */
async function mistakes(name: string, content: string): Promise<string[]> {
  const error = await readSeedFile(fileOf(name, content)).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(SeedFileError)
  const { problems, file, message } = error as SeedFileError
  expect(message.split('\n')[0]).toBe(`${file}:${problems[0]?.line}:${problems[0]?.column} ${problems[0]?.message}`)
  return problems.map(({ line, column, message }) => `${line}:${column} ${message}`)
}

test('every mistake is told with its line', async () => {
  const found = await mistakes(
    'wrong.yaml',
    `users:
  - nme: dora
  - name: service
  - name: eva
    quotas: { cyclades.cats: 3 }
projects:
  - name: x.example.org
flavors:
  - vcpus: many
    ram: 5
    disk: 5
images:
  - name: a
    size: 10 gigs
    file: not-there.img
containers:
  - name: b
    files: nothing
volumes: []
`,
  )
  expect(found).toEqual([
    expect.stringMatching(/^2:5 (Unknown field 'nme'\. Allowed fields: .*|users\[0\]\.name is missing)$/),
    expect.stringMatching(/^2:5 /),
    expect.stringMatching(/^3:5 users\[1\]\.name must not be 'service' or 'operator'; got "service"$/),
    expect.stringMatching(/^5:\d+ Unknown resource '"?cyclades\.cats"?'\. Resources: cyclades\.disk, /),
    '7:5 projects[0].owner is missing',
    '9:5 flavors[0].vcpus must be an integer from 1; got "many"',
    '14:5 images[0].size must be a number of bytes from 0, or a size such as \'10 GiB\'; got "10 gigs"',
    expect.stringMatching(/^15:5 file cannot be read: ENOENT.*not-there\.img'$/),
    '18:5 containers[0].files must be an array; got "nothing"',
    expect.stringMatching(/^19:1 Unknown field 'volumes'\. Allowed fields: containers, flavors, images, /),
  ])
})

test.each([
  [
    'an owner whom nobody knows',
    'networks:\n  - name: x\n    owner: nobody\n',
    /^3:5 networks\[0\]\.owner must be the name of a user \(alice, bob, .*\); got "nobody"$/,
  ],
  [
    'a subnet that cannot be',
    'networks:\n  - name: x\n    cidr: 10.0.0.0/33\n',
    /^2:5 networks\[0\] cannot be created: /,
  ],
  [
    'a public network without addresses',
    'networks:\n- name: x\n  public: true\n',
    /^2:3 networks\[0\]\.cidr is missing: a public network needs one$/,
  ],
  [
    'more than the quota',
    'containers:\n  - name: x\n    files:\n      - name: a\n        size: 60 GiB\n',
    /^4:9 containers\[0\]\.files\[0\] cannot be created: .*Limit Exceeded/,
  ],
  [
    'a size below the content',
    'containers:\n  - name: x\n    files:\n      - {name: a, content: abc, size: 2}\n',
    /^4:33 containers\[0\]\.files\[0\]\.size must be at least the 3 bytes/,
  ],
  [
    'a member who is not a user',
    'projects:\n  - name: p.example.org\n    owner: bob\n    members: [alice, eve]\n',
    /^4:5 projects\[0\]\.members must be the name of a user/,
  ],
  [
    'an id that is taken twice',
    'projects:\n  - {name: p.org, owner: bob, id: x}\n  - {name: q.org, owner: bob, id: x}\n',
    /^3:\d+ projects\[1\]\.id is taken by another project; got "x"$/,
  ],
  [
    'a file that has content as well',
    'images:\n  - {name: a, content: x, file: y}\n',
    /^2:\d+ file and content exclude each other$/,
  ],
  ['what is not an object', '- a\n- b\n', /^1:1 It must be an object; got an array$/],
  ['what is not YAML', 'users:\n  - name: "dora\n', /^\d:\d+ Missing closing/],
  ['one key twice', 'users: []\nusers: []\n', /^2:1 Map keys must be unique$/],
])('%s is told with its line', async (_what, content, message) => {
  const found = await mistakes('wrong.yaml', content)
  expect(found).toHaveLength(1)
  expect(found[0]).toMatch(message)
})

test('images with much the same name are different images, and flavors have numbers that are free', async () => {
  const contents: CloudContents = {
    flavors: [{ id: 102, vcpus: 1, ram: 1, disk: 1 }, ...[1, 2].map((vcpus) => ({ vcpus, ram: 1, disk: 1 }))],
    images: ['a b', 'a_b', 'a b'].map((name, at) => ({ name, owner: 'bob', content: String(at) })),
    containers: [{ name: 'images', owner: 'bob', versioning: 'none' }],
  }
  const emulator = createEmulator({ contents })
  const { images } = await jsonOf(emulator, 'bob', '/cyclades/compute/v2.0/images')
  expect(images.map(({ name }: Json) => name).sort()).toEqual(['Debian Base', 'a b', 'a b', 'a_b'])
  const { flavors } = await jsonOf(emulator, 'bob', '/cyclades/compute/v2.0/flavors')
  expect(flavors.slice(-3).map(({ id }: Json) => id)).toEqual([102, 101, 103])
  const container = `/pithos/object-store/v1/${emulator.env().users['bob']?.uuid}/images`
  expect((await get(emulator, 'bob', container, 'HEAD')).headers.get('x-container-policy-versioning')).toBe('none')
})

test('JSON is read as well, with tabs or without, and told of with lines', async () => {
  const contents: CloudContents = { users: [{ name: 'dora' }], flavors: [{ vcpus: 1, ram: 2, disk: 3 }] }
  for (const indent of [undefined, 2, '\t'])
    expect(await readSeedFile(fileOf('cloud.json', JSON.stringify(contents, null, indent)))).toEqual(contents)
  const wrong = JSON.stringify({ users: [{ name: 'dora', mail: 'x' }] }, null, '\t')
  expect(await mistakes('wrong.json', wrong)).toEqual([expect.stringMatching(/^5:\d Unknown field 'mail'\./)])
  expect(await readSeedFile(fileOf('empty.yaml', '# nothing yet\n'))).toEqual({})
})

test('a file that is not there is an error of the file system', async () => {
  await expect(readSeedFile(join(directory, 'never.yaml'))).rejects.toMatchObject({ code: 'ENOENT' })
})

test('contents in a program are checked by their place', () => {
  const wrong = (contents: Json) => () => createEmulator({ contents })
  expect(wrong({ containers: [{ name: 'c', owner: 'nobody' }] })).toThrow(
    expect.objectContaining({ name: 'EmulatorArgumentError', parameter: 'containers[0].owner' }),
  )
  expect(wrong({ container: [] })).toThrow(/^Unknown field 'container'/)
})

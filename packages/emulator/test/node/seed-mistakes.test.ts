import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEmulator } from '@kamaki/emulator'
import { readSeedFile } from '@kamaki/emulator/node'
import { afterAll, expect, test } from 'vitest'

const directory = mkdtempSync(join(tmpdir(), 'kamaki-seed-'))
afterAll(() => rmSync(directory, { recursive: true }))

test.each<[content: string, told: string]>([
  ['containers:\n  - name: a/b\n', '2:5 containers[0].name must be the name of a container: 1 to 256 characters'],
  ['containers:\n  - name: ..\n', '2:5 containers[0].name must be the name of a container'],
  ['containers:\n  - name: "a\\nb"\n', '2:5 containers[0].name must be the name of a container'],
  [
    'containers:\n  - {name: a}\n  - {name: a, owner: bob}\n  - {name: a, owner: alice}\n',
    '4:6 containers[2].name is taken by another container of alice; got "a"',
  ],
  [
    'containers:\n  - name: a\n    files:\n      - {name: b}\n      - {name: b}\n',
    '5:10 containers[0].files[1].name is taken by another file',
  ],
  [
    'containers:\n  - name: a\n    files:\n      - {name: "b\\n"}\n',
    '4:10 containers[0].files[0].name must be the name of an object',
  ],
  [
    'containers:\n  - name: a\n    files:\n      - {name: b, type: "text/plain\\r\\nX: y"}\n',
    '4:19 containers[0].files[0].type must be a media type',
  ],
  [
    'containers:\n  - name: a\n    files:\n      - {name: b, metadata: {k: "1\\n2"}}\n',
    '4:30 containers[0].files[0].metadata.k must be a string of at most 256 characters without line breaks',
  ],
  [
    'containers:\n  - name: a\n    files:\n      - {name: b, metadata: {a b: x, A-B: y}}\n',
    '4:19 containers[0].files[0].metadata must not have X-Object-Meta-A-B twice',
  ],
  [
    'containers:\n  - name: a\n    files:\n      - {name: b, size: 2 TiB}\n',
    '4:19 containers[0].files[0].size must be at most 1 TiB',
  ],
  ['users:\n  - name: dora\n  - name: dora\n', '3:5 users[1].name is that of users[0] as well; got "dora"'],
  [
    'users:\n  - {name: dora, token: x}\n  - {name: eva, token: x}\n',
    '3:17 users[1].token is that of the user dora as well; got "x"',
  ],
  [
    'users:\n  - {name: dora, uuid: u}\n  - {name: eva, uuid: u}\n',
    '3:17 users[1].uuid is that of the user dora as well',
  ],
  [
    'users:\n  - {name: dora, email: Alice@example.org}\n',
    '2:18 users[0].email is that of the user alice as well; got "Alice@example.org"',
  ],
  ['users:\n  - {name: dora, token: "a\\nb"}\n', '2:18 users[0].token must be a string of visible ASCII characters'],
  ['users:\n  - {name: dora, token: a b}\n', '2:18 users[0].token must be a string of visible ASCII characters'],
  ['users:\n  - {name: dora, uuid: a/b}\n', '2:18 users[0].uuid must be an id'],
  ['users:\n  - {name: dora, email: nobody}\n', '2:18 users[0].email must be an e-mail address'],
  ['users:\n  - *nobody\n', '2:5 There is no anchor &nobody before this alias'],
  [
    `${['a: &a [x,x,x,x,x,x,x,x,x,x]', 'b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]', 'c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]'].join('\n')}\nusers: [*c,*c]\n`,
    '2:8 Aliases of aliases stand for more than 100 things. Write them out',
  ],
  ['users:\n  - {name: "do\\nra"}\n', '2:6 users[0].name must be a string of 1 to 255 characters without line breaks'],
  ['users:\n  - {name: dora, firstName: "\\0"}\n', '2:18 users[0].firstName must hold no zero bytes'],
  [
    'users:\n  - name: dora\n    quotas: {cyclades.vm: 99999999999999999999}\n',
    '3:14 users[0].quotas.cyclades.vm must be a whole number from 0, or a size such as',
  ],
  [
    "users:\n  - name: dora\n    quotas: {cyclades.vm: '9999999 TiB'}\n",
    '3:14 users[0].quotas.cyclades.vm must be at most 9223372036854775807',
  ],
  ['projects:\n  - {name: x, owner: bob}\n', '2:6 projects[0].name must be a domain name of at most 80 characters'],
  ['projects:\n  - {name: sdk.example.org, owner: bob}\n', '2:6 projects[0].name is taken by another project'],
  [
    'projects:\n  - name: x.org\n    owner: bob\n    quotas: {cyclades.vm: {project: 1, member: 2}}\n',
    '4:14 projects[0].quotas.cyclades.vm must not give a member more than the project has',
  ],
  ['flavors:\n  - {id: 1, vcpus: 1, ram: 1, disk: 1}\n', '2:6 flavors[0].id is taken by another flavor; got 1'],
  [
    'networks:\n  - {name: x, public: true, cidr: 10.9.0.0/24, owner: bob}\n',
    '2:48 networks[0].owner must be left out',
  ],
  [
    'networks:\n  - {name: x, public: true, cidr: 10.9.0.0/24, gateway: 10.9.0.7}\n',
    '2:48 networks[0].gateway must be left out',
  ],
  ['networks:\n  - {name: x, public: true, cidr: no}\n', '2:5 networks[0] cannot be created: Malformed CIDR'],
  ['networks:\n  - {name: x, public: true, cidr: "fe80::/200"}\n', '2:5 networks[0]'],
  ['images:\n  - {name: x, diskFormat: a/b}\n', '2:15 images[0].diskFormat must be the name of a format'],
])('what cannot be is told with its line: %j', async (content, told) => {
  const path = join(directory, 'wrong.yaml')
  writeFileSync(path, content)
  const error = await readSeedFile(path).catch((reason: unknown) => reason)
  const { problems } = error as Awaited<{ problems: { line: number; column: number; message: string }[] }>
  expect(problems.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual([
    expect.stringContaining(told),
  ])
})

test('users that are described in a program are as different from each other', () => {
  const users = [
    { name: 'dora', token: 't' },
    { name: 'eva', token: 't' },
  ]
  expect(() => createEmulator({ users })).toThrow('users[1].token is that of the user dora as well')
  expect(() => createEmulator({ users: [{ name: 'dora' }, { name: 'dora' }] })).toThrow(
    'users[1].name is that of users[0]',
  )
  // One list may say more about a user of the other.
  const more = { contents: { users: [{ name: 'dora', quotas: { 'cyclades.vm': 1 } }] }, users: [{ name: 'dora' }] }
  expect(createEmulator(more).env().users['dora']?.token).toBeTypeOf('string')
})

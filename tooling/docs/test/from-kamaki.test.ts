import { readdirSync, readFileSync } from 'node:fs'
import * as astakosPackage from '@kamaki/astakos'
import * as astakosNode from '@kamaki/astakos/node'
import * as core from '@kamaki/core'
import * as coreNode from '@kamaki/core/node'
import * as coreToolkit from '@kamaki/core/toolkit'
import * as cyclades from '@kamaki/cyclades'
import * as imagePackage from '@kamaki/image'
import * as networkPackage from '@kamaki/network'
import * as pithosPackage from '@kamaki/pithos'
import * as pithosNode from '@kamaki/pithos/node'
import { describe, expect, it } from 'vitest'
import { checkTypes } from '../src/check-types.ts'
import { type Row, readMentions, readRows } from '../src/tables.ts'
import { pathOf, resolves } from '../src/targets.ts'

const file = 'docs/from-kamaki.md'
const text = readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8')
const rows = readRows(text)

/** The methods of each class of the old library, as they were called to record what it sends. */
const recorded = new Map<string, ReadonlySet<string>>()
const data = new URL('../../wire/data/', import.meta.url)
for (const name of readdirSync(data).filter((entry) => entry.endsWith('Client.json'))) {
  const cases: { method: string }[] = JSON.parse(readFileSync(new URL(name, data), 'utf8'))
  recorded.set(name.slice(0, -'.json'.length), new Set(cases.map(({ method }) => method)))
}

const packages: Record<string, Record<string, unknown>> = {
  '@kamaki/astakos': astakosPackage,
  '@kamaki/astakos/node': astakosNode,
  '@kamaki/core': core,
  '@kamaki/core/node': coreNode,
  '@kamaki/core/toolkit': coreToolkit,
  '@kamaki/cyclades': cyclades,
  '@kamaki/image': imagePackage,
  '@kamaki/network': networkPackage,
  '@kamaki/pithos': pithosPackage,
  '@kamaki/pithos/node': pithosNode,
}

const exported: Record<string, unknown> = Object.assign({}, ...Object.values(packages))

/** What a word is in the tables, and how its type is written. */
type Known = Record<string, readonly [value: unknown, type: string]>

const made = <C extends core.Client, O extends core.ClientOptions>(
  from: string,
  Class: core.ClientClass<C, O>,
  options?: O,
): readonly [C, string] => [
  new Class('https://cloud.example.org/x/v1', 'token', options),
  `import('${from}').${(Class as unknown as { name: string }).name}`,
]

function storageOf(name: string, known: readonly [pithosPackage.StorageClient, string]): Known {
  const [client, type] = known
  const container = client.container('c')
  return {
    [name]: known,
    account: [client.account(), `ReturnType<${type}['account']>`],
    container: [container, `ReturnType<${type}['container']>`],
    object: [container.object('o'), `ReturnType<ReturnType<${type}['container']>['object']>`],
  }
}

const synnefo: Known = {
  client: made('@kamaki/core', core.Client),
  astakos: made('@kamaki/astakos', astakosPackage.AstakosClient),
  compute: made('@kamaki/cyclades', cyclades.CycladesComputeClient),
  blockStorage: made('@kamaki/cyclades', cyclades.CycladesBlockStorageClient),
  network: made('@kamaki/network', networkPackage.CycladesNetworkClient),
  image: made('@kamaki/image', imagePackage.ImageClient),
  ...storageOf('pithos', made('@kamaki/pithos', pithosPackage.PithosClient, { account: 'uuid' })),
}

/** Where a class is not the one that a Synnefo is best used with. */
const plain: Record<string, Known> = {
  ComputeClient: { compute: made('@kamaki/cyclades', cyclades.ComputeClient) },
  BlockStorageClient: { blockStorage: made('@kamaki/cyclades', cyclades.BlockStorageClient) },
  NetworkClient: { network: made('@kamaki/network', networkPackage.NetworkClient) },
  StorageClient: storageOf('storage', made('@kamaki/pithos', pithosPackage.StorageClient, { account: 'uuid' })),
}
const knownTo = (Class: string): Known => ({ ...synnefo, ...plain[Class] })
const valuesOf = (known: Known): Record<string, unknown> =>
  Object.fromEntries(Object.entries(known).map(([name, [value]]) => [name, value]))

/** Words that stand for values of the reader. A word that is not among them has to exist. */
const placeholders =
  `accept allocation_pools applicationId attemptTimeoutMs authUrl autoAccept availability_zone belongsTo body
  bootable bytes cidr changes changesSince charges checksum clientId clientSecret code concurrency connections containerFormat
  contentType data delimiter describe device_id diskFormat displaynames display_description display_name dns_nameservers done
  email enable_dhcp end_date endpointUrl expect file fixed_ip_address fixed_ips flavor flavorRef floating_ip_address
  floating_network_id fn force gateway_ip groups hashes headers host_routes id ifMatch ifModifiedSince ifNoneMatch ifNotExist
  imageId imageRef intervalMs ip_version isPublic items join_policy json key key_name keys limit location logData logLevel logToken logger
  marker md5 member memberId memberIds membershipId message metadata method mode moves name names networkId network_id networks nic offset onPoll
  onProgress options owner ownerId personality poll port_id ports prefix profile project projectCharges projectId projects properties
  public_key query quota range ranges read reason redirectUri region reject rescueImage resources security_groups serial server server_id
  serviceType shared shared_to_project admin_state_up sharing sink size sizeMin snapshot_id source source_volid state status stop
  subnets tag tags tenantName text timeoutMs token tokenId type until user user_data userId users uuid uuids value version versioning
  volume volume_id volume_type where write floatingIpId portId serverId snapshotId subnetId volumeId typeId flavorId`.split(
    /\s+/,
  )

const pairsOf = (row: Row): string[] => row.classes.flatMap((Class) => row.old.map((method) => `${Class}.${method}`))
const aboutClasses = rows.filter(({ classes }) => classes.some((Class) => recorded.has(Class)))
/** The classes that a row is about: of those in its heading, the ones that have such a method. */
const classesOf = (row: Row): readonly string[] =>
  aboutClasses.includes(row)
    ? row.classes.filter((Class) => row.old.some((method) => recorded.get(Class)?.has(method)))
    : ['Client']

describe('the guide for users of the old library', () => {
  it('knows the 557 methods of its classes', () => {
    expect([...recorded.values()].reduce((sum, methods) => sum + methods.size, 0)).toBe(557)
  })

  it('has a row for every method of every class', () => {
    const told = new Set(aboutClasses.flatMap(pairsOf))
    const all = [...recorded].flatMap(([Class, methods]) => [...methods].map((method) => `${Class}.${method}`))
    expect(all.filter((pair) => !told.has(pair))).toEqual([])
  })

  it('has no row for what never was', () => {
    const unknown = aboutClasses.filter((row) => {
      const classes = row.classes.filter((Class) => recorded.has(Class))
      return (
        row.old.length === 0 || row.old.some((method) => !classes.some((Class) => recorded.get(Class)?.has(method)))
      )
    })
    expect(unknown.map(({ line, old }) => `${line}: ${old.join(', ')}`)).toEqual([])
  })

  it('has no more than one row for a method of a class', () => {
    const pairs = aboutClasses.flatMap(pairsOf).filter((pair) => {
      const [Class = '', method = ''] = pair.split('.')
      return recorded.get(Class)?.has(method)
    })
    expect(pairs.filter((pair, index) => pairs.indexOf(pair) !== index)).toEqual([])
  })

  it('names a reason where there is nothing to call', () => {
    const silent = rows.filter(({ targets, note }) => targets.length === 0 && note.length < 20)
    expect(silent.map(({ line, old }) => `${line}: ${old.join(', ')}`)).toEqual([])
  })

  it('names nothing that does not exist', () => {
    const missing = rows.flatMap((row) =>
      classesOf(row).flatMap((Class) => {
        const known = valuesOf(knownTo(Class))
        return row.targets
          .filter((target) => !resolves(pathOf(target), { ...exported, ...known }))
          .map((target) => `${row.line}: ${target} (${Class})`)
      }),
    )
    expect(missing).toEqual([])
  })

  it('mentions nothing that does not exist', () => {
    // `volumes.metadata.update` or `waitUntil(id, 'ACTIVE')`: of one of the clients or handles, or of one of their nouns.
    const roots = Object.values(valuesOf(synnefo)).flatMap((value) => [value, ...membersOf(value)])
    const missing = readMentions(text).filter(({ code }) => {
      if (!/^[a-z]\w*(\.\w+|\()/.test(code) || /^(api|https|utils|defaults|socket)\b/.test(code)) return false
      const path = pathOf(code)
      return !resolves(path, exported) && ![valuesOf(synnefo), ...roots].some((root) => resolves(path, Object(root)))
    })
    expect(missing.map(({ line, code }) => `${line}: ${code}`)).toEqual([])
  })

  it('is looked at in earnest', () => {
    const wrong = ['compute.servers.build(id)', '(await compute.server.get(id)).status', 'createServer(name)']
    for (const target of wrong) expect(resolves(pathOf(target), { ...exported, ...valuesOf(synnefo) })).toBe(false)
    const [, type] = synnefo['compute'] ?? []
    const call = `declare const compute: ${type}; declare const id: any\nvoid compute.servers.list({ changedSince: id })`
    expect(checkTypes(new Map([['docs/wrong.ts', call]]))).toMatchObject([{ line: 2 }])
  })

  it('calls everything as it can be called', () => {
    const words = `declare const ${placeholders.map((word) => `${word}: any`).join(', ')};`
    const imports = Object.entries(packages).map(([name, values]) => {
      const free = Object.keys(values).filter((word) => !placeholders.includes(word) && !(word in synnefo))
      return `import { ${free.join(', ')} } from '${name}';`
    })
    const texts = new Map<string, string>()
    for (const Class of ['Client', ...recorded.keys()]) {
      const constants = Object.entries(knownTo(Class)).map(([name, [, type]]) => `declare const ${name}: ${type};`)
      const lines: string[] = []
      for (const row of rows.filter((candidate) => classesOf(candidate).includes(Class))) {
        lines[row.line - 1] = row.targets.map((target) => `void (${target});`).join(' ')
      }
      lines[0] = [...unambiguous(imports), words, ...constants].join(' ')
      texts.set(`${file}.${Class}.ts`, Array.from(lines, (line) => line ?? '').join('\n'))
    }
    const mistakes = checkTypes(texts)
    expect(mistakes.map(({ line, file: name, message }) => `${line}: ${message} (${name})`)).toEqual([])
  })
})

/** The resources that hang on a client. */
function membersOf(client: unknown): unknown[] {
  return Object.values(Object(client)).filter((value) => typeof value === 'object' && value !== null)
}

/** A name that several packages export (types of the same name, mostly classes of versions) is imported from the first. */
function unambiguous(imports: readonly string[]): string[] {
  const seen = new Set<string>()
  return imports.map((text) =>
    text.replace(/\{ (.*) \}/, (_, names: string) => {
      const fresh = names.split(', ').filter((name) => !seen.has(name))
      for (const name of fresh) seen.add(name)
      return `{ ${fresh.join(', ')} }`
    }),
  )
}

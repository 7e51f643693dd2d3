import type { ComponentChildren, VNode } from 'preact'
import type { Item, ResourceKind } from '../control/types.ts'
import { formatBytes, formatTime } from '../ui/format.ts'
import { Badge, Name } from '../ui/parts.tsx'

export interface Column {
  readonly title: string
  readonly cell: (item: Item) => ComponentChildren
  readonly isNumber?: boolean | undefined
  /** Needs room for a word or two before it is broken. */
  readonly isWide?: boolean | undefined
}

export const KINDS: readonly (readonly [ResourceKind, string])[] = [
  ['servers', 'Servers'],
  ['volumes', 'Volumes'],
  ['networks', 'Networks'],
  ['ports', 'Ports'],
  ['floatingIps', 'Floating IPs'],
  ['images', 'Images'],
  ['projects', 'Projects'],
]

const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value))
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const plain = (title: string, field: string): Column => ({ title, cell: (item) => text(item[field]) })
const named = (title: string, field: string): Column => ({
  title,
  isWide: true,
  cell: (item) => <Name value={text(item[field])} />,
})
const code = (title: string, field: string): Column => ({
  title,
  cell: (item) => item[field] !== null && item[field] !== undefined && <code>{text(item[field])}</code>,
})
const many = (title: string, field: string): Column => ({
  title,
  cell: (item) => list(item[field]).map(text).join(', '),
})
const time = (title: string, field: string): Column => ({
  title,
  cell: (item) => typeof item[field] === 'number' && <span class="time">{formatTime(item[field])}</span>,
})
const status = (field = 'status'): Column => ({ title: 'State', cell: (item) => <Badge value={text(item[field])} /> })
const flag = (title: string, field: string): Column => ({ title, cell: (item) => (item[field] === true ? 'yes' : '') })

const ID = code('Id', 'id')
const NAME = named('Name', 'name')
const OWNER: Column = { title: 'Owner', cell: (item) => text(item['owner']) || <span class="quiet">provider</span> }

/** What is shown of each kind. */
export const COLUMNS: Readonly<Record<ResourceKind, readonly Column[]>> = {
  servers: [
    ID,
    NAME,
    OWNER,
    { title: 'State', cell: serverState },
    plain('Flavor', 'flavor'),
    many('Addresses', 'addresses'),
    many('Volumes', 'volumes'),
    time('Created', 'created'),
  ],
  volumes: [
    ID,
    NAME,
    OWNER,
    status(),
    { title: 'Size', isNumber: true, cell: (item) => `${text(item['size'])} GiB` },
    code('Server', 'server'),
    time('Created', 'created'),
  ],
  networks: [ID, NAME, OWNER, status(), plain('Type', 'type'), many('Subnets', 'cidrs'), flag('Public', 'public')],
  ports: [
    ID,
    NAME,
    OWNER,
    status(),
    code('Network', 'network'),
    code('Server', 'server'),
    code('MAC', 'mac'),
    many('Addresses', 'addresses'),
  ],
  floatingIps: [
    ID,
    code('Address', 'address'),
    OWNER,
    code('Network', 'network'),
    code('Port', 'port'),
    code('Server', 'server'),
  ],
  images: [
    ID,
    NAME,
    OWNER,
    status(),
    { title: 'Size', isNumber: true, cell: (item) => formatBytes(Number(item['size'])) },
    flag('Public', 'public'),
    flag('Snapshot', 'snapshot'),
    named('Location', 'location'),
  ],
  projects: [ID, NAME, OWNER, status('state'), { ...plain('Members', 'members'), isNumber: true }],
}

function serverState(item: Item): VNode {
  const progress = item['progress']
  const building = item['status'] === 'BUILD' && typeof progress === 'number'
  const [diagnostic] = list(item['diagnostics']) as readonly { readonly message?: unknown }[]
  return (
    <>
      <Badge value={text(item['status'])} /> {building && <span class="quiet">{progress} %</span>}{' '}
      {item['suspended'] === true && <Badge value="suspended" />}
      {item['status'] === 'ERROR' && diagnostic !== undefined && <div class="bad">{text(diagnostic.message)}</div>}
    </>
  )
}

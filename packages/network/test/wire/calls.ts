import { path } from '@kamaki/core/toolkit'
import type {
  CycladesNetworkClient,
  NetworkClient,
  NewCycladesPort,
  NewNetwork,
  NewPort,
  NewSubnet,
} from '@kamaki/network'

/** The arguments of the old library's methods, by their names. */
export interface Args {
  network_id: string
  subnet_id: string
  port_id: string
  item_id: string
  floatingip_id: string
  floating_network_id: string
  project_id: string
  name: string
  type: string
  cidr: string
  ipv6: boolean
  gateway_ip: string
  detail: boolean
  target_status: string
  current_status: string
  wait_status: string
  json_data: object
  json: object
  networks: NewNetwork[]
  subnets: (NewSubnet & { ipv6?: boolean; subnet_id?: string })[]
  ports: NewPort[]
}

type Call<C> = (client: C, args: Args) => unknown
type Calls<C> = Record<string, Call<C>>

const quick = { intervalMs: 1, maxIntervalMs: 1 }

/** A copy without some keys. */
function without<T extends object>(from: T, ...keys: string[]): T {
  return Object.fromEntries(Object.entries(from).filter(([key]) => !keys.includes(key))) as T
}

/** The old library names the version by a flag, the id `subnet_id`, and no gateway by an empty string. */
function subnetOf(args: Partial<Args>): NewSubnet {
  const { ipv6, subnet_id: id, gateway_ip: gateway, ...rest } = args
  return {
    ...(rest as unknown as NewSubnet),
    ...(ipv6 === undefined ? {} : { ip_version: ipv6 ? 6 : 4 }),
    ...(id === undefined ? {} : { id }),
    ...(gateway === undefined ? {} : { gateway_ip: gateway || null }),
  }
}

/** What both classes have: how to make the old call with ours. */
const common: Calls<NetworkClient | CycladesNetworkClient> = {
  list_networks: ({ networks }, { detail }) => (detail ? networks.listDetail() : networks.list()),
  get_network_details: ({ networks }, { network_id }) => networks.get(network_id),
  delete_network: ({ networks }, { network_id }) => networks.delete(network_id),
  list_subnets: ({ subnets }) => subnets.list(),
  get_subnet_details: ({ subnets }, { subnet_id }) => subnets.get(subnet_id),
  list_ports: ({ ports }, { detail }) => (detail ? ports.listDetail() : ports.list()),
  get_port_details: ({ ports }, { port_id }) => ports.get(port_id),
  delete_port: ({ ports }, { port_id }) => ports.delete(port_id),
  get_port_status: async ({ ports }, { port_id }) => [(await ports.get(port_id)).status, null],
  list_floatingips: ({ floatingIps }) => floatingIps.list(),
  get_floatingip_details: ({ floatingIps }, { floatingip_id }) => floatingIps.get(floatingip_id),
  delete_floatingip: ({ floatingIps }, { floatingip_id }) => floatingIps.delete(floatingip_id),
  wait_port_while: ({ ports }, { port_id, current_status = 'BUILD' }) =>
    ports.waitWhile(port_id, current_status, quick),
  wait_port: ({ ports }, { port_id, current_status = 'BUILD' }) => ports.waitWhile(port_id, current_status, quick),
  wait_port_until: ({ ports }, { port_id, target_status }) => ports.waitUntil(port_id, target_status, quick),
  wait_until: async ({ ports }, { item_id, target_status }) =>
    (await ports.waitUntil(item_id, target_status, quick)).status,
  wait_while: async ({ ports }, { item_id, wait_status }) =>
    (await ports.waitWhile(item_id, wait_status, quick)).status,
  __init__: (client) => [client.endpointUrl, '2.0'],
  ...raw('networks', 'network_id'),
  ...raw('subnets', 'subnet_id'),
  ...raw('ports', 'port_id'),
  ...raw('floatingips', 'floatingip_id'),
}

/** The methods that only send what they are given. */
function raw(
  kind: string,
  idName: 'network_id' | 'subnet_id' | 'port_id' | 'floatingip_id',
): Calls<NetworkClient | CycladesNetworkClient> {
  return {
    [`${kind}_get`]: (client, args) =>
      client.request('GET', args[idName] === undefined ? kind : path`${kind}/${args[idName]}`),
    [`${kind}_post`]: (client, { json_data: json }) => client.request('POST', kind, { json, expect: 201 }),
    [`${kind}_put`]: (client, args) =>
      client.request('PUT', path`${kind}/${args[idName]}`, { json: args.json_data ?? args.json }),
    [`${kind}_delete`]: (client, args) => client.request('DELETE', path`${kind}/${args[idName]}`, { expect: 204 }),
  }
}

/** The plain client. The old library switches networks off unless told otherwise; we say only what we are told. */
export const plain: Calls<NetworkClient> = {
  ...common,
  create_network: ({ networks }, args) => networks.create({ admin_state_up: false, ...args }),
  create_networks: ({ networks }, args) =>
    networks.createMany(
      Array.isArray(args.networks)
        ? args.networks.map((init) => (typeof init === 'object' ? { admin_state_up: false, ...init } : init))
        : args.networks,
    ),
  update_network: ({ networks }, args) => networks.update(args.network_id, dropEmptyName(without(args, 'network_id'))),
  create_subnet: ({ subnets }, args) => subnets.create(subnetOf(args)),
  create_subnets: ({ subnets }, args) =>
    subnets.createMany(args.subnets.map((init) => subnetOf(init as Partial<Args>))),
  update_subnet: ({ subnets }, args) => {
    const { ipv6, ...changes } = without(args, 'subnet_id')
    return subnets.update(args.subnet_id, { ...changes, ...(ipv6 === undefined ? {} : { ip_version: ipv6 ? 6 : 4 }) })
  },
  delete_subnet: ({ subnets }, { subnet_id }) => subnets.delete(subnet_id),
  create_port: ({ ports }, args) => ports.create(args),
  create_ports: ({ ports }, args) => ports.createMany(args.ports),
  update_port: ({ ports }, args) => ports.update(args.port_id, without(args, 'port_id')),
  create_floatingip: ({ floatingIps }, args) => floatingIps.create(args),
  update_floatingip: ({ floatingIps }, args) => floatingIps.update(args.floatingip_id, without(args, 'floatingip_id')),
}

/** The Cyclades client: what the server does not look at is not there to be said. */
export const cyclades: Calls<CycladesNetworkClient> = {
  ...common,
  create_network: ({ networks }, { type, name, project_id }) =>
    networks.create({ type, ...(name ? { name } : {}), ...(project_id === undefined ? {} : { project: project_id }) }),
  reassign_network: ({ networks }, { network_id, project_id }) =>
    networks.reassign(network_id, { project: project_id }),
  create_networks: ({ networks }, args) => networks.createMany(args.networks as never),
  update_network: ({ networks }, { network_id, name }) => networks.update(network_id, { name }),
  create_subnet: ({ subnets }, args) => subnets.create(subnetOf(args)),
  create_subnets: ({ subnets }, args) => subnets.createMany(args.subnets),
  update_subnet: ({ subnets }, { subnet_id, name }) => subnets.update(subnet_id, { name }),
  create_port: ({ ports }, args) => ports.create(args as unknown as NewCycladesPort),
  create_ports: ({ ports }, args) => ports.createMany(args.ports as never),
  update_port: ({ ports }, { port_id, name }) => ports.update(port_id, { name }),
  create_floatingip: ({ floatingIps }, { project_id, ...args }) =>
    floatingIps.create({ ...without(args, 'networks'), ...(project_id === undefined ? {} : { project: project_id }) }),
  reassign_floating_ip: ({ floatingIps }, { floating_network_id, project_id }) =>
    floatingIps.reassign(floating_network_id, { project: project_id }),
}

function dropEmptyName<T extends { name?: string }>(changes: T): T {
  return changes.name === '' ? without(changes, 'name') : changes
}

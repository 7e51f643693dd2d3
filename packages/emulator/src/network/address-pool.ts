import type { Sequence } from '../base/random.ts'
import { Table } from '../base/table.ts'
import type { Cloud } from '../cloud.ts'
import { badRequest, conflict } from '../http/fault.ts'
import type { IpAddress, Network, Subnet } from './model.ts'
import { AllocationPool, takeFrom } from './pool.ts'

/** What an address is created from. */
export interface AddressInit {
  address: string
  network: Network
  owner: string
  floating: boolean
  project: string | null
  sharedToProject: boolean
  version?: 4 | 6
}

/** The addresses that are in use, and the floating IPs that are not. Takes them out of the pools of networks and puts them back. */
export class Addresses {
  readonly #cloud: Cloud
  readonly #all: Table<number, IpAddress>
  readonly #ids: Sequence
  readonly #floating: Map<number, IpAddress> = new Map()
  readonly #pools: WeakMap<Subnet, readonly AllocationPool[]> = new WeakMap()

  constructor(cloud: Cloud) {
    this.#cloud = cloud
    this.#all = new Table(
      cloud.records,
      'address',
      ({ id }) => id,
      (ip) => {
        if (ip.floating) this.#floating.set(ip.id, ip)
        for (const pool of this.#poolsOf(ip.subnet)) pool.take(ip.address)
      },
    )
    this.#ids = cloud.records.sequence('address')
  }

  /** The floating IPs of all users, in order of id. */
  get floating(): ReadonlyMap<number, IpAddress> {
    return this.#floating
  }

  /** An address of the network, the wanted one or the lowest that is free; undefined if there is none. */
  tryAllocate(network: Network): string | undefined {
    const taken = takeFrom(network.subnets.flatMap((subnet) => this.#poolsOf(subnet)))
    return 'address' in taken ? taken.address : undefined
  }

  /** @throws {Fault} 400 an address outside, 409 none free, or it is taken, or the network is being deleted */
  allocate(network: Network, wanted?: string): string {
    if (network.destroying) throw conflict(`Cannot allocate IP. Network ${network.id} is being deleted`)
    const taken = takeFrom(
      network.subnets.flatMap((subnet) => this.#poolsOf(subnet)),
      wanted,
    )
    if ('address' in taken) return taken.address
    if (taken.failure === 'empty') throw conflict(`No more IP addresses available on network ${network.id}`)
    if (taken.failure === 'taken') throw conflict(`IP address ${wanted} is already used.`)
    throw badRequest(`Address ${wanted} does not belong to network ${network.id}`)
  }

  giveBack(network: Network, address: string): void {
    for (const subnet of network.subnets) for (const pool of this.#poolsOf(subnet)) pool.release(address)
  }

  newAddress(init: AddressInit): IpAddress {
    const version = init.version ?? 4
    const subnet = init.network.subnets.find((other) => other.version === version)
    if (!subnet) throw new Error(`network ${init.network.id} has no IPv${version} subnet`)
    const updated = this.#cloud.clock.now()
    const ip = this.#all.add({ ...init, version, id: this.#ids.next(), subnet, port: null, updated })
    if (ip.floating) this.#floating.set(ip.id, ip)
    return ip
  }

  /** The address is no longer there, and free for others. */
  remove(ip: IpAddress): void {
    this.#all.delete(ip.id)
    this.#floating.delete(ip.id)
    if (ip.version === 4) this.giveBack(ip.network, ip.address)
  }

  #poolsOf(subnet: Subnet): readonly AllocationPool[] {
    const known = this.#pools.get(subnet)
    if (known && known.length === subnet.pools.length) return known
    const pools = subnet.pools.map(({ start, end }) => new AllocationPool(start, end))
    this.#pools.set(subnet, pools)
    return pools
  }
}

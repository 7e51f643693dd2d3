import type { Clock } from '../base/clock.ts'
import { Sequence } from '../base/random.ts'
import { badRequest, conflict } from '../http/fault.ts'
import type { IpAddress, Network } from './model.ts'
import { takeFrom } from './pool.ts'

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

/** Takes addresses out of the pools of networks and puts them back. */
export class Addresses {
  readonly #clock: Clock
  readonly #ids: Sequence = new Sequence()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** An address of the network, the wanted one or the lowest that is free; undefined if there is none. */
  tryAllocate(network: Network): string | undefined {
    const taken = takeFrom(network.subnets.flatMap((subnet) => subnet.pools))
    return 'address' in taken ? taken.address : undefined
  }

  /** @throws {Fault} 400 an address outside, 409 none free, or it is taken, or the network is being deleted */
  allocate(network: Network, wanted?: string): string {
    if (network.destroying) throw conflict(`Cannot allocate IP. Network ${network.id} is being deleted`)
    const taken = takeFrom(
      network.subnets.flatMap((subnet) => subnet.pools),
      wanted,
    )
    if ('address' in taken) return taken.address
    if (taken.failure === 'empty') throw conflict(`No more IP addresses available on network ${network.id}`)
    if (taken.failure === 'taken') throw conflict(`IP address ${wanted} is already used.`)
    throw badRequest(`Address ${wanted} does not belong to network ${network.id}`)
  }

  giveBack(network: Network, address: string): void {
    for (const subnet of network.subnets) for (const pool of subnet.pools) pool.release(address)
  }

  newAddress(init: AddressInit): IpAddress {
    const version = init.version ?? 4
    const subnet = init.network.subnets.find((other) => other.version === version)
    if (!subnet) throw new Error(`network ${init.network.id} has no IPv${version} subnet`)
    return { ...init, version, id: this.#ids.next(), subnet, port: null, updated: this.#clock.now() }
  }
}

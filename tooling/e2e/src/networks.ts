import type { Network, NewCycladesNetwork } from '@kamaki/network'
import type { Cleanup } from './cleanup.ts'
import type { Person } from './person.ts'

/** Creates a network that goes away with the story. */
export async function createNetwork(who: Person, network: NewCycladesNetwork, cleanup: Cleanup): Promise<Network> {
  const made = await who.network.networks.create(network)
  cleanup.add(`network ${network.name}`, async () => {
    if ((await who.network.networks.get(made.id)).deleted) return
    await who.network.networks.delete(made.id)
    await who.network.networks.waitUntilDeleted(made.id)
  })
  return made
}

import { CycladesNetworkClient } from '@kamaki/network'
import { repeatsWhatIsHarmless } from '@kamaki-tooling/testing'
import api from '../../../tooling/api-coverage/api/network.json' with { type: 'json' }

const subnet = { network_id: 1, cidr: '10.0.0.0/24' }
const to = { project: 'p' }

/** A call of each operation that changes something, and two that only look. */
const calls: Record<string, (client: CycladesNetworkClient) => PromiseLike<unknown>> = {
  'network.networks.list': ({ networks }) => networks.list(),
  'network.ports.get': ({ ports }) => ports.get(1),
  'network.networks.create': ({ networks }) => networks.create({ type: 'MAC_FILTERED' }),
  'network.networks.update': ({ networks }) => networks.update(1, { name: 'n' }),
  'network.networks.delete': ({ networks }) => networks.delete(1),
  'network.networks.reassign': ({ networks }) => networks.reassign(1, to),
  'network.subnets.create': ({ subnets }) => subnets.create(subnet),
  'network.subnets.update': ({ subnets }) => subnets.update(1, { name: 'n' }),
  'network.ports.create': ({ ports }) => ports.create({ network_id: 1 }),
  'network.ports.update': ({ ports }) => ports.update(1, { name: 'n' }),
  'network.ports.delete': ({ ports }) => ports.delete(1),
  'network.floating_ips.create': ({ floatingIps }) => floatingIps.create(),
  'network.floating_ips.delete': ({ floatingIps }) => floatingIps.delete(1),
  'network.floating_ips.reassign': ({ floatingIps }) => floatingIps.reassign(1, to),
}

repeatsWhatIsHarmless(
  api.operations,
  calls,
  (options) => new CycladesNetworkClient('http://down.test/v2.0', 'token', options),
)

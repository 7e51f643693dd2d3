import { CycladesNetworkClient, NetworkClient } from '@kamaki/network'
import {
  type HostileCall,
  survivesHostileResponses,
  survivesWrongArguments,
  survivesWrongFields,
} from '@kamaki-tooling/testing'

interface Clients {
  readonly plain: NetworkClient
  readonly own: CycladesNetworkClient
}

const url = 'http://odd.test/v2.0'
const thing = { id: '1', name: 'x', status: 'ACTIVE' }
const one = (key: string) => ({ [key]: thing })
const many = (key: string) => ({ [key]: [thing] })

const calls: Record<string, HostileCall<Clients>> = {}
const apart: string[] = []
for (const client of ['plain', 'own'] as const) {
  calls[`${client}.versions.list`] = [(clients) => clients[client].versions.list(), many('versions')]
  for (const [noun, key] of [
    ['networks', 'network'],
    ['ports', 'port'],
    ['subnets', 'subnet'],
    ['floatingIps', 'floatingip'],
  ] as const) {
    const at = `${client}.${noun}`
    const list = noun === 'floatingIps' ? many('floatingips') : many(noun)
    calls[`${at}.list`] = [(clients) => clients[client][noun].list(), list]
    calls[`${at}.get`] = [(clients) => clients[client][noun].get(1), one(key)]
    if (noun !== 'floatingIps') {
      calls[`${at}.listDetail`] = [(clients) => clients[client][noun].listDetail(), list]
      calls[`${at}.find`] = [(clients) => clients[client][noun].find('n'), { [noun]: [{ id: '1', name: 'n' }] }]
    }
    apart.push(`${at}.delete`, `${at}.reassign`)
  }
}
const network = { type: 'MAC_FILTERED' }
const subnet = { network_id: 1, cidr: '10.0.0.0/24' }
const port = { network_id: 1 }

survivesHostileResponses<Clients>(
  (fetch) => ({
    plain: new NetworkClient(url, 'token', { fetch, retry: false }),
    own: new CycladesNetworkClient(url, 'token', { fetch, retry: false }),
  }),
  {
    ...calls,
    'plain.networks.create': [({ plain }) => plain.networks.create({}), one('network'), 201],
    'plain.networks.createMany': [({ plain }) => plain.networks.createMany([{ name: 'n' }]), many('networks'), 201],
    'plain.networks.update': [({ plain }) => plain.networks.update(1, { name: 'n' }), one('network')],
    'plain.ports.create': [({ plain }) => plain.ports.create(port), one('port'), 201],
    'plain.ports.createMany': [({ plain }) => plain.ports.createMany([port]), many('ports'), 201],
    'plain.ports.update': [({ plain }) => plain.ports.update(1, { name: 'n' }), one('port')],
    'plain.subnets.create': [({ plain }) => plain.subnets.create(subnet), one('subnet'), 201],
    'plain.subnets.createMany': [({ plain }) => plain.subnets.createMany([subnet]), many('subnets'), 201],
    'plain.subnets.update': [({ plain }) => plain.subnets.update(1, { name: 'n' }), one('subnet')],
    'plain.floatingIps.create': [
      ({ plain }) => plain.floatingIps.create({ floating_network_id: 1 }),
      one('floatingip'),
    ],
    'plain.floatingIps.update': [({ plain }) => plain.floatingIps.update(1, { port_id: null }), one('floatingip')],
    'own.networks.create': [({ own }) => own.networks.create(network), one('network'), 201],
    'own.networks.createMany': [({ own }) => own.networks.createMany([network, network]), one('network'), 201],
    'own.networks.update': [({ own }) => own.networks.update(1, { name: 'n' }), one('network')],
    'own.subnets.create': [({ own }) => own.subnets.create(subnet), one('subnet'), 201],
    'own.subnets.createMany': [({ own }) => own.subnets.createMany([subnet, subnet]), one('subnet'), 201],
    'own.subnets.update': [({ own }) => own.subnets.update(1, { name: 'n' }), one('subnet')],
    'own.ports.create': [({ own }) => own.ports.create(port), one('port'), 201],
    'own.ports.createMany': [({ own }) => own.ports.createMany([port, port]), one('port'), 201],
    'own.ports.update': [({ own }) => own.ports.update(1, { name: 'n' }), one('port')],
    'own.floatingIps.create': [({ own }) => own.floatingIps.create(), one('floatingip')],
  },
  apart,
)

survivesWrongArguments((fetch) => ({
  plain: new NetworkClient(url, 'token', { fetch, retry: false }),
  own: new CycladesNetworkClient(url, 'token', { fetch, retry: false }),
}))

const { own, plain } = {
  plain: new NetworkClient(url, 'token', { fetch: async () => Response.json({}) }),
  own: new CycladesNetworkClient(url, 'token', { fetch: async () => Response.json({}) }),
}
const pools = [{ start: '10.0.0.5', end: '10.0.0.9' }]
const fullSubnet = { ...subnet, name: 'n', gateway_ip: '10.0.0.1', allocation_pools: pools, enable_dhcp: true }

survivesWrongFields({
  'networks.create': [(each) => own.networks.create(each), { ...network, name: 'n', project: 'p' }],
  'networks.createMany': [(each) => own.networks.createMany(each), [network]],
  'networks.createMany of OpenStack': [(each) => plain.networks.createMany(each), [{ name: 'n' }]],
  'networks.update': [(each) => own.networks.update(1, each), { name: 'n' }],
  'networks.reassign': [(each) => own.networks.reassign(1, each), { project: 'p', shared_to_project: true }],
  'subnets.create': [(each) => own.subnets.create(each), { ...fullSubnet, dns_nameservers: ['a'], host_routes: ['b'] }],
  'subnets.create of OpenStack': [(each) => plain.subnets.create(each), fullSubnet],
  'subnets.createMany of OpenStack': [(each) => plain.subnets.createMany(each), [subnet]],
  'ports.create': [(each) => own.ports.create(each), { ...port, name: 'n', fixed_ips: [{ ip_address: '10.0.0.5' }] }],
  'ports.createMany of OpenStack': [(each) => plain.ports.createMany(each), [port]],
  'floatingIps.create': [(each) => own.floatingIps.create(each), { floating_network_id: 1, floating_ip_address: 'a' }],
  'networks.list': [(each) => own.networks.list(each ?? {}), { changesSince: new Date() }],
})

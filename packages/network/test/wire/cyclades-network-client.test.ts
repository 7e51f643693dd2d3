import { InvalidArgumentError } from '@kamaki/core'
import { CycladesNetworkClient } from '@kamaki/network'
import { errorOf } from '@kamaki-tooling/testing'
import { CaseBook, playCase } from '@kamaki-tooling/wire'
import { describe, expect, it } from 'vitest'
import { testCloud } from '../cloud.ts'
import { cyclades } from './calls.ts'
import { replay, withoutInBody } from './replay.ts'

const book = new CaseBook('CycladesNetworkClient')
const connect = (endpointUrl: string, token: string) => new CycladesNetworkClient(endpointUrl, token, { retry: false })

/** What Synnefo does not look at in bodies, and we do not send. */
const UNREAD = ['admin_state_up', 'shared']

const bulk = ({ method, exchanges }: (typeof book.cases)[number]) =>
  /^create_(networks|subnets|ports)$/.test(method) && exchanges.length > 0
const twoAddresses = ({ method, case: name }: (typeof book.cases)[number]) => method === 'create_port' && name === 'all'
const ipv6Pools = ({ method, case: name }: (typeof book.cases)[number]) => method === 'create_subnet' && name === 'all'
const onlyNames = ({ method, case: name }: (typeof book.cases)[number]) =>
  ['update_network', 'update_subnet'].includes(method) && name !== 'all'
const fixedNetwork = ({ method, case: name }: (typeof book.cases)[number]) => method === 'update_port' && name !== 'all'
const serverInBatch = ({ method, case: name }: (typeof book.cases)[number]) =>
  method === 'create_ports' && name === 'error: device_id is not allowed'
const notOffered = ({ method }: (typeof book.cases)[number]) => ['delete_subnet', 'update_floatingip'].includes(method)

book.declareBug('wait-port-until-default-build', 'our waits have no default target (network.test-d.ts)')
book.declareBug('create-batch-mutates-arguments', 'networks.test.ts and subnets.test.ts: arguments stay as they are')
book.declare('Synnefo takes one thing at a time: batches are created one by one (networks.test.ts)', bulk)
book.declare('two fixed IPs are always 400: rejected before anything is sent (below)', twoAddresses)
book.declare('pools for IPv6 are always 409: rejected before anything is sent (below)', ipv6Pools)
book.declare('without a name an update is always 400: a name is asked for (below)', onlyNames)
book.declare(
  'a port stays on its network: its id is not sent, so that nothing is left to send (ports.test.ts)',
  fixedNetwork,
)
book.declare('the server always rejects it: not offered (subnets.test.ts, floating-ips.test.ts)', notOffered)

book.declare('a port of a batch may well be on a server (ports.test.ts)', serverInBatch)

describe('CycladesNetworkClient asks what the old library asked', () => {
  const declared = [bulk, twoAddresses, ipv6Pools, onlyNames, fixedNetwork, serverInBatch, notOffered]
  const cases = book.takeAll(
    (wireCase) => wireCase.bug !== 'wait-port-until-default-build' && !declared.some((fits) => fits(wireCase)),
  )

  it.each(cases.map((wireCase) => [`${wireCase.method}: ${wireCase.case}`, wireCase] as const))(
    '%s',
    async (_name, wireCase) => {
      const unread = wireCase.method.startsWith('update_')
        ? [
            ...UNREAD,
            'allocation_pools',
            'enable_dhcp',
            'gateway_ip',
            'ip_version',
            'fixed_ips',
            'mac_address',
            'network_id',
            'security_groups',
            'status',
          ]
        : UNREAD
      await replay(withoutInBody(wireCase, ...unread), connect, cyclades)
    },
  )

  it('and leaves no case out', () => {
    expect(book.missing()).toEqual([])
  })
})

describe('CycladesNetworkClient rejects what cannot succeed', () => {
  it.each([
    ['two fixed IPs', 'fixed_ips', book.cases.find(twoAddresses)],
    ['pools for IPv6', 'allocation_pools', book.cases.find(ipv6Pools)],
    ['an update without a name', 'name', book.cases.find(onlyNames)],
  ])('%s', async (_what, parameter, wireCase) => {
    if (!wireCase) throw new Error('no such case')
    const given = givenTo(wireCase)
    const played = await playCase({ ...wireCase, exchanges: [] }, async (_base, token, endpointUrl) =>
      cyclades[wireCase.method]?.(connect(endpointUrl, token), given as never),
    )
    expect(InvalidArgumentError.isInstance(played.error) && played.error.parameter).toBe(parameter)
    expect(played.requests).toEqual([])
  })

  /** The arguments, without fields that do not exist. */
  function givenTo({ method, args }: (typeof book.cases)[number]): Record<string, unknown> {
    if (method === 'create_port')
      return { ...args, fixed_ips: [{ ip_address: '10.0.0.5' }, { ip_address: '10.0.0.6' }] }
    if (method === 'create_subnet') return { ...args, subnet_id: undefined }
    return args
  }

  it('a batch is sent one by one', async () => {
    const cloud = testCloud()
    const { networks } = cloud.as('alice')
    await networks.createMany([{ type: 'MAC_FILTERED' }, { type: 'MAC_FILTERED' }])
    expect(cloud.requests).toEqual(Array(2).fill('POST /cyclades/network/v2.0/networks'))
    expect(await networks.createMany([])).toEqual([])
    const error = await errorOf(networks.createMany({ name: 'x' } as never))
    expect(InvalidArgumentError.isInstance(error) && error.parameter).toBe('networks')
  })
})

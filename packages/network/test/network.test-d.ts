import type { List } from '@kamaki/core'
import type { LiteralUnion } from '@kamaki/core/toolkit'
import type {
  CommonNetworkClient,
  CycladesFloatingIps,
  CycladesNetworkClient,
  CycladesNetworks,
  CycladesPorts,
  CycladesSubnets,
  FloatingIp,
  Network,
  NetworkClient,
  NetworkStatus,
  NewCycladesNetwork,
  NewCycladesPort,
  NewCycladesSubnet,
  Port,
  Subnet,
} from '@kamaki/network'
import { expectTypeOf, test } from 'vitest'

test('both clients extend what OpenStack and Synnefo have in common', () => {
  expectTypeOf<NetworkClient>().toExtend<CommonNetworkClient>()
  expectTypeOf<CycladesNetworkClient>().toExtend<CommonNetworkClient>()
  expectTypeOf<CycladesNetworkClient['networks']>().toEqualTypeOf<CycladesNetworks>()
  expectTypeOf<CycladesNetworkClient['subnets']>().toEqualTypeOf<CycladesSubnets>()
  expectTypeOf<CycladesNetworkClient['ports']>().toEqualTypeOf<CycladesPorts>()
  expectTypeOf<CycladesNetworkClient['floatingIps']>().toEqualTypeOf<CycladesFloatingIps>()
})

test('states are open unions', () => {
  expectTypeOf<NetworkStatus>().toEqualTypeOf<
    LiteralUnion<'ACTIVE' | 'PENDING' | 'ERROR' | 'DELETED' | 'SNF:DRAINED'>
  >()
  expectTypeOf<'SNF:NEW'>().toExtend<Port['status']>()
})

test('networks are exact to the field', () => {
  expectTypeOf<Network['id']>().toEqualTypeOf<string>()
  expectTypeOf<Network['user_id']>().toEqualTypeOf<string | null>()
  expectTypeOf<Network['tenant_id']>().toEqualTypeOf<string | null>()
  expectTypeOf<Network['shared_to_project']>().toEqualTypeOf<boolean>()
  expectTypeOf<Network['subnets']>().toEqualTypeOf<string[]>()
  expectTypeOf<Network['router:external']>().toEqualTypeOf<boolean>()
  expectTypeOf<Network['SNF:floating_ip_pool']>().toEqualTypeOf<boolean>()
  expectTypeOf<ReturnType<CycladesNetworks['list']>>().toEqualTypeOf<List<Network>>()
})

test('subnets are exact to the field', () => {
  expectTypeOf<Subnet['gateway_ip']>().toEqualTypeOf<string | null>()
  expectTypeOf<Subnet['ip_version']>().toEqualTypeOf<4 | 6>()
  expectTypeOf<Subnet>().pick<'enable_slaac'>().toEqualTypeOf<{ readonly enable_slaac?: boolean | undefined }>()
  expectTypeOf<Subnet['allocation_pools']>().toEqualTypeOf<{ start: string; end: string }[]>()
})

test('ports are exact to the field', () => {
  expectTypeOf<Port['name']>().toEqualTypeOf<string | null>()
  expectTypeOf<Port['device_id']>().toEqualTypeOf<string | null>()
  expectTypeOf<Port['mac_address']>().toEqualTypeOf<string | null>()
  expectTypeOf<Port['fixed_ips']>().toEqualTypeOf<{ ip_address: string; subnet: string }[]>()
  expectTypeOf<Port['security_groups']>().toEqualTypeOf<never[]>()
})

test('floating IPs are exact to the field', () => {
  expectTypeOf<FloatingIp['fixed_ip_address']>().toEqualTypeOf<null>()
  expectTypeOf<FloatingIp['instance_id']>().toEqualTypeOf<string | null>()
  expectTypeOf<FloatingIp['tenant_id']>().toEqualTypeOf<string | null>()
})

test('what is created must name what it needs', () => {
  expectTypeOf<{ name: string }>().not.toExtend<NewCycladesNetwork>()
  expectTypeOf<{ type: 'MAC_FILTERED' }>().toExtend<NewCycladesNetwork>()
  expectTypeOf<{ network_id: string }>().not.toExtend<NewCycladesSubnet>()
  expectTypeOf<{ network_id: number; cidr: string; gateway_ip: null }>().toExtend<NewCycladesSubnet>()
  expectTypeOf<{ network_id: string; device_id: number }>().toExtend<NewCycladesPort>()
  // @ts-expect-error a network has a type on Synnefo
  expectTypeOf<CycladesNetworks['create']>().toBeCallableWith({ name: 'n' })
})

test('what Synnefo lacks is not there to be called', () => {
  expectTypeOf<CycladesSubnets>().not.toHaveProperty('delete')
  expectTypeOf<CycladesFloatingIps>().not.toHaveProperty('update')
})

export { CycladesFloatingIps, type NewCycladesFloatingIp } from './cyclades-floating-ips.ts'
export { CycladesNetworkClient } from './cyclades-network-client.ts'
export {
  type CycladesNetworkChanges,
  CycladesNetworks,
  type NewCycladesNetwork,
} from './cyclades-networks.ts'
export { type CycladesPortChanges, CycladesPorts, type NewCycladesPort } from './cyclades-ports.ts'
export { CycladesSubnets } from './cyclades-subnets.ts'
export {
  CommonFloatingIps,
  type FloatingIp,
  type FloatingIpChanges,
  FloatingIps,
  type NewFloatingIp,
} from './floating-ips.ts'
export type { FloatingIpId, NetworkId, PortId, SubnetId } from './ids.ts'
export { CommonNetworkClient, NetworkClient } from './network-client.ts'
export {
  type Network,
  type NetworkChanges,
  type NetworkStatus,
  Networks,
  type NetworkTarget,
  type NetworkType,
  type NewNetwork,
} from './networks.ts'
export {
  type FixedIp,
  type NewPort,
  type Port,
  type PortChanges,
  type PortStatus,
  Ports,
  type PortTarget,
} from './ports.ts'
export type {
  AllocationPool,
  CycladesSubnetChanges,
  NewCycladesSubnet,
  NewSubnet,
  Subnet,
  SubnetChanges,
} from './subnet-types.ts'
export { CommonSubnets, Subnets } from './subnets.ts'

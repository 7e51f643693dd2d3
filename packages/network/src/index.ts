export { BatchError } from './create-sequentially.ts'
export { CycladesFloatingIps, type NewCycladesFloatingIp } from './cyclades-floating-ips.ts'
export { CycladesNetworkClient } from './cyclades-network-client.ts'
export {
  type CycladesNetworkChanges,
  CycladesNetworks,
  type NewCycladesNetwork,
} from './cyclades-networks.ts'
export { type CycladesPortChanges, CycladesPorts, type NewCycladesPort } from './cyclades-ports.ts'
export { type CycladesSubnetChanges, CycladesSubnets, type NewCycladesSubnet } from './cyclades-subnets.ts'
export { type FloatingIp, type FloatingIpChanges, FloatingIps, type NewFloatingIp } from './floating-ips.ts'
export type { FloatingIpId, NetworkId, PortId, SubnetId } from './ids.ts'
export { NetworkClient } from './network-client.ts'
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
export { type AllocationPool, type NewSubnet, type Subnet, type SubnetChanges, Subnets } from './subnets.ts'

/** A network's id: a string of digits in responses; calls accept a number as well. */
export type NetworkId = number | string

/** A subnet's id: a string of digits in responses; calls accept a number as well. */
export type SubnetId = number | string

/** A port's id: a string of digits in responses; calls accept a number as well. */
export type PortId = number | string

/** A floating IP's id (not the address): a string of digits in responses; calls accept a number as well. */
export type FloatingIpId = number | string

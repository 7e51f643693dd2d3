/** A network's id: text of digits in replies; a number is taken in calls too. */
export type NetworkId = number | string

/** A subnet's id: text of digits in replies; a number is taken in calls too. */
export type SubnetId = number | string

/** A port's id: text of digits in replies; a number is taken in calls too. */
export type PortId = number | string

/** A floating IP's id (not the address): text of digits in replies; a number is taken in calls too. */
export type FloatingIpId = number | string

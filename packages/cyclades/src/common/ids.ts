/** A server's id: a number in replies, a number or its decimal digits in calls. */
export type ServerId = number | string

/** A volume's id: text in the volume itself, a number inside attachments; either is accepted in calls. */
export type VolumeId = number | string

/** A flavor's id, a number in replies. */
export type FlavorId = number | string

/** An image's id, a uuid. Snapshots can be named as well: they are images too. */
export type ImageId = string

/** A network's id: a numeric id as text. */
export type NetworkId = number | string

/** A snapshot's id, a uuid. */
export type SnapshotId = string

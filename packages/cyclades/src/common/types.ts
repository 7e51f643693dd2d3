/** A server's id: a number in responses, a number or its decimal digits in calls. */
export type ServerId = number | string

/** A volume's id: a string in the volume itself, a number inside attachments; calls accept either. */
export type VolumeId = number | string

/** The id of a volume type, a number in responses. */
export type VolumeTypeId = number | string

/** A flavor's id, a number in responses. */
export type FlavorId = number | string

/** An image's id, a uuid. Ids of snapshots are accepted as well: they are images too. */
export type ImageId = string

/** A network's id: digits in a string. */
export type NetworkId = number | string

/** A snapshot's id, a uuid. */
export type SnapshotId = string

/** Metadata of a resource: strings by key. */
export type Metadata = Record<string, string>

import type { LiteralUnion } from '@kamaki/core/toolkit'
import type { FlavorId, ImageId, Metadata, NetworkId } from '../common/types.ts'

/** What can be put in a server at creation: a string, which is sent as UTF-8, or bytes. */
export type Contents = string | Uint8Array | ArrayBuffer

/** A file that is written to the server's disk before it boots for the first time. */
export interface PersonalityFile {
  /** Where it is written. Not checked by the API. */
  path: string
  /** Its content: a string (sent as UTF-8) or bytes; encoded for you. The cloud allows 10 KiB a file, 5 files. */
  contents: Contents
  /** `base64` if `contents` is a string that is already encoded. Default: `utf8`. Not sent. */
  readonly encoding?: 'utf8' | 'base64' | undefined
  readonly owner?: string | undefined
  readonly group?: string | undefined
  /** Access rights, `0o600` say. */
  readonly mode?: number | undefined
}

/** A network to connect a new server to, by its id, or a port that exists already. */
export interface NetworkRequest {
  /** The network's id. Not needed with `port`. */
  readonly uuid?: NetworkId | undefined
  /** The address on it. On a public network, a floating IP of yours; without it the cloud chooses a free one. */
  readonly fixed_ip?: string | undefined
  /** A port that exists already. Takes precedence over `uuid`. */
  readonly port?: string | number | undefined
}

export type BlockDeviceSource = LiteralUnion<'image' | 'snapshot' | 'blank'>

/** A disk of a new server. The first one is the root, which must be created from an image or a snapshot. */
export interface BlockDevice {
  source_type: BlockDeviceSource
  /** The image or snapshot; none for `blank`. */
  readonly uuid?: string | undefined
  /** GiB. */
  volume_size: number | string
  /** Always true in effect: the cloud rejects `false`. */
  readonly delete_on_termination?: true | undefined
}

/** A new server, in the plain dialect of OpenStack. */
export interface NewServer {
  /** At most 255 characters. */
  name: string
  flavorRef: FlavorId
  /** An image's id; null when the first of `block_device_mapping_v2` has it. */
  imageRef: ImageId | null
  /** Ten characters or more, with upper and lower case and digits. Default: the cloud generates one. */
  readonly adminPass?: string | undefined
  readonly metadata?: Readonly<Metadata> | undefined
  /** At most 46 characters each, without `/` and `,`. */
  readonly tags?: readonly string[] | undefined
  readonly personality?: readonly PersonalityFile[] | undefined
  /** Default: what the cloud's policy assigns, maybe none. An empty array: none. */
  readonly networks?: readonly NetworkRequest[] | undefined
  /** For cloud-init and the like: a string (sent as UTF-8) or bytes; encoded for you. */
  readonly user_data?: Contents | undefined
  readonly key_name?: string | undefined
  readonly block_device_mapping_v2?: readonly BlockDevice[] | undefined
  /** Read by OpenStack, ignored by Synnefo. */
  readonly security_groups?: readonly { name: string }[] | undefined
  /** Read by OpenStack, ignored by Synnefo. */
  readonly availability_zone?: string | undefined
}

/** A new server of a Synnefo cloud. */
export interface NewCycladesServer extends NewServer {
  /** Names of the keypairs to install. Not together with `key_name`. */
  readonly 'SNF:key_names'?: readonly string[] | undefined
  /** The project that is charged, by uuid. Default: the user's default project. */
  readonly project?: string | undefined
  /** Whether the members of the project may see and use it. Default: false. */
  readonly shared_to_project?: boolean | undefined
}

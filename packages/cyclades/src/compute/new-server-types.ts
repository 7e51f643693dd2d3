import type { LiteralUnion } from '@kamaki/core/toolkit'
import type { FlavorId } from '../common/ids.ts'

/** A file that is written to the server's disk before it boots for the first time. */
export interface PersonalityFile {
  /** Where it goes. Not checked by the API. */
  path: string
  /** What it holds: text (sent as UTF-8) or bytes; encoded for you. The cloud allows 10 KiB a file, 5 files. */
  contents: string | Uint8Array | ArrayBuffer
  /** `base64` when `contents` is text that is encoded already. Default: `utf8`. Not sent. */
  encoding?: 'utf8' | 'base64' | undefined
  owner?: string | undefined
  group?: string | undefined
  /** Access rights, `0o600` say. */
  mode?: number | undefined
}

/** A network to connect a new server to, by its id, or a port that exists already. */
export interface NetworkRequest {
  /** The network's id. Not needed with `port`. */
  uuid?: string | number | undefined
  /** The address on it. On a public network, a floating IP of yours; without it the cloud chooses one that is free. */
  fixed_ip?: string | undefined
  /** A port that exists. Wins over `uuid`. */
  port?: string | number | undefined
}

export type BlockDeviceSource = LiteralUnion<'image' | 'snapshot' | 'blank'>

/** A disk of a new server. The first one is the root, which must be made from an image or a snapshot. */
export interface BlockDevice {
  source_type: BlockDeviceSource
  /** The image or snapshot; none for `blank`. */
  uuid?: string | undefined
  /** GiB. */
  volume_size: number | string
  /** Always true in effect: `false` is refused by the cloud. */
  delete_on_termination?: true | undefined
}

/** What the plain OpenStack dialect can say of a new server. */
export interface NewServer {
  /** At most 255 characters. */
  name: string
  flavorRef: FlavorId
  /** An image's id; null when the first of `block_device_mapping_v2` has it. */
  imageRef: string | null
  /** Ten characters or more, with upper and lower case and digits. The cloud makes one up when it is left out. */
  adminPass?: string | undefined
  metadata?: Readonly<Record<string, string>> | undefined
  /** At most 46 characters each, without `/` and `,`. */
  tags?: readonly string[] | undefined
  personality?: readonly PersonalityFile[] | undefined
  /** Left out: what the cloud's policy gives, maybe nothing. An empty list: none. */
  networks?: readonly NetworkRequest[] | undefined
  /** For cloud-init and the like; text (sent as UTF-8) or bytes; encoded for you. */
  user_data?: string | Uint8Array | ArrayBuffer | undefined
  key_name?: string | undefined
  block_device_mapping_v2?: readonly BlockDevice[] | undefined
  /** Read by OpenStack, ignored by Synnefo. */
  security_groups?: readonly { name: string }[] | undefined
  /** Read by OpenStack, ignored by Synnefo. */
  availability_zone?: string | undefined
}

/** A new server of Synnefo. */
export interface NewCycladesServer extends NewServer {
  /** Names of the keypairs to put in. Not together with `key_name`. */
  'SNF:key_names'?: readonly string[] | undefined
  /** The project that is charged, by uuid. Default: the user's default project. */
  project?: string | undefined
  /** Whether the members of the project may see and use it. Default: false. */
  shared_to_project?: boolean | undefined
}

import type { UserOptions } from '../../identity/model.ts'

/** Bytes: a number, or a string such as `'10 GiB'`. */
export type Size = number | string

/** What a cloud has from the start, beside what every cloud has. Users are named by their names. */
export interface CloudContents {
  readonly users?: readonly UserContents[] | undefined
  readonly projects?: readonly ProjectContents[] | undefined
  readonly flavors?: readonly FlavorContents[] | undefined
  readonly networks?: readonly NetworkContents[] | undefined
  readonly images?: readonly ImageContents[] | undefined
  readonly containers?: readonly ContainerContents[] | undefined
}

export interface UserContents extends UserOptions {
  /** Limits of the user's own project by resource (`cyclades.vm`, `pithos.diskspace` ...). Default: those of every user. */
  readonly quotas?: Readonly<Record<string, Size>> | undefined
}

export interface ProjectContents {
  readonly name: string
  readonly owner: string
  /** Default: one that is generated. */
  readonly id?: string | undefined
  readonly description?: string | undefined
  readonly homepage?: string | undefined
  /** Users beside the owner, who is one. */
  readonly members?: readonly string[] | undefined
  /** How others get in and out. Default `moderated`. */
  readonly joinPolicy?: 'auto' | 'moderated' | 'closed' | undefined
  readonly leavePolicy?: 'auto' | 'moderated' | 'closed' | undefined
  /** Limits by resource: of the whole project and of each member, or one for both. Default: nothing. */
  readonly quotas?: Readonly<Record<string, Size | { readonly project: Size; readonly member: Size }>> | undefined
}

export interface FlavorContents {
  /** Default: the next number from 101. */
  readonly id?: number | undefined
  /** Default: as `C1R512D5ext_archipelago`. */
  readonly name?: string | undefined
  readonly vcpus: number
  /** MiB */
  readonly ram: number
  /** GiB */
  readonly disk: number
  /** Default `ext_archipelago`. */
  readonly volumeType?: 'ext_archipelago' | 'drbd' | undefined
}

export interface NetworkContents {
  readonly name: string
  /** Default alice; of a public network nobody. */
  readonly owner?: string | undefined
  /** A pool of floating IPs for everybody. Default false. */
  readonly public?: boolean | undefined
  /** Of its subnet. Default: no subnet. */
  readonly cidr?: string | undefined
  /** Default: the first address; null for none. */
  readonly gateway?: string | null | undefined
}

/** Content of a file or an image: it is followed by zero bytes up to `size`. */
interface Content {
  readonly content?: string | Uint8Array | undefined
  readonly size?: Size | undefined
}

export interface ImageContents extends Content {
  readonly name: string
  /** Default: the operator of the cloud. */
  readonly owner?: string | undefined
  /** Everybody may use it. Default true. */
  readonly public?: boolean | undefined
  /** Who else may use it. */
  readonly readers?: readonly string[] | undefined
  readonly description?: string | undefined
  /** `os`, `osfamily`, `root_partition` and the like. */
  readonly properties?: Readonly<Record<string, string>> | undefined
  /** Default `diskdump`. */
  readonly diskFormat?: string | undefined
  /** Default `bare`. */
  readonly containerFormat?: string | undefined
}

export interface ContainerContents {
  readonly name: string
  /** Default alice. */
  readonly owner?: string | undefined
  /** Default: no limit of its own. */
  readonly quota?: Size | undefined
  /** Default `auto`. */
  readonly versioning?: 'auto' | 'none' | undefined
  readonly files?: readonly FileContents[] | undefined
}

export interface FileContents extends Content {
  /** The object's name: `2026/report.txt`. */
  readonly name: string
  /** Media type. Default `application/octet-stream`. */
  readonly type?: string | undefined
  readonly metadata?: Readonly<Record<string, string>> | undefined
  /** Has a public link. Default false. */
  readonly public?: boolean | undefined
  /** Users who may read it; `*` for all. */
  readonly readers?: readonly string[] | undefined
  /** Users who may write it; `*` for all. */
  readonly writers?: readonly string[] | undefined
}

import type { ChangesSinceOptions, RequestOptions } from '@kamaki/core'
import type { FlavorId, ImageId, ServerId } from '../common/types.ts'
import type { ServerStatus } from './server-types.ts'

/** Filters of the short list of servers. */
export interface ListServersOptions extends ChangesSinceOptions {
  readonly name?: string | undefined
  /** How many at most; 0: all. */
  readonly limit?: number | undefined
  /** The id of a server: only those after it in the list. */
  readonly marker?: ServerId | undefined
}

/** Filters of the detailed list of servers. */
export interface ListServersDetailOptions extends ListServersOptions {
  readonly status?: ServerStatus | undefined
  readonly flavor?: FlavorId | undefined
  readonly image?: ImageId | undefined
  /** Sent, but ignored by a Synnefo cloud, which does not disclose hosts. */
  readonly host?: string | undefined
}

/** What can be changed of a server: its name. */
export interface ServerChanges {
  /** At most 255 characters. */
  name: string
}

/** How to restart a server. */
export interface RebootServerOptions extends RequestOptions {
  /** `SOFT` asks its system to restart, `HARD` cuts the power. Default: `SOFT`. */
  readonly type?: 'SOFT' | 'HARD' | undefined
}

/** What to boot a server from. */
export interface RescueServerOptions extends RequestOptions {
  /** The id of a rescue image: a number on a Synnefo cloud. Default: the cloud chooses. */
  readonly rescueImage?: number | string | undefined
}

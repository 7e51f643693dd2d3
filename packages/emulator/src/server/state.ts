import type { BlockStore } from '../base/blocks.ts'
import { formatValue, rejectInput } from '../base/input.ts'
import type { BuiltCloud } from './build-cloud.ts'

/** What the API of a cloud does not show, for tests that look behind it. Users and projects go by their uuids. */
export interface EmulatorState {
  /** Scheme and host of the cloud: those of its last listener, if there is one. */
  readonly origin: string
  /** The blocks of all objects. */
  readonly blocks: BlockStore
  /** What users sent as feedback, oldest first. */
  readonly feedback: readonly { readonly user: string; readonly message: string; readonly data: string }[]
  /** What a user uses of a resource (`cyclades.vm`, `pithos.diskspace` ...) in a project; undefined if they were never a member. */
  usage(user: string, project: string, resource: string): { limit: bigint; usage: bigint; pending: bigint } | undefined
  /** A token for the browser view of the object at `path` (`/account/container/object`), as OAuth 2 would issue it. */
  viewToken(user: string, path: string): string
}

export function stateOf(cloud: BuiltCloud): EmulatorState {
  return {
    origin: cloud.origin,
    blocks: cloud.blocks,
    feedback: cloud.users.feedback,
    usage: (user, project, resource) => cloud.quota.usage(user, project, resource),
    viewToken: (user, path) => {
      const found = cloud.users.byUuid(user)
      if (!found)
        return rejectInput('user', `must be the uuid of a user, as emulator.env() lists them; got ${formatValue(user)}`)
      return cloud.oauth2.issueViewToken(found, path)
    },
  }
}

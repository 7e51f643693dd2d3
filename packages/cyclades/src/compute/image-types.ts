import type { Link } from '@kamaki/core'
import type { LiteralUnion } from '@kamaki/core/toolkit'

export type ImageStatus = LiteralUnion<'ACTIVE' | 'SAVING' | 'ERROR' | 'DELETED' | 'UNKNOWN'>

export interface ImageSummary {
  id: string
  name: string
}

/** An image or snapshot, as the compute service sees it. The image service (`@kamaki/image`) has more. */
export interface Image extends ImageSummary {
  updated: string
  created: string
  status: ImageStatus
  /** 100 when `ACTIVE`, else 0. */
  progress: number
  /** The owner's uuid. */
  user_id: string
  /** The owner's uuid as well, not a project. */
  tenant_id: string
  public: boolean
  /** `self`, `bookmark` and `alternate`. */
  links: Link[]
  /** What is in it: `os`, `osfamily`, `users` (those that can log in) and the like. */
  metadata: Record<string, string>
  /** Whether it is a snapshot of a volume. */
  is_snapshot: boolean
}

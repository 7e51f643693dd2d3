import type { Open } from '@kamaki/core'

/** A hyperlink of an answer. The API needs none of them: ids are enough. */
export interface Link {
  rel: Open<'self' | 'bookmark' | 'alternate' | 'describedby'>
  href: string
  type?: string
}

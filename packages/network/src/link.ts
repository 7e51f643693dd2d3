import type { Open } from '@kamaki/core'

/** Where a thing can be found. */
export interface Link {
  rel: Open<'self' | 'bookmark'>
  href: string
}

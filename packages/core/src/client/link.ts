import type { Open } from './literal-union.ts'

/** A hyperlink of a reply. The API needs none of them: ids are enough. */
export interface Link {
  rel: Open<'self' | 'bookmark' | 'alternate' | 'describedby'>
  href: string
  type?: string
}

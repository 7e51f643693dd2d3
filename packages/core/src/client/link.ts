import type { LiteralUnion } from './literal-union.ts'

/** A hyperlink of a reply. The API needs none of them: ids are enough. */
export interface Link {
  rel: LiteralUnion<'self' | 'bookmark' | 'alternate' | 'describedby'>
  href: string
  type?: string
}

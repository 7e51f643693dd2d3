/** A link of an API object. */
export interface Link {
  readonly rel: string
  readonly href: string
}

/** The two links that most objects have, which go to the same place. */
export function selfLinks(href: string): Link[] {
  return [
    { rel: 'self', href },
    { rel: 'bookmark', href },
  ]
}

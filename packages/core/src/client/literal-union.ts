/** A union of known words that may grow: clouds add states, so any other text is accepted too, and editors still complete. */
export type LiteralUnion<T extends string> = T | (string & {})

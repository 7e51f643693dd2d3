/** A union of known strings that accepts any other string too, since clouds add values. Editors still suggest the known ones. */
export type LiteralUnion<T extends string> = T | (string & {})

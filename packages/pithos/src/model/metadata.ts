/**
 * User metadata. Names are lower case with `-` for `_`: that is all the server keeps apart. White space at the ends of a value is
 * stored, but lost when it is read (HTTP drops it).
 */
export type Metadata = Record<string, string>

/** Changes of metadata: null deletes an item, what is not named stays. */
export type MetadataChanges = Record<string, string | null>

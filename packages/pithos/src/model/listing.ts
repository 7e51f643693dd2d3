/** How much of a list. */
export interface PageOptions {
  /** Most entries in all. Default: all of them. */
  readonly limit?: number | undefined
  /** Only what comes after this name. */
  readonly marker?: string | undefined
  /** Entries a request, at most 10000 (the default). */
  readonly pageSize?: number | undefined
}

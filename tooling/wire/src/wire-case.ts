/** A body as it was recorded: parsed JSON, or bytes (a string, base64, or only length and sha256 if long). */
export type RecordedBody = unknown

export interface RecordedRequest {
  readonly method: string
  /** Percent-decoded. */
  readonly path: string
  readonly query: readonly (readonly [string, string])[]
  readonly queryFlagsWithoutValue?: readonly string[]
  readonly headers: Readonly<Record<string, string>>
  readonly body: RecordedBody
  readonly rawTarget: string
  readonly incompleteBody?: boolean
}

export interface RecordedResponse {
  readonly status?: number
  readonly reason?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: RecordedBody
  /** What was done instead of a proper response: a closed or reset connection, a cut body, garbage. */
  readonly action?: string
}

export interface Exchange {
  readonly request: RecordedRequest
  readonly response: RecordedResponse
}

/** One recorded use of a class of the old library. data/README.md tells what each field means. */
export interface WireCase {
  readonly client: string
  readonly method: string
  readonly case: string
  readonly construct: Readonly<Record<string, unknown>>
  readonly args: Readonly<Record<string, unknown>>
  readonly exchanges: readonly Exchange[]
  readonly result: unknown
  readonly canonical?: boolean
  readonly bug?: string
  readonly notes?: unknown
  readonly unordered?: boolean
}

/** How a case is named in lists: `get | json body`. */
export function caseKey(wireCase: Pick<WireCase, 'method' | 'case'>): string {
  return `${wireCase.method} | ${wireCase.case}`
}

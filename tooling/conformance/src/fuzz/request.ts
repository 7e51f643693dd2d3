/** JSON as it will be written: leaves are JSON themselves, so that `1e3`, `NaN`, long integers and repeated keys come over as they are. */
export type JsonTree =
  | { readonly leaf: string }
  | { readonly list: readonly JsonTree[] }
  | { readonly members: readonly (readonly [key: string, value: JsonTree])[] }

/** A request of any kind, with `{{names}}` for what differs from cloud to cloud. */
export interface FuzzRequest {
  /** The operation of the inventory that it began as. */
  readonly id: string
  /** Whose token goes with it; '' for none. */
  readonly as: string
  /** A type of the service catalog, as in scenarios. */
  readonly base: string
  readonly method: string
  readonly path: string
  /** Parts of the query, as they go out. */
  readonly query: readonly string[]
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** JSON, a string of any kind (a character is a byte), or none. */
  readonly body: JsonTree | string | undefined
}

export const string = (text: string): JsonTree => ({ leaf: JSON.stringify(text) })

/** A JSON body as it is written. */
function render(tree: JsonTree): string {
  if ('leaf' in tree) return tree.leaf
  if ('list' in tree) return `[${tree.list.map(render).join(',')}]`
  return `{${tree.members.map(([key, value]) => `${JSON.stringify(key)}:${render(value)}`).join(',')}}`
}

/** The body, one character a byte; undefined if there is none. */
export function bodyText({ body }: FuzzRequest): string | undefined {
  if (body === undefined || typeof body === 'string') return body
  return Buffer.from(render(body), 'utf8').toString('latin1')
}

/** A request as a step of a scenario, to be pasted into one. */
export function toStep(request: FuzzRequest): Record<string, unknown> {
  const { as, base, method, path, query, headers, body } = request
  const target = query.length > 0 ? `${path}?${query.join('&')}` : path
  const step = { ...(as === '' ? {} : { as }), base, method, path: target }
  const given = headers.length > 0 ? { headers: Object.fromEntries(headers) } : {}
  if (body === undefined) return { ...step, ...given }
  if (typeof body === 'string') return { ...step, ...given, body: { hex: Buffer.from(body, 'latin1').toString('hex') } }
  const text = render(body)
  const isPlain = canonical(text) === text
  return { ...step, ...given, ...(isPlain ? { json: JSON.parse(text) as unknown } : { body: { text } }) }
}

function canonical(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** A request as our client sent it. */
export interface SeenRequest {
  readonly method: string
  readonly rawTarget: string
  /** Percent-decoded. */
  readonly path: string
  /** Percent-decoded. */
  readonly query: readonly (readonly [string, string])[]
  /** Lower-cased names; values as UTF-8. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Splits a request target as it came. */
export function readTarget(rawTarget: string): Pick<SeenRequest, 'rawTarget' | 'path' | 'query'> {
  const mark = rawTarget.indexOf('?')
  const rawPath = mark === -1 ? rawTarget : rawTarget.slice(0, mark)
  const rawQuery = mark === -1 ? '' : rawTarget.slice(mark + 1)
  const query = rawQuery
    .split('&')
    .filter((part) => part !== '')
    .map((part): [string, string] => {
      const [name = '', ...value] = part.split('=')
      return [percentDecode(name), percentDecode(value.join('=').replaceAll('+', ' '))]
    })
  return { rawTarget, path: percentDecode(rawPath), query }
}

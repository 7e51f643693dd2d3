/** A call of the control API that did not succeed. */
class ControlError extends Error {
  override readonly name = 'ControlError'
  readonly status: number
  /** The field of the body that is wrong. */
  readonly parameter: string | undefined

  constructor(message: string, status: number, parameter?: string) {
    super(message)
    this.status = status
    this.parameter = parameter
  }
}

/** Calls the control API of the emulator that serves this page. */
export async function control<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<T> {
  const response = await fetch(`/_emulator${path}`, {
    method,
    ...(method === 'POST'
      ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body ?? {}) }
      : undefined),
  }).catch(() => {
    throw new ControlError('The emulator does not respond. Is it still running?', 0)
  })
  if (response.status === 204) return undefined as T
  const result: unknown = await response.json().catch(() => undefined)
  if (response.ok) return result as T
  const { error } = (result ?? {}) as { error?: { message?: string; parameter?: string } }
  throw new ControlError(
    error?.message ?? `The emulator responded with ${response.status}.`,
    response.status,
    error?.parameter,
  )
}

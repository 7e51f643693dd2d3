/** Options of a call that cannot be followed, each with the name of what is wrong. */
export const wrongOptions = (): readonly (readonly [options: object, parameter: string])[] => [
  ...[null, 'x', 7, {}, new AbortController()].map((signal) => [{ signal }, 'signal'] as const),
  ...['5', -1, Number.NaN, null].map((timeoutMs) => [{ timeoutMs }, 'timeoutMs'] as const),
  [{ attemptTimeoutMs: '5' }, 'attemptTimeoutMs'],
  ...['no', 0, true, null].map((retry) => [{ retry }, 'retry'] as const),
  [{ retry: { limit: -1 } }, 'retry.limit'],
  [{ headers: 'x: y' }, 'headers'],
  [{ headers: { 'x-a': 5 } }, 'headers["x-a"]'],
  [{ timoutMs: 5 }, 'timoutMs'],
  [{ sinal: AbortSignal.abort() }, 'sinal'],
]

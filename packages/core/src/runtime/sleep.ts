import { AbortScope } from './abort-scope.ts'

/** A pause. Rejects with `signal.reason` on abort. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  const scope = new AbortScope(signal)
  try {
    await scope.sleep(ms)
  } finally {
    scope.close()
  }
}

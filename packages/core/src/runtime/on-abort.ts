/** The callbacks of one signal, and its only listener. */
interface Waiting {
  readonly callbacks: Set<() => void>
  readonly listener: () => void
}

const waitingFor = new WeakMap<AbortSignal, Waiting>()

/**
 * Calls a function when a signal is aborted; returns a function that cancels this. A signal gets a single listener, however many
 * callbacks wait for it: Node warns of a leak at the eleventh listener, but one signal for many calls is not a leak.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const { callbacks, listener } = waitingFor.get(signal) ?? listen(signal)
  const entry = (): void => callback()
  callbacks.add(entry)
  return () => {
    if (!callbacks.delete(entry) || callbacks.size > 0) return
    signal.removeEventListener('abort', listener)
    waitingFor.delete(signal)
  }
}

function listen(signal: AbortSignal): Waiting {
  const callbacks = new Set<() => void>()
  const listener = (): void => {
    signal.removeEventListener('abort', listener)
    waitingFor.delete(signal)
    const all = [...callbacks]
    callbacks.clear()
    for (const callback of all) callback()
  }
  const waiting: Waiting = { callbacks, listener }
  waitingFor.set(signal, waiting)
  signal.addEventListener('abort', listener)
  return waiting
}

/** A controller whose signal counts the listeners on it. */
export function countedAbort(): { controller: AbortController; listeners: () => number } {
  const controller = new AbortController()
  const { signal } = controller
  const added = new Set<unknown>()
  const { addEventListener, removeEventListener } = signal
  signal.addEventListener = (
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: AddEventListenerOptions,
  ) => {
    added.add(listener)
    addEventListener.call(signal, type, listener, options)
  }
  signal.removeEventListener = (type: string, listener: EventListenerOrEventListenerObject) => {
    added.delete(listener)
    removeEventListener.call(signal, type, listener)
  }
  return { controller, listeners: () => added.size }
}

/** A promise with its resolve and reject functions (`Promise.withResolvers`, which Node 20 lacks). */
export function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}

import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { control } from './control.ts'
import type {
  ActiveFault,
  ActiveScenario,
  CloudClock,
  CloudInfo,
  LoggedRequest,
  Overview,
  ScenarioKind,
  Users,
} from './types.ts'

/** Something of the control API that is shown, and fetched again when the cloud says that it may be different. */
export class Live<T> {
  readonly value: Signal<T | undefined> = signal(undefined)
  readonly error: Signal<Error | undefined> = signal(undefined)
  readonly #path: string
  readonly #adapt: (value: T) => T
  #watchers = 0
  #running = false
  #again = false

  constructor(path: string, adapt: (value: T) => T = (value) => value) {
    this.#path = path
    this.#adapt = adapt
  }

  /** Keeps it fresh until the function that is returned is called. */
  watch(): () => void {
    this.#watchers += 1
    if (this.#watchers === 1) {
      watched.add(this)
      void this.load()
    }
    return () => {
      this.#watchers -= 1
      if (this.#watchers === 0) watched.delete(this)
    }
  }

  /** Fetches it; a call while it is being fetched, or was a short time ago, has it fetched once more. */
  async load(): Promise<void> {
    this.#again = true
    if (this.#running) return
    this.#running = true
    while (this.#again) {
      this.#again = false
      const start = performance.now()
      try {
        this.value.value = this.#adapt(await control<T>('GET', this.#path))
        this.error.value = undefined
      } catch (error) {
        this.error.value = error as Error
      }
      // A cloud with much in it has more to do than to fill this page.
      await sleep(Math.max(100, 4 * (performance.now() - start)))
    }
    this.#running = false
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** What is shown at present. */
const watched: Set<{ load(): Promise<void> }> = new Set()

export const info: Live<CloudInfo> = new Live('')
export const users: Live<Users> = new Live('/users?quotas=no', ({ authUrl, ...rest }) => ({
  ...rest,
  // At the address by which the browser got here, which need not be the one that the emulator listens on.
  authUrl: location.origin + new URL(authUrl).pathname,
}))
export const overview: Live<Overview> = new Live('/overview')
export const faults: Live<{ faults: readonly ActiveFault[] }> = new Live('/faults')
export const scenarios: Live<{ scenarios: readonly ActiveScenario[]; kinds: readonly ScenarioKind[] }> = new Live(
  '/scenarios',
)
export const clock: Live<CloudClock> = new Live('/clock')

/** What is live, for a component that shows it. */
export function useLive<T>(live: Live<T>): T | undefined {
  useEffect(() => live.watch(), [live])
  return live.value.value
}

const isOpen = signal(false)
/** Whether the emulator tells this page what happens. */
export const connected: ReadonlySignal<boolean> = isOpen

type RequestListener = (request: LoggedRequest) => void
const listeners: Set<RequestListener> = new Set()

/** Does `work` after requests that it concerns came or were done, a few times a second at most, until the function that is returned is called. */
export function afterRequests(concerns: (request: LoggedRequest) => boolean, work: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const listener = (request: LoggedRequest): void => {
    if (!concerns(request)) return
    timer ??= setTimeout(() => {
      timer = undefined
      work()
    }, 200)
  }
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    clearTimeout(timer)
  }
}

let events: EventSource | undefined

/** Listens to the emulator while the page is seen: a browser has few connections to a host, and hidden pages leave them to others. */
export function connect(): void {
  const toggle = (): void => {
    if (document.hidden) disconnect()
    else if (!events) open()
  }
  document.addEventListener('visibilitychange', toggle)
  toggle()
}

function open(): void {
  const source = new EventSource('/_emulator/events')
  events = source
  source.addEventListener('open', () => {
    isOpen.value = true
    refreshAll()
  })
  source.addEventListener('error', () => {
    isOpen.value = false
    // The browser tries again by itself, except after a response that is not a stream of events.
    if (source.readyState !== EventSource.CLOSED) return
    disconnect()
    setTimeout(() => {
      if (!events && !document.hidden) open()
    }, 3000)
  })
  source.addEventListener('change', refreshAll)
  source.addEventListener('request', ({ data }) => {
    const request = JSON.parse(data) as LoggedRequest
    for (const listener of listeners) listener(request)
  })
}

function disconnect(): void {
  events?.close()
  events = undefined
  isOpen.value = false
}

function refreshAll(): void {
  for (const live of watched) void live.load()
}

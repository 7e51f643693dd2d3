import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { onRequest } from '../control/live.ts'
import { type Entry, entriesOf, type Place } from './session.ts'

const PAGE = 200
const WRITES = new Set(['PUT', 'POST', 'DELETE', 'COPY', 'MOVE'])

export interface ListingState {
  readonly entries: readonly Entry[]
  readonly status: 'loading' | 'ready' | 'failed'
  readonly hasMore: boolean
  readonly error: unknown
}

/** What is in a folder, page by page, listed again when somebody writes to the container. */
export class Listing {
  readonly #state: Signal<ListingState> = signal({ entries: [], status: 'loading', hasMore: false, error: undefined })
  readonly #place: Place
  readonly #startsWith: string
  readonly #ended: AbortController = new AbortController()
  #wanted = PAGE
  #running = false
  #again = false
  #timer: ReturnType<typeof setTimeout> | undefined

  /** Lists the folder, or, with `startsWith`, everything below it whose path begins so. */
  constructor(place: Place, startsWith: string) {
    this.#place = place
    this.#startsWith = startsWith
  }

  get state(): ReadonlySignal<ListingState> {
    return this.#state
  }

  /** Lists, and keeps the list fresh until the function that is returned is called. */
  watch(): () => void {
    const stop = onRequest(({ done, method, target }) => {
      if (!done || !WRITES.has(method) || !this.#concerns(target)) return
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => void this.load(), 200)
    })
    void this.load()
    return () => {
      stop()
      clearTimeout(this.#timer)
      this.#ended.abort()
    }
  }

  /** Another page. */
  more(): void {
    this.#wanted += PAGE
    void this.load()
  }

  async load(): Promise<void> {
    this.#again = true
    if (this.#running) return
    this.#running = true
    while (this.#again && !this.#ended.signal.aborted) {
      this.#again = false
      await this.#list()
    }
    this.#running = false
  }

  async #list(): Promise<void> {
    const { account, container, prefix } = this.#place
    const listed = []
    let hasMore = false
    try {
      const { objects } = account.container(container)
      const options = { prefix: prefix + this.#startsWith, pageSize: PAGE, signal: this.#ended.signal }
      // With a delimiter, Pithos takes a prefix for a whole folder.
      const list = this.#startsWith ? objects.list(options) : objects.list({ ...options, delimiter: '/' })
      for await (const entry of list) {
        if (listed.length === this.#wanted) {
          hasMore = true
          break
        }
        listed.push(entry)
      }
      this.#state.value = { entries: entriesOf(listed), status: 'ready', hasMore, error: undefined }
    } catch (error) {
      if (!this.#ended.signal.aborted) this.#state.value = { ...this.#state.value, status: 'failed', error }
    }
  }

  #concerns(target: string): boolean {
    const { account, container } = this.#place
    const path = target.split('?')[0] ?? ''
    // The container of a COPY's destination is in a header, so any write to the account will do.
    return path.includes(`/${account.id}`) || path.includes(encodeURIComponent(container))
  }
}

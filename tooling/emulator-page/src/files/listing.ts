import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { afterRequests } from '../control/live.ts'
import type { LoggedRequest } from '../control/types.ts'
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
    const { account } = this.#place
    const stop = afterRequests(
      (request) => changesAccount(request, account.id),
      () => void this.load(),
    )
    void this.load()
    return () => {
      stop()
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
}

/** Whether containers or objects of an account may be different after a request, blocks alone that came left out. */
export function changesAccount({ done, method, target }: LoggedRequest, accountId: string): boolean {
  if (!done || !WRITES.has(method)) return false
  const [, place] = (target.split('?')[0] ?? '').split(`/${accountId}`)
  const isAboutBlocks = method === 'POST' && place !== undefined && /^\/[^/]+$/.test(place)
  return place !== undefined && !isAboutBlocks
}

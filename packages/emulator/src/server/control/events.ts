import { onAbort } from '../../base/abort.ts'
import type { Changes } from '../changes.ts'
import type { RequestLog } from '../requests/request-log.ts'
import { summaryOf } from './requests.ts'

/** No more than ten `change` events a second. */
const QUIET_MS = 100
const KEEP_ALIVE_MS = 15_000

const encoder = new TextEncoder()

/** Streams of server-sent events, which tell of requests and changes as they happen. */
export class EventStreams {
  readonly #log: RequestLog
  readonly #changes: Changes
  readonly #open: Set<() => void> = new Set()

  constructor(log: RequestLog, changes: Changes) {
    this.#log = log
    this.#changes = changes
  }

  /** Ends all streams: nobody waits for them to end by themselves. */
  close(): void {
    for (const end of this.#open) end()
  }

  /** A stream for one reader, until the signal aborts. */
  async *stream(signal: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
    const queue: string[] = [': connected\n\n']
    let wake = () => {}
    let ended = false
    let change: ReturnType<typeof setTimeout> | undefined
    const send = (message: string) => {
      queue.push(message)
      wake()
    }
    const end = () => {
      ended = true
      wake()
    }
    const event = (name: string, data: unknown) => send(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
    const noteChange = () => {
      change ??= setTimeout(() => {
        change = undefined
        event('change', { revision: this.#changes.revision })
      }, QUIET_MS)
    }
    const keepAlive = setInterval(() => send(': still here\n\n'), KEEP_ALIVE_MS)
    const undo = [
      this.#log.listen((record) => event('request', summaryOf(record))),
      this.#changes.listen(noteChange),
      onAbort(signal, end),
    ]
    this.#open.add(end)
    try {
      for (;;) {
        const next = queue.splice(0).join('')
        if (next !== '') yield encoder.encode(next)
        else if (ended) return
        else await new Promise<void>((resolve) => (wake = resolve))
      }
    } finally {
      this.#open.delete(end)
      for (const one of undo) one()
      clearInterval(keepAlive)
      clearTimeout(change)
    }
  }
}

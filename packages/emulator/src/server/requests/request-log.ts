import { tapped } from '../../http/bodies.ts'
import type { Call } from '../../http/request.ts'
import type { HttpResponse } from '../../http/response.ts'
import { BodyRecorder } from './recorded-body.ts'
import type { RecordedMessage, RecordOptions, RequestRecord } from './request-record.ts'

const encoder = new TextEncoder()

/** Every request that came, the newest of them in full. */
export class RequestLog {
  readonly #limit: number
  readonly #bodyBytes: number
  readonly #listeners: Set<(record: RequestRecord) => void> = new Set()
  #entries: Entry[] = []
  #total = 0

  constructor({ requests = 1000, bodyBytes = 16_384 }: RecordOptions = {}) {
    this.#limit = requests
    this.#bodyBytes = bodyBytes
  }

  /** Those that are kept, in the order in which they came. */
  get all(): readonly RequestRecord[] {
    return this.#entries.slice(-this.#limit || this.#entries.length)
  }

  /** How many requests came, since the start or the last `clear`. */
  get total(): number {
    return this.#total
  }

  clear(): void {
    this.#entries = []
    this.#total = 0
  }

  /** Records a request, and what is read of its body from now on. */
  begin(call: Call, user: string | undefined): Entry {
    const entry = new Entry(++this.#total, call, user, this.#bodyBytes, () => this.#tell(entry))
    if (this.#limit > 0) this.#entries.push(entry)
    // Not at every request: the array would be copied each time.
    if (this.#entries.length >= this.#limit * 2) this.#entries = this.#entries.slice(-this.#limit)
    this.#tell(entry)
    return entry
  }

  /** Calls back when a request comes, and when it is done. @returns takes that back */
  listen(listener: (record: RequestRecord) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #tell(entry: Entry): void {
    for (const listener of this.#listeners) listener(entry)
  }
}

/** A request under way or done. */
class Entry implements RequestRecord {
  readonly id: number
  readonly startedAt: number = Date.now()
  readonly method: string
  readonly target: string
  readonly user: string | undefined
  readonly request: Message
  response: Message
  status = 0
  fault: string | undefined
  done = false
  readonly #began: number = performance.now()
  readonly #bodyBytes: number
  readonly #tell: () => void
  #durationMs = 0

  constructor(id: number, call: Call, user: string | undefined, bodyBytes: number, tell: () => void) {
    this.id = id
    this.method = call.method
    this.target = call.target.replace(/([?&]X-Auth-Token=)[^&]*/gi, '$1...')
    this.user = user
    this.request = new Message(call.headers, bodyBytes)
    this.response = new Message(new Map(), bodyBytes)
    this.#bodyBytes = bodyBytes
    this.#tell = tell
    call.watchBody((piece) => this.request.body.add(piece))
  }

  get durationMs(): number {
    return this.done ? this.#durationMs : performance.now() - this.#began
  }

  /** The response begins: records it, and its body as it goes out. Without one the connection was reset. */
  end(call: Call, response: HttpResponse | undefined, fault: string | undefined): void {
    this.#durationMs = performance.now() - this.#began
    this.status = response?.status ?? 0
    this.fault = fault
    this.done = true
    if (response) {
      call.readRest()
      this.response = new Message(response.headers, this.#bodyBytes)
      if (call.method !== 'HEAD') this.#watchBody(response)
    }
    this.#tell()
  }

  #watchBody(response: HttpResponse): void {
    const { body } = this.response
    // Encoded here, a string need not be encoded once more to be written.
    if (typeof response.body === 'string') response.body = encoder.encode(response.body)
    if (response.body instanceof Uint8Array) body.add(response.body)
    else if (response.body !== null) response.body = tapped(response.body, (piece) => body.add(piece))
  }
}

class Message implements RecordedMessage {
  readonly body: BodyRecorder
  readonly #headers: ReadonlyMap<string, string>

  constructor(headers: ReadonlyMap<string, string>, bodyBytes: number) {
    this.#headers = headers
    this.body = new BodyRecorder(bodyBytes)
  }

  get headers(): Record<string, string> {
    const headers = [...this.#headers].map(([name, value]): [string, string] => [name.toLowerCase(), value])
    return Object.fromEntries(headers.map(([name, value]) => [name, name === 'x-auth-token' ? '...' : value]))
  }

  toJSON(): unknown {
    return { headers: this.headers, body: this.body }
  }
}

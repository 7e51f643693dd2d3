import type { DownloadOptions, TransferProgress } from '@kamaki/pithos'
import { type Signal, signal } from '@preact/signals'
import { formatBytes, messageOf } from '../ui/format.ts'
import type { Place } from './session.ts'

export interface TransferState {
  readonly status: 'waiting' | 'running' | 'paused' | 'failed' | 'done'
  readonly progress: TransferProgress | undefined
  /** How it ended: what was sent, or what went wrong. */
  readonly outcome: string
}

/** An upload or a download, from its start until the reader clears it off the list. */
export class Transfer {
  readonly state: Signal<TransferState> = signal({ status: 'waiting', progress: undefined, outcome: '' })
  readonly direction: 'up' | 'down'
  /** Name of the object. */
  readonly name: string
  readonly place: Place
  readonly id: number
  readonly #work: Work
  #running: AbortController | undefined

  constructor(direction: 'up' | 'down', place: Place, name: string, work: Work) {
    this.direction = direction
    this.place = place
    this.name = name
    this.#work = work
    this.id = nextId++
  }

  /** Starts, or goes on: what the cloud has already is not sent again. */
  async run(): Promise<void> {
    const ended = new AbortController()
    this.#running = ended
    this.#set({ status: 'running', outcome: '' })
    try {
      const outcome = await this.#work(ended.signal, (progress) => {
        // The SDK goes on with the same object.
        if (this.#running === ended) this.#set({ progress: { ...progress } })
      })
      if (this.#running === ended) this.#set({ status: 'done', outcome })
    } catch (error) {
      if (this.#running === ended) this.#set({ status: 'failed', outcome: messageOf(error) })
    } finally {
      if (this.#running === ended) this.#running = undefined
    }
  }

  pause(): void {
    const running = this.#running
    this.#running = undefined
    running?.abort()
    this.#set({ status: 'paused', outcome: '' })
  }

  #set(change: Partial<TransferState>): void {
    this.state.value = { ...this.state.value, ...change }
  }
}

type Work = (signal: AbortSignal, onProgress: (progress: TransferProgress) => void) => Promise<string>

let nextId = 1

/** The newest first. */
export const transfers: Signal<readonly Transfer[]> = signal([])

const AT_A_TIME = 2

/** Starts what waits, a few at a time. */
function next(): void {
  const running = transfers.value.filter(({ state }) => state.value.status === 'running').length
  const waiting = transfers.value.filter(({ state }) => state.value.status === 'waiting').reverse()
  for (const transfer of waiting.slice(0, Math.max(0, AT_A_TIME - running))) void transfer.run().finally(next)
}

/** Goes on with a transfer that was paused or failed. */
export function resume(transfer: Transfer): void {
  void transfer.run().finally(next)
}

export function pause(transfer: Transfer): void {
  transfer.pause()
  next()
}

/** Takes a transfer off the list; one under way ends. */
export function dismiss(transfer: Transfer): void {
  if (transfer.state.value.status === 'running') transfer.pause()
  transfers.value = transfers.value.filter((other) => other !== transfer)
  next()
}

export function isDone({ state }: Transfer): boolean {
  return state.value.status === 'done'
}

export function dismissDone(): void {
  transfers.value = transfers.value.filter((transfer) => !isDone(transfer))
}

function add(added: readonly Transfer[]): void {
  transfers.value = [...added].reverse().concat(transfers.value)
  next()
}

/** A file to store, and its name below the folder that is shown. */
export interface NamedFile {
  readonly path: string
  readonly file: File
}

/** Uploads files into the folder that is shown. */
export function upload(place: Place, files: readonly NamedFile[]): void {
  add(
    files.map(({ path, file }) => {
      const name = place.prefix + path
      return new Transfer('up', place, name, async (signal, onProgress) => {
        const object = place.account.container(place.container).object(name)
        const { bytes, transferred } = await object.upload(file, { signal, onProgress })
        const [all, sent] = [formatBytes(bytes), formatBytes(transferred)]
        // A zero byte at the end of a block does not travel: not worth mentioning.
        return all === sent ? `${all} uploaded` : `${all} stored, of which ${sent} had to be sent`
      })
    }),
  )
}

/** Downloads an object (one of its versions) and hands it to the browser as a file. */
export function download(place: Place, name: string, version?: number): void {
  add([
    new Transfer('down', place, name, async (signal, onProgress) => {
      const options: DownloadOptions = { signal, onProgress, version }
      const running = place.account.container(place.container).object(name).download(options)
      const blob = await running.blob()
      save(blob, name)
      return `${formatBytes(blob.size)} downloaded${running.result?.verified ? ', every block verified' : ''}`
    }),
  ])
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name.split('/').filter(Boolean).pop() ?? 'object'
  link.click()
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

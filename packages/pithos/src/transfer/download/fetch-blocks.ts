import { AbortScope } from '@kamaki/core/toolkit'
import { type ActiveRun, fetchRun, type Receiver } from './fetch-run.ts'
import type { OpenContent } from './open-content.ts'
import type { RunningDownload } from './prepared.ts'

/** Runs up to this size are fetched several at a time: what a request takes by itself is then most of its time. */
const shortRun = 16_777_216

/** How long the rate is looked at before another request is tried. */
const lookMs = 1_000

/** Another request is tried only if it would take so much longer without. */
const worthMs = 3_000

/** A connection that is as fast, in bytes a second, is not what limits the rate. */
const fastEnough = 104_857_600

/** By how much another request has to raise the rate for one more to be tried. */
const gain = 1.2

/** Of a request that has so many blocks to come another one takes half. */
const worthSharing = 8

/** How the blocks of a download are fetched. */
export interface FetchOptions {
  /** Content that is being received already, from the first byte of the object on. */
  readonly open?: OpenContent | undefined
  /** They are needed in order, so many blocks ahead of their reader; by default in any order. */
  readonly window?: number | undefined
}

const runOf = (next: number, end: number): ActiveRun => ({ next, ahead: next, end })

/** Blocks of a run that are not on their way yet. */
const leftOf = ({ ahead, end }: ActiveRun): number => end - ahead

/** Puts neighbouring blocks together, at most `maxBlocks` a run. `indices` are in ascending order. */
function coalesce(indices: readonly number[], maxBlocks: number = Number.POSITIVE_INFINITY): ActiveRun[] {
  const runs: ActiveRun[] = []
  for (const index of indices) {
    const last = runs.at(-1)
    if (last !== undefined && last.end === index && last.end - last.next < maxBlocks) last.end++
    else runs.push(runOf(index, index + 1))
  }
  return runs
}

/**
 * Fetches blocks: neighbouring ones in one long request. Several at a time if there are many short runs, or, when one long one has been
 * looked at for a while, if another one raises the rate: where latency, or a limit of each connection, is what holds it back.
 */
class BlockFetch {
  readonly #download: RunningDownload
  readonly #receiver: Receiver
  readonly #window: number | undefined
  readonly #scope: AbortScope
  readonly #queue: ActiveRun[]
  readonly #active = new Set<ActiveRun>()
  #requests = 0
  #done: () => void = () => undefined
  #most: number
  #open: OpenContent | undefined
  /** Since when the rate is looked at, how much has come since, and what it was with one request less. */
  #since = performance.now()
  #received = 0
  #rateBefore: number | undefined
  #settled = false

  constructor(download: RunningDownload, receiver: Receiver, indices: readonly number[], options: FetchOptions) {
    const { rangeBytes, concurrency, map } = download
    const { block_size: size } = map
    this.#download = download
    this.#window = options.window
    this.#scope = new AbortScope(download.request.signal)
    const maxBlocks = rangeBytes === undefined ? undefined : Math.max(1, Math.floor(rangeBytes / size))
    this.#queue = coalesce(indices, maxBlocks)
    const runs = this.#queue.length
    const areShort = (indices.length * size) / runs <= Math.max(shortRun, rangeBytes ?? 0)
    this.#most = areShort ? Math.min(concurrency, runs) : 1
    if (options.open !== undefined && this.#queue[0]?.next === 0) this.#open = options.open
    this.#receiver = {
      ...receiver,
      onReceived: (bytes) => {
        receiver.onReceived(bytes)
        this.#received += bytes
        this.#look()
      },
      admit: (index, signal, patiently) => this.#admit(receiver, index, signal, patiently),
    }
  }

  async run(): Promise<void> {
    try {
      await new Promise<void>((resolve) => {
        this.#done = resolve
        for (let count = 0; count < this.#most; count++) this.#begin()
      })
      this.#scope.throwIfAborted()
    } finally {
      this.#scope.close()
    }
  }

  /** One more request at a time. */
  #begin(): void {
    this.#requests++
    const work = async (): Promise<void> => {
      for (let run = this.#next(); run !== undefined; run = this.#next()) await this.#fetch(run)
    }
    work()
      .catch((error: unknown) => this.#scope.abort(error))
      .finally(() => {
        this.#requests--
        if (this.#requests === 0) this.#done()
      })
  }

  async #fetch(run: ActiveRun): Promise<void> {
    const open = this.#open
    this.#open = undefined
    this.#active.add(run)
    try {
      await fetchRun({ download: this.#download, receiver: this.#receiver, signal: this.#scope.signal }, run, open)
    } finally {
      this.#active.delete(run)
    }
  }

  /** The next blocks to ask for: those that nobody has asked for, or else half of what the slowest request has left. */
  #next(): ActiveRun | undefined {
    if (this.#scope.signal.aborted) return undefined
    const waiting = this.#queue.shift()
    if (waiting !== undefined || this.#window !== undefined) return waiting
    let longest: ActiveRun | undefined
    for (const run of this.#active) if (longest === undefined || leftOf(run) > leftOf(longest)) longest = run
    if (longest === undefined || leftOf(longest) < worthSharing) return undefined
    const { ahead, end } = longest
    longest.end = ahead + Math.ceil((end - ahead) / 2)
    return runOf(longest.end, end)
  }

  /** Where blocks are needed in order, what nobody has asked for is cut so that all requests are about blocks near the reader. */
  #cut(window: number): void {
    const size = Math.max(1, Math.floor(window / this.#most))
    const rest: ActiveRun[] = []
    for (const run of this.#active) {
      const end = Math.max(run.ahead, Math.min(run.end, run.next + size))
      if (end < run.end) rest.push(runOf(end, run.end))
      run.end = end
    }
    for (const { next, end } of [...rest, ...this.#queue.splice(0)].sort((a, b) => a.next - b.next)) {
      for (let at = next; at < end; at += size) this.#queue.push(runOf(at, Math.min(at + size, end)))
    }
  }

  /** Looks at the rate, and maybe tries another request. */
  #look(): void {
    const now = performance.now()
    const ms = now - this.#since
    if (this.#settled || ms < lookMs || this.#most >= this.#download.concurrency) return
    const rate = (this.#received / ms) * 1_000
    this.#since = now
    this.#received = 0
    const left = [...this.#active, ...this.#queue].reduce((sum, run) => sum + leftOf(run), 0)
    const leftMs = ((left * this.#download.map.block_size) / rate) * 1_000
    if (this.#rateBefore !== undefined && rate < this.#rateBefore * gain) this.#settled = true
    if (this.#settled || rate >= fastEnough || leftMs < worthMs || this.#download.known !== undefined) return
    this.#rateBefore = rate
    this.#most++
    if (this.#window !== undefined) this.#cut(this.#window)
    this.#begin()
  }

  /** While the reader lets blocks wait the rate is theirs. */
  async #admit(receiver: Receiver, index: number, signal: AbortSignal, patiently: boolean) {
    const before = performance.now()
    const release = await receiver.admit(index, signal, patiently)
    if (performance.now() - before > 100) {
      this.#since = performance.now()
      this.#received = 0
    }
    return release
  }
}

/** Fetches blocks, in ascending order as far as they are begun. `indices` are in ascending order. */
export async function fetchBlocks(
  download: RunningDownload,
  receiver: Receiver,
  indices: readonly number[],
  options: FetchOptions = {},
): Promise<void> {
  try {
    if (indices.length > 0) await new BlockFetch(download, receiver, indices, options).run()
  } finally {
    await options.open?.close()
  }
}

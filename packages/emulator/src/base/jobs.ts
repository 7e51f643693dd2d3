import type { Clock } from './clock.ts'
import type { Sequence } from './random.ts'
import type { Records } from './records.ts'
import { Table } from './table.ts'

/** Work that is planned, as data. */
interface PlannedJob {
  readonly id: number
  readonly kind: string
  /** When it is done, in milliseconds of the cloud's clock. */
  readonly at: number
  readonly args: unknown
}

/** Plans work of one kind for so many milliseconds from now. Arguments are data: numbers, strings, arrays and objects of these. */
export type Plan<Args> = (ms: number, args: Args) => void

/** What the cloud does in the background. Jobs are data, so that a cloud that is started again goes on with them. */
export class Jobs {
  readonly #clock: Clock
  readonly #planned: Table<number, PlannedJob>
  readonly #ids: Sequence
  readonly #kinds: Map<string, (args: never) => void> = new Map()

  constructor(clock: Clock, records: Records) {
    this.#clock = clock
    this.#ids = records.sequence('job')
    this.#planned = new Table(records, 'job', ({ id }) => id)
    records.whenRead('index', () => {
      // In the order in which they would have been done, had the cloud gone on.
      const jobs = [...this.#planned.values()].sort((a, b) => a.at - b.at || a.id - b.id)
      for (const job of jobs) this.#wait(job)
    })
  }

  /** Says what a kind of job does: once, when the cloud is built. @returns plans one */
  define<Args>(kind: string, run: (args: Args) => void): Plan<Args> {
    this.#kinds.set(kind, run)
    return (ms, args) => {
      this.#wait(this.#planned.add({ id: this.#ids.next(), kind, at: this.#clock.now() + ms, args }))
    }
  }

  /** The arguments of all planned jobs of a kind. */
  argsOf(kind: string): unknown[] {
    return [...this.#planned.values()].filter((job) => job.kind === kind).map(({ args }) => args)
  }

  #wait(job: PlannedJob): void {
    const run = this.#kinds.get(job.kind)
    if (!run) throw new RangeError(`Unknown kind of job: '${job.kind}'.`)
    this.#clock.after(job.at - this.#clock.now(), () => {
      this.#planned.delete(job.id)
      run(job.args as never)
    })
  }
}

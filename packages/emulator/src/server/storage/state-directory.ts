import type { BlockStore } from '../../base/blocks.ts'
import type { RecordLine, Records } from '../../base/records.ts'
import { FileBlocks } from './file-blocks.ts'
import { type Files, joined, machineFiles } from './files.ts'
import { lock } from './lock.ts'
import type { LogHeader } from './log-format.ts'
import { Rewrite } from './rewrite.ts'
import { StateError } from './state-error.ts'
import { hasLog, StateLog } from './state-log.ts'

/** A log is written anew when it is this many times as long as it would be then, and not before it has so many bytes. */
const GROWTH = 2
const LEAST = 4 << 20

/** What a state directory may hold. */
const OWN = /^(?:state\.log|state\.log\.new|lock|lock\.\d+|blocks-\d+)$/

/**
 * A directory that holds all of a cloud: a log of what changed, and the blocks of objects as files. A change is in the log when
 * `commit` returns, and there after a crash of the process.
 */
export class StateDirectory {
  readonly #files: Files
  readonly #directory: string
  readonly #unlock: () => void
  readonly #onError: (error: unknown) => void
  #log: StateLog | undefined
  #blocks: FileBlocks | undefined
  #records: Records | undefined
  #rewrite: Rewrite | undefined
  /** Size of the log when it was last written anew. */
  #base = 0
  #planned = false
  /** A cloud that could not be read is not written either. */
  #started = false
  #closed = false

  /**
   * Opens or creates a directory.
   * @param onError told of what goes wrong outside of a call, with nobody to throw it at
   * @throws {StateError} in use, something else, another format
   */
  constructor(directory: string, onError: (error: unknown) => void) {
    const files = machineFiles()
    this.#files = files
    this.#directory = directory
    this.#onError = onError
    files.mkdirSync(directory, { recursive: true })
    const names = files.readdirSync(directory)
    if (names.some((name) => !OWN.test(name)) && !names.includes('state.log'))
      throw new StateError('not-a-state', `${directory} holds other files. Use an empty directory, or a new one.`)
    this.#unlock = lock(files, directory)
    try {
      if (hasLog(files, directory)) this.#log = StateLog.open(files, directory)
      this.#removeOldBlocks()
    } catch (error) {
      this.#unlock()
      throw error
    }
  }

  /** What the cloud in the directory was created with; undefined if there is none yet. */
  get header(): LogHeader | undefined {
    return this.#log?.header
  }

  /** The blocks of the cloud that is there, or of the one that is about to be. */
  get blocks(): BlockStore {
    this.#blocks ??= new FileBlocks(this.#files, joined(this.#directory, this.#log?.header.blocks ?? 'blocks-1'))
    return this.#blocks
  }

  /** What is in the log; undefined if there is none. @throws {StateError} damaged */
  changes(): Iterable<RecordLine> | undefined {
    return this.#log?.changes()
  }

  /** A place for the blocks of a cloud that is to take the place of the one that is there. */
  newBlocks(): { readonly name: string; readonly blocks: BlockStore } {
    this.#requireOpen()
    const last = Number(/\d+$/.exec(this.#log?.header.blocks ?? '0')?.[0])
    const name = `blocks-${last + 1}`
    this.#files.rmSync(joined(this.#directory, name), { recursive: true, force: true })
    return { name, blocks: new FileBlocks(this.#files, joined(this.#directory, name)) }
  }

  /** Listens for changes of a cloud, which are written from `start` on. */
  readonly listen = (records: Records): void => {
    this.#records = records
    records.listen(() => this.#plan())
  }

  /** The cloud that was listened to is the one of this directory from now on. */
  start(header: LogHeader): void {
    const records = this.#records
    if (!records) return
    this.#requireOpen()
    this.#started = true
    if (this.#log && this.#log.header.blocks === header.blocks) {
      // It was read from here: what came to be on the way is all that has to be written.
      this.#base = this.#log.size
      this.commit()
      return
    }
    const before = this.#log
    this.#rewrite?.stop()
    this.#rewrite = undefined
    this.#log = StateLog.create(this.#files, this.#directory, header, records.all())
    records.forgetChanges()
    this.#base = this.#log.size
    before?.close()
    this.#blocks = undefined
    this.#removeOldBlocks()
  }

  /** Writes what has changed. @throws {StateError} closed; the error of the file system: the next call tries again */
  commit(): void {
    const records = this.#records
    if (!this.#started || !records?.changed) return
    this.#requireOpen()
    if (!this.#log) return
    const lines = this.#log.append(records.changes())
    records.forgetChanges()
    this.#rewrite?.follow(lines)
    if (!this.#rewrite && this.#log.size > Math.max(LEAST, GROWTH * this.#base)) this.#startRewrite(records, this.#log)
  }

  /** Writes what is left and lets go of the directory. */
  close(): void {
    if (this.#closed) return
    try {
      // Numbers that were used for nothing that is kept are not used again either.
      if (this.#started) this.#records?.markSettings()
      this.commit()
    } finally {
      this.#closed = true
      this.#rewrite?.stop()
      this.#log?.close()
      this.#unlock()
    }
  }

  /** Another emulator may have the directory since. */
  #requireOpen(): void {
    if (this.#closed)
      throw new StateError('closed', `The emulator is closed, and with it ${this.#directory}: changes are lost.`)
  }

  /** Writes soon what nobody waits for: what the clock did, or a test behind the API. */
  #plan(): void {
    if (this.#planned) return
    this.#planned = true
    queueMicrotask(() => {
      this.#planned = false
      try {
        this.commit()
      } catch (error) {
        this.#onError(error)
      }
    })
  }

  #startRewrite(records: Records, log: StateLog): void {
    const done = () => {
      this.#rewrite = undefined
      this.#base = log.size
    }
    const failed = (error: unknown) => {
      // Not before the log has grown as much again.
      done()
      this.#onError(error)
    }
    this.#rewrite = new Rewrite(log, records.all(), done, failed)
  }

  /** Blocks of a cloud that was replaced, and of one that was to take its place. */
  #removeOldBlocks(): void {
    const current = this.#log?.header.blocks
    for (const name of this.#files.readdirSync(this.#directory))
      if (name.startsWith('blocks-') && name !== current)
        this.#files.rmSync(joined(this.#directory, name), { recursive: true, force: true })
  }
}

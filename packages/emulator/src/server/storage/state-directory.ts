import type { RecordLine, Records } from '../../base/records.ts'
import { FileBlocks } from './file-blocks.ts'
import { type Files, joined, machineFiles, makeDirectory } from './files.ts'
import { lock } from './lock.ts'
import type { LogHeader } from './log-format.ts'
import { blocksOf, VERSIONS } from './needed-blocks.ts'
import { Rewrite } from './rewrite.ts'
import { StateError, usingFiles } from './state-error.ts'
import { hasLog, StateLog } from './state-log.ts'

/** A log is written anew when it is this many times as long as it would be then, and not before it has so many bytes. */
const GROWTH = 2
const LEAST = 4 << 20
/** Blocks that nothing needs stay for so long: somebody may be about to put them together to an object. */
const PATIENCE_MS = 24 * 3600 * 1000

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
  /** Of the cloud in the directory; undefined as long as it has not been read. */
  #records: Records | undefined
  #rewrite: Rewrite | undefined
  /** Size of the log when it was last written anew. */
  #base = 0
  #planned = false
  #closed = false
  #lastBlocks = 0
  /** Names of directories with the blocks of clouds that are to take the place of the one that is there. */
  readonly #coming: Set<string> = new Set()

  /**
   * Opens or creates a directory.
   * @param onError told of what goes wrong outside of a call, with nobody to throw it at
   * @throws {StateError} in use, something else, another format, or the file system says no
   */
  constructor(directory: string, onError: (error: unknown) => void) {
    const files = machineFiles()
    this.#files = files
    this.#directory = directory
    this.#onError = onError
    this.#unlock = usingFiles(`The state directory ${directory} cannot be used`, () => {
      makeDirectory(files, directory)
      const names = files.readdirSync(directory)
      if (names.some((name) => !OWN.test(name)) && !names.includes('state.log'))
        throw new StateError('not-a-state', `${directory} holds other files. Use an empty directory, or a new one.`)
      const unlock = lock(files, directory)
      try {
        if (hasLog(files, directory)) this.#log = StateLog.open(files, directory)
        this.#removeOldBlocks()
        return unlock
      } catch (error) {
        unlock()
        throw error
      }
    })
  }

  /** What the cloud in the directory was created with; undefined if there is none yet. */
  get header(): LogHeader | undefined {
    return this.#log?.header
  }

  /** What is in the log; undefined if there is none. @throws {StateError} damaged */
  changes(): Iterable<RecordLine> | undefined {
    return this.#log?.changes()
  }

  /** The blocks of the cloud that is there. */
  blocks(name: string): FileBlocks {
    return new FileBlocks(this.#files, joined(this.#directory, name))
  }

  /** A place for the blocks of a cloud that is to take the place of the one that is there, or to be discarded. */
  newBlocks(): { readonly name: string; readonly blocks: FileBlocks } {
    this.#requireOpen()
    this.#lastBlocks = Math.max(this.#lastBlocks, Number(/\d+$/.exec(this.#log?.header.blocks ?? '0')?.[0])) + 1
    const name = `blocks-${this.#lastBlocks}`
    return usingFiles(`${this.#directory} cannot be written to`, () => {
      this.#files.rmSync(joined(this.#directory, name), { recursive: true, force: true })
      const blocks = this.blocks(name)
      this.#coming.add(name)
      return { name, blocks }
    })
  }

  /** Nothing came of it. */
  discardBlocks(name: string): void {
    this.#coming.delete(name)
    // By then somebody else may have a directory of this name.
    if (!this.#closed) this.#contained(() => this.#removeOldBlocks())
  }

  /** Listens for changes of a cloud, which are written from `start` on. */
  readonly listen = (records: Records): void => {
    records.listen(() => {
      if (this.#records === records) this.#plan()
    })
  }

  /** The cloud that was read from here goes on. */
  goOn(records: Records, blocks: FileBlocks): void {
    this.#records = records
    this.#base = this.#log?.size ?? 0
    // What came to be on the way is all that has to be written.
    this.commit()
    this.#contained(() => {
      const needed = new Set<string>()
      for (const version of records.all(VERSIONS)) for (const hash of blocksOf(version)) needed.add(hash)
      blocks.prune(needed, Date.now() - PATIENCE_MS)
    })
  }

  /** A cloud that was listened to is the one of this directory from now on. @throws {StateError} and the one before stays */
  start(records: Records, header: LogHeader): void {
    this.#requireOpen()
    this.#rewrite?.stop()
    this.#rewrite = undefined
    const log = usingFiles(`${this.#directory} cannot be written to`, () =>
      StateLog.create(this.#files, this.#directory, header, records.all()),
    )
    this.#log?.close()
    this.#log = log
    this.#base = log.size
    this.#records = records
    records.forgetChanges()
    this.#coming.delete(header.blocks)
    this.#contained(() => this.#removeOldBlocks())
  }

  /** Writes what has changed. @throws {StateError} closed, or the file system says no: the next call tries again */
  commit(): void {
    const records = this.#records
    if (!records?.changed) return
    this.#requireOpen()
    const log = this.#log
    if (!log) return
    const contents = usingFiles(
      `Changes of the cloud could not be written to ${this.#directory}, and are lost if the emulator ends before they can be`,
      () => log.append(records.changes()),
    )
    records.forgetChanges()
    this.#rewrite?.follow(contents)
    if (!this.#rewrite && log.size > Math.max(LEAST, GROWTH * this.#base)) this.#startRewrite(records, log)
  }

  /** Writes what is left and lets go of the directory. @throws {StateError} if it could not be written */
  close(): void {
    if (this.#closed) return
    this.#rewrite?.stop()
    try {
      // Numbers that were used for nothing that is kept are not used again either.
      this.#records?.markSettings()
      // No time to write the log anew.
      this.#base = Number.POSITIVE_INFINITY
      this.commit()
    } finally {
      this.#closed = true
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
      this.#contained(() => this.commit())
    })
  }

  /** Does what nobody waits for. */
  #contained(work: () => void): void {
    try {
      work()
    } catch (error) {
      this.#onError(error)
    }
  }

  /** If it fails, all is written nevertheless: it is tried again when the log has grown as much once more. */
  #startRewrite(records: Records, log: StateLog): void {
    const done = () => {
      this.#rewrite = undefined
      this.#base = log.size
    }
    const failed = (error: unknown) => {
      done()
      this.#onError(error)
    }
    try {
      this.#rewrite = new Rewrite(log, records.all(), done, failed)
    } catch (error) {
      failed(error)
    }
  }

  /** Blocks of a cloud that was replaced, and of one that was to take its place. */
  #removeOldBlocks(): void {
    const current = this.#log?.header.blocks
    for (const name of this.#files.readdirSync(this.#directory))
      if (name.startsWith('blocks-') && name !== current && !this.#coming.has(name))
        this.#files.rmSync(joined(this.#directory, name), { recursive: true, force: true })
  }
}

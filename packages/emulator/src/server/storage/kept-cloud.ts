import { type BlockStore, MemoryBlocks } from '../../base/blocks.ts'
import { Clock } from '../../base/clock.ts'
import { BLOCK_SIZE, BuiltCloud, type StateSource } from '../build-cloud.ts'
import type { EmulatorOptions } from '../options.ts'
import type { Fixture } from './fixture.ts'
import { readFixture } from './read-fixture.ts'
import { StateDirectory } from './state-directory.ts'
import { StateError, usingFiles } from './state-error.ts'
import { fixturePieces } from './write-fixture.ts'

/** How messages call what is imported. */
const FIXTURE = 'The fixture'

/** The cloud of an emulator, in memory or in a directory: as new, as it was left, or as a file has it. */
export class KeptCloud {
  readonly #options: EmulatorOptions
  readonly #clock: Clock
  readonly #changed: () => void
  readonly #directory: StateDirectory | undefined
  #cloud: BuiltCloud

  /** @throws {StateError} if the state directory cannot be used */
  constructor(options: EmulatorOptions, clock: Clock, changed: () => void) {
    this.#options = options
    this.#clock = clock
    this.#changed = changed
    const onError = (error: unknown) => (options.onError ?? report)(error, { method: '', target: '' })
    this.#directory = options.state === undefined ? undefined : new StateDirectory(options.state, onError)
    try {
      this.#cloud = this.#directory ? this.#open(this.#directory) : this.#build(options.blocks ?? new MemoryBlocks())
    } catch (error) {
      this.#directory?.close()
      throw error
    }
    // Where the clock is belongs to the cloud.
    if (this.#directory) clock.listen(() => this.#cloud.records.markSettings())
  }

  get cloud(): BuiltCloud {
    return this.#cloud
  }

  /** Writes what has changed, if it is kept anywhere. */
  commit(): void {
    this.#directory?.commit()
  }

  /** A cloud as new. @throws {StateError} if it cannot be written: nothing has changed then */
  reset(): void {
    if (this.#directory) this.#replace(this.#directory, this.#directory.newBlocks())
    else {
      const blocks = this.#options.blocks ?? new MemoryBlocks()
      void blocks.clear()
      this.#take(blocks)
    }
  }

  /** All of the cloud as JSON, as it is now. @throws {StateError} if a block is missing or damaged */
  export(): AsyncGenerator<Uint8Array, void, undefined> {
    const { options, records, blocks } = this.#cloud
    return fixturePieces(options.blockSize, records.all(), blocks)
  }

  /** The cloud that was exported. @throws {StateError} and changes nothing */
  async import(exported: unknown): Promise<void> {
    const directory = this.#directory
    if (!directory) {
      const blocks = this.#options.blocks ?? new MemoryBlocks()
      this.#take(blocks, await this.#readFixture(exported, blocks))
      return
    }
    const place = directory.newBlocks()
    try {
      this.#replace(directory, place, await this.#readFixture(exported, place.blocks))
    } catch (error) {
      directory.discardBlocks(place.name)
      throw error
    }
  }

  /** Writes what is left. A cloud that is in a directory has ended by that. */
  close(): void {
    if (!this.#directory) return
    this.#clock.clear()
    this.#directory.close()
  }

  #open(directory: StateDirectory): BuiltCloud {
    const { header } = directory
    if (header) this.#checkBlockSize(header.blockSize, String(this.#options.state))
    const place = header ? { name: header.blocks, blocks: directory.blocks(header.blocks) } : directory.newBlocks()
    const blockSize = header?.blockSize ?? this.#options.blockSize ?? BLOCK_SIZE
    const source = { blockSize, listen: directory.listen, lines: directory.changes() }
    const build = () => this.#build(place.blocks, source)
    const cloud = header ? explained(String(this.#options.state), build) : build()
    if (header) directory.goOn(cloud.records, place.blocks)
    else directory.start(cloud.records, { blockSize, blocks: place.name })
    return cloud
  }

  #replace(directory: StateDirectory, { name, blocks }: ReturnType<StateDirectory['newBlocks']>, fixture?: Fixture) {
    try {
      this.#take(blocks, { ...fixture, listen: directory.listen }, ({ records, options: { blockSize } }) =>
        directory.start(records, { blockSize, blocks: name }),
      )
    } catch (error) {
      directory.discardBlocks(name)
      throw error
    }
  }

  #build(
    blocks: BlockStore,
    source: StateSource & { blockSize?: number } = {},
    clock: Clock = this.#clock,
  ): BuiltCloud {
    const blockSize = source.blockSize ?? this.#options.blockSize
    return new BuiltCloud({ ...this.#options, blocks, blockSize }, clock, this.#changed, source)
  }

  /** @throws {StateError} */
  async #readFixture(exported: unknown, blocks: BlockStore): Promise<Fixture> {
    const fixture = await readFixture(exported, FIXTURE, async (hash, block) => {
      try {
        await blocks.put(hash, block)
      } catch (error) {
        usingFiles('The blocks of the fixture cannot be written', () => {
          throw error
        })
      }
    })
    this.#checkBlockSize(fixture.blockSize, FIXTURE)
    // Whether it can be read is seen on a trial.
    const trial = new Clock({ manual: true })
    explained(FIXTURE, () => this.#build(new MemoryBlocks(), fixture, trial))
    return fixture
  }

  /** A new cloud in the place of the one that is there, which stays if anything fails. */
  #take(blocks: BlockStore, source?: StateSource & { blockSize?: number }, keep?: (cloud: BuiltCloud) => void): void {
    this.#cloud = this.#clock.startAnew(() => {
      const cloud = this.#build(blocks, source)
      cloud.origin = this.#cloud.origin
      keep?.(cloud)
      return cloud
    })
  }

  /** @throws {StateError} */
  #checkBlockSize(kept: number, name: string): void {
    const { blockSize = kept } = this.#options
    if (blockSize === kept) return
    throw new StateError(
      'mismatch',
      `${name} holds a cloud whose blocks have ${kept} bytes, not ${blockSize}. Leave the option blockSize out.`,
    )
  }
}

/** What a state holds that cannot be read is an error of the state. */
function explained<T>(name: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof StateError || !(error instanceof Error)) throw error
    throw new StateError('damaged', `${name} is damaged: ${error.message}`, { cause: error })
  }
}

function report(error: unknown): void {
  // biome-ignore lint/suspicious/noConsole: changes that are not written must not pass in silence.
  console.error('kamaki-emulator: the state could not be written:', error)
}

import { type BlockStore, MemoryBlocks } from '../../base/blocks.ts'
import { Clock } from '../../base/clock.ts'
import { BLOCK_SIZE, BuiltCloud, type StateSource } from '../build-cloud.ts'
import type { EmulatorOptions } from '../options.ts'
import { type Fixture, fixtureText, readFixture } from './fixture.ts'
import { StateDirectory } from './state-directory.ts'
import { StateError } from './state-error.ts'

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

  /** A cloud as new. */
  reset(): void {
    this.#clock.clear()
    if (this.#directory) this.#replace(this.#directory)
    else {
      const blocks = this.#options.blocks ?? new MemoryBlocks()
      void blocks.clear()
      this.#take(this.#build(blocks))
    }
  }

  /** All of the cloud as one string. */
  export(): Promise<string> {
    const { options, records, blocks } = this.#cloud
    return fixtureText(options.blockSize, records.all(), blocks)
  }

  /** The cloud that was exported. @throws {StateError} and changes nothing */
  async import(fixture: unknown): Promise<void> {
    const read = await readFixture(fixture, 'The fixture')
    this.#checkBlockSize(read.blockSize, 'The fixture')
    // Whether it can be read is seen on a trial.
    const trial = new Clock({ manual: true })
    explained('The fixture', () => this.#build(new MemoryBlocks(), read, trial))
    this.#clock.clear()
    if (this.#directory) await this.#replace(this.#directory, read)
    else {
      const blocks = this.#options.blocks ?? new MemoryBlocks()
      await blocks.clear()
      await putAll(blocks, read)
      this.#take(this.#build(blocks, read))
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
    const { blocks } = directory
    const blockSize = header?.blockSize ?? this.#options.blockSize ?? BLOCK_SIZE
    const source = { listen: directory.listen, lines: directory.changes() }
    const cloud = explained(String(this.#options.state), () => this.#build(blocks, { blockSize, ...source }))
    directory.start({ blockSize, blocks: header?.blocks ?? 'blocks-1' })
    return cloud
  }

  #replace(directory: StateDirectory, fixture?: Fixture): Promise<void> {
    const { name, blocks } = directory.newBlocks()
    const take = () => {
      const cloud = this.#build(blocks, { ...fixture, listen: directory.listen })
      this.#take(cloud)
      directory.start({ blockSize: cloud.options.blockSize, blocks: name })
    }
    if (!fixture) {
      take()
      return Promise.resolve()
    }
    return putAll(blocks, fixture).then(take)
  }

  #build(
    blocks: BlockStore,
    source: StateSource & { blockSize?: number } = {},
    clock: Clock = this.#clock,
  ): BuiltCloud {
    const blockSize = source.blockSize ?? this.#options.blockSize
    return new BuiltCloud({ ...this.#options, blocks, blockSize }, clock, this.#changed, source)
  }

  #take(cloud: BuiltCloud): void {
    cloud.origin = this.#cloud.origin
    this.#cloud = cloud
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

async function putAll(blocks: BlockStore, { blocks: contents }: Fixture): Promise<void> {
  for (const [hash, block] of contents) await blocks.put(hash, block)
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

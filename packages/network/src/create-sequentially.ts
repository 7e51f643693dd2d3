import { KamakiError, type RequestOptions } from '@kamaki/core'
import { markError } from '@kamaki/core/toolkit'

/** Some of a batch of things were made when making the next one failed. */
export class BatchError<T = unknown> extends KamakiError {
  static {
    markError(BatchError, 'BatchError')
  }

  /** Those that were made and are there. */
  readonly created: readonly T[]
  /** Which one failed, counted from 0; `cause` says why. */
  readonly index: number

  constructor(message: string, fields: { created: readonly T[]; index: number }, options?: ErrorOptions) {
    super(message, options)
    this.created = fields.created
    this.index = fields.index
  }
}

/**
 * Makes things one after the other, in their order: the server takes only one at a time.
 *
 * @throws {BatchError} with those made so far, if one fails; an abort is rethrown as it is if nothing was made yet.
 */
export async function createEach<I, T>(
  things: readonly I[],
  create: (thing: I, options: RequestOptions | undefined) => Promise<T>,
  what: string,
  options: RequestOptions | undefined,
): Promise<T[]> {
  const created: T[] = []
  for (const [index, thing] of things.entries()) {
    try {
      created.push(await create(thing, options))
    } catch (error) {
      if (created.length === 0) throw error
      const reason = error instanceof Error ? error.message : String(error)
      const message = `${created.length} of ${things.length} ${what} were made, then ${what}[${index}] failed: ${reason}`
      throw new BatchError(message, { created, index }, { cause: error })
    }
  }
  return created
}

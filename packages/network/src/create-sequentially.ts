import { PartialCreateError, type RequestOptions } from '@kamaki/core'
import { requireArray } from '@kamaki/core/toolkit'

/**
 * Creates resources one after the other, in order: Synnefo takes only one per request. All are checked before the first is sent.
 *
 * @param plural what they are called, in messages.
 * @throws {PartialCreateError} with those created so far, if one fails after the first; if the first fails, its own error.
 */
export async function createSequentially<N, T>(
  plural: string,
  items: readonly N[],
  check: (item: N, prefix: string) => void,
  create: (item: N, options: RequestOptions | undefined) => Promise<T>,
  options: RequestOptions | undefined,
): Promise<T[]> {
  for (const [index, item] of requireArray(items, plural).entries()) check(item, `${plural}[${index}].`)
  const created: T[] = []
  for (const item of items) {
    try {
      created.push(await create(item, options))
    } catch (error) {
      if (created.length === 0) throw error
      const reason = error instanceof Error ? error.message : String(error)
      throw new PartialCreateError(
        `Created ${created.length} of ${items.length} ${plural}; ${plural}[${created.length}] failed: ${reason}`,
        { created },
        { cause: error },
      )
    }
  }
  return created
}

import { PartialCreateError, type RequestOptions } from '@kamaki/core'
import { type Http, reasonOf, requireArray } from '@kamaki/core/toolkit'

/**
 * Creates resources one after the other, in order: Synnefo takes only one per request. All are checked before the first is sent.
 *
 * @param plural what they are called, in messages.
 * @throws {PartialCreateError} with those created so far, if one fails after the first, or the caller aborts then.
 */
export async function createSequentially<N, T>(
  http: Http,
  plural: string,
  items: readonly N[],
  check: (item: N, prefix: string) => void,
  create: (item: N, request: RequestOptions) => Promise<T>,
  options: RequestOptions = {},
): Promise<T[]> {
  for (const [index, item] of requireArray(items, plural).entries()) check(item, `${plural}[${index}].`)
  const created: T[] = []
  try {
    await http.composite(`creation of ${items.length} ${plural}`, options, async (request) => {
      for (const item of items) created.push(await create(item, request))
    })
    return created
  } catch (cause) {
    if (created.length === 0) throw cause
    const reason = reasonOf(cause)
    const message = `Created ${created.length} of ${items.length} ${plural}; ${plural}[${created.length}] failed: ${reason}`
    throw new PartialCreateError(message, { created }, { cause })
  }
}

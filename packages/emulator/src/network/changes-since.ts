import type { Cloud } from '../cloud.ts'
import { changed, changesSince } from '../http/changes-since.ts'
import { Fault } from '../http/fault.ts'
import type { Call } from '../http/request.ts'

/**
 * What a list shows: without `changes-since` what is not deleted, else what changed since, deleted or not.
 * @throws {Fault} 304 if nothing did, 400 for a time that is not valid, too old or in the future
 */
export function listed<T>(
  call: Call,
  cloud: Cloud,
  items: readonly T[],
  of: (item: T) => { updated: number; deleted: boolean },
): T[] {
  const dated = items.map((item) => ({ ...of(item), item }))
  const found = changed(dated, changesSince(call, cloud.clock))
  if (!found) throw new Fault(304, 'notModified', '')
  return found.map(({ item }) => item)
}

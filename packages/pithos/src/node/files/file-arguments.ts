import { formatValue, rejectArgument } from '@kamaki/core/toolkit'
import type { PithosObject } from '../../handles/pithos-object.ts'

/** Rejects a container, and arguments the other way round, before a file is opened. */
export function checkObject(object: PithosObject, order: string): void {
  if (typeof object?.upload === 'function' && typeof object.download === 'function') return
  rejectArgument(
    'object',
    `must be a PithosObject, such as container.object(name); got ${formatValue(object)}. The arguments are ${order}`,
  )
}

import { stat } from 'node:fs/promises'
import { formatValue } from '@kamaki/core/toolkit'
import type { PithosObject } from '../../handles/pithos-object.ts'
import { invalid } from '../../invalid.ts'

/** Refuses a container, and arguments the other way round, before a file is opened. */
export function checkObject(object: PithosObject): void {
  if (typeof object?.upload === 'function' && typeof object.download === 'function') return
  throw invalid('object', `object must be a PithosObject, such as container.object(name); got ${formatValue(object)}`)
}

/** A directory is no place for the content of one object. */
export async function refuseDirectory(path: string): Promise<void> {
  const there = await stat(path).catch(() => undefined)
  if (there?.isDirectory() !== true) return
  throw invalid(
    'file',
    `${path} is a directory: name the file in it, or bring a container there with syncDown(container, directory)`,
  )
}

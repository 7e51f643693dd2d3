import { md5 } from '@noble/hashes/legacy.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { badRequest } from '../http/fault.ts'
import type { Content } from './block-reader.ts'
import type { Context } from './context.ts'
import { hexOf } from './hash.ts'
import type { Version } from './nodes.ts'
import { EVERYTHING, listObjects } from './object-listing.ts'
import { hashesOf } from './objects.ts'
import { splitSource } from './path.ts'

export const MANIFEST = 'X-Object-Manifest'

/**
 * The parts that a manifest stands for, in order of their names: those that the reader may list, and no word of others.
 * @throws {Fault} 400, 403, 404
 */
export function manifestParts({ store, user }: Context, account: string, manifest: string): Version[] {
  const source = splitSource(`/${manifest}`)
  if (!source) throw badRequest('Invalid X-Object-Manifest header')
  const found = listObjects(store, user, account, source.container, { ...EVERYTHING, prefix: source.name })
  return found.flatMap((entry) => ('name' in entry ? [entry.version] : []))
}

export function contentsOf({ store }: Context, parts: readonly Version[]): Content[] {
  return parts.map((version) => ({ size: version.size, hashes: hashesOf(store, version) }))
}

/** Size and checksum that a manifest shows; undefined when its parts cannot be had. */
export function manifestFacts(
  context: Context,
  account: string,
  manifest: string,
): { bytes: number; checksum: string } | undefined {
  try {
    const parts = manifestParts(context, account, manifest)
    const bytes = parts.reduce((sum, { size }) => sum + size, 0)
    return { bytes, checksum: hexOf(md5(utf8ToBytes(parts.map(({ hash }) => hash ?? '').join('')))) }
  } catch {
    return undefined
  }
}

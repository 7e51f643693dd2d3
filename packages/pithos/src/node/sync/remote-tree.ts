import { type RequestOptions, TransferError } from '@kamaki/core'
import { formatValue } from '@kamaki/core/toolkit'
import type { PithosContainer } from '../../handles/pithos-container.ts'
import type { ObjectSummary } from '../../model/object.ts'

/** An object below the prefix. */
export interface RemoteEntry {
  /** Its name without the prefix. Anything that a name can be: not checked to be a path. */
  path: string
  name: string
  isDirectory: boolean
  bytes: number
  /** Merkle root of its blocks, which of some objects is not that of the content. */
  hash: string | undefined
  uuid: string
  version: number | undefined
  contentType: string
  isAvailable: boolean
}

/** A string that is different for each version of each object. */
export function versionMark(uuid: string, version: number | undefined): string | undefined {
  return uuid === '' || version === undefined ? undefined : `${uuid}:${version}`
}

/** Types of directory objects; what else the type says does not matter. */
const directoryType = /^application\/(?:directory|folder)\s*(?:;|$)/i

function readEntry(entry: ObjectSummary, prefix: string): RemoteEntry {
  const { name, bytes, hash, uuid, version, contentType } = entry
  // Other tools mark directories by a name that ends with a slash.
  const slashed = bytes === 0 && name.endsWith('/')
  const isDirectory = bytes === 0 && (slashed || directoryType.test(contentType))
  const path = name.slice(prefix.length)
  return {
    path: isDirectory && slashed ? path.slice(0, -1) : path,
    name,
    isDirectory,
    bytes,
    hash,
    uuid,
    version,
    contentType,
    isAvailable: entry.availability === 'available',
  }
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0
const isShort = (value: unknown): boolean => typeof value === 'string' && value.length <= 1024

/** Lists are not trusted: sizes, versions and names become paths, files and messages. */
function requireEntry({ name, bytes, version, hash, uuid, contentType }: ObjectSummary): void {
  const problem =
    typeof name !== 'string' || name === ''
      ? 'no name'
      : !isCount(bytes)
        ? `a size of ${formatValue(bytes)}`
        : !isCount(version)
          ? `a version of ${formatValue(version)}`
          : !isShort(uuid) || !(hash === undefined || isShort(hash))
            ? 'a hash or id that is not one'
            : typeof contentType === 'string'
              ? undefined
              : 'a type that is not a string'
  if (problem === undefined) return
  throw new TransferError(
    `The cloud listed ${formatValue(name)} with ${problem}. Nothing was changed: ask its operator`,
  )
}

/** All objects below a prefix, from the list alone. */
export async function listRemote(
  container: PithosContainer,
  prefix: string,
  request: RequestOptions,
): Promise<RemoteEntry[]> {
  const entries: RemoteEntry[] = []
  const list = container.objects.list({ ...request, ...(prefix === '' ? {} : { prefix }) })
  for await (const entry of list) {
    // The prefix itself is the directory that is synchronised.
    requireEntry(entry)
    if (!entry.name.startsWith(prefix) || entry.name === prefix) continue
    entries.push(readEntry(entry, prefix))
  }
  return entries
}

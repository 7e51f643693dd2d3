import { decodeHeaderValue, type LiteralUnion } from '@kamaki/core/toolkit'
import type { BlockFormat } from '../hash/blocks.ts'
import { httpDate } from './dates.ts'
import { type Metadata, normaliseMetadataName, readPrefixed } from './metadata.ts'

/** Settings of a container that its owner may choose. */
export interface ContainerPolicy {
  /** Bytes; Infinity: no limit of its own (0 on the wire). */
  quota: number
  /** `auto` keeps replaced and deleted versions until they are purged, `none` drops them at once. */
  versioning: LiteralUnion<'auto' | 'none'>
  /** Uuid of the project that pays for the space; by default the account's own uuid. */
  project: string
}

/** What a container is. What only its owner is told is undefined for others. */
export interface ContainerInfo {
  objectCount?: number
  bytesUsed?: number
  /** How content is cut and hashed. */
  blocks: BlockFormat
  policy?: ContainerPolicy
  metadata: Metadata
  /** Names of metadata found on the container's objects. */
  objectMetadataNames: string[]
  lastModified: Date | undefined
  untilTimestamp?: Date
}

/** Counts in a header, or undefined where it is absent or no number. */
export function optionalCount(headers: Headers, name: string): number | undefined {
  const text = headers.get(name)?.trim()
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined
}

/** A container's quota as it travels: 0 is no limit. */
export function formatQuota(bytes: number): string {
  return bytes === Number.POSITIVE_INFINITY ? '0' : bytes.toFixed(0)
}

/** Reads a container's headers. */
export function containerInfo(headers: Headers): ContainerInfo {
  const info: ContainerInfo = {
    blocks: {
      blockSize: optionalCount(headers, 'x-container-block-size') || 4194304,
      blockHash: headers.get('x-container-block-hash') || 'sha256',
    },
    metadata: readPrefixed(headers, 'x-container-meta-'),
    // Encoded item by item, so it is cut at the commas first.
    objectMetadataNames: (headers.get('x-container-object-meta') ?? '')
      .split(',')
      .filter((name) => name.trim() !== '')
      .map((name) => normaliseMetadataName(decodeHeaderValue(name.trim()))),
    lastModified: httpDate(headers.get('last-modified')),
  }
  const objectCount = optionalCount(headers, 'x-container-object-count')
  const bytesUsed = optionalCount(headers, 'x-container-bytes-used')
  const quota = optionalCount(headers, 'x-container-policy-quota')
  const untilTimestamp = httpDate(headers.get('x-container-until-timestamp'))
  if (objectCount !== undefined) info.objectCount = objectCount
  if (bytesUsed !== undefined) info.bytesUsed = bytesUsed
  if (untilTimestamp !== undefined) info.untilTimestamp = untilTimestamp
  const versioning = headers.get('x-container-policy-versioning')
  if (quota !== undefined || versioning !== null) {
    info.policy = {
      quota: quota ? quota : Number.POSITIVE_INFINITY,
      versioning: versioning ?? 'auto',
      project: decodeHeaderValue(headers.get('x-container-policy-project') ?? ''),
    }
  }
  return info
}

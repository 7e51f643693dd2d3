import {
  decodeHeaderValue,
  formatValue,
  omitUndefined,
  rejectArgument,
  requireObject,
  requireOneOf,
} from '@kamaki/core/toolkit'
import type { ContainerInfo, ContainerPolicy, ContainerSummary, PolicyChanges } from '../model/container.ts'
import { isCount, readCount, readDate } from './header-values.ts'

import { normaliseMetadataName, readPrefixed } from './metadata.ts'

function readPolicy(
  quota: number | undefined,
  versioning: string | null,
  project: string,
): ContainerPolicy | undefined {
  if (quota === undefined && versioning === null) return undefined
  return { quota: quota ? quota : Number.POSITIVE_INFINITY, versioning: versioning ?? 'auto', project }
}

/** Reads a container's headers. */
export function readContainer(name: string, headers: Headers): ContainerInfo {
  const project = decodeHeaderValue(headers.get('x-container-policy-project') ?? '')
  const quota = readCount(headers, 'x-container-policy-quota')
  return {
    name,
    blocks: {
      blockSize: readCount(headers, 'x-container-block-size') || 4194304,
      blockHash: headers.get('x-container-block-hash') || 'sha256',
    },
    metadata: readPrefixed(headers, 'x-container-meta-'),
    // Encoded item by item, so it is cut at the commas first.
    objectMetadataNames: (headers.get('x-container-object-meta') ?? '')
      .split(',')
      .filter((each) => each.trim() !== '')
      .map((each) => normaliseMetadataName(decodeHeaderValue(each.trim()))),
    lastModified: readDate(headers.get('last-modified')),
    ...omitUndefined({
      objectCount: readCount(headers, 'x-container-object-count'),
      bytesUsed: readCount(headers, 'x-container-bytes-used'),
      policy: readPolicy(quota, headers.get('x-container-policy-versioning'), project),
      untilTimestamp: readDate(headers.get('x-container-until-timestamp')),
    }),
  }
}

/** A container of a list, as the server sends it. */
export interface ContainerEntry {
  name: string
  count?: number
  bytes?: number
  last_modified?: string
  x_container_until_timestamp?: string
  /** The quota is in bytes as a string, or a number where it is the default. */
  x_container_policy?: { quota?: string | number; versioning?: string; project?: string | null }
}

const isOptional = (value: unknown, is: (value: unknown) => boolean): boolean =>
  (value ?? undefined) === undefined || is(value)

export function isContainerEntry({ name, count, bytes, x_container_policy: policy }: ContainerEntry): boolean {
  const isPolicy = isOptional(policy, (value) => typeof value === 'object' && Number(policy?.quota ?? 0) >= 0)
  return typeof name === 'string' && name !== '' && isOptional(count, isCount) && isOptional(bytes, isCount) && isPolicy
}

export function readContainerEntry(entry: ContainerEntry): ContainerSummary {
  const policy = entry.x_container_policy
  return {
    name: entry.name,
    lastModified: readDate(entry.last_modified),
    ...omitUndefined({
      objectCount: entry.count,
      bytesUsed: entry.bytes,
      policy: policy && readPolicy(Number(policy.quota ?? 0), policy.versioning ?? null, policy.project ?? ''),
      untilTimestamp: readDate(entry.x_container_until_timestamp),
    }),
  }
}

/** The cloud takes any string, and fails only when the first object is written. */
function requireProject(project: string): string {
  if (typeof project === 'string' && /^[0-9a-z-]{1,256}$/i.test(project)) return project
  const problem = `must be the uuid of a project; got ${formatValue(project)}. Find it with astakos.projects.list()`
  return rejectArgument('project', problem)
}

/** Headers of a container's settings. */
export function policyHeaders(policy: PolicyChanges): Record<string, string> {
  const { quota, versioning, project } = requireObject(policy, 'policy')
  const headers: Record<string, string> = {}
  if (quota !== undefined) {
    const isUnlimited = quota === Number.POSITIVE_INFINITY
    if (!isUnlimited && !(Number.isSafeInteger(quota) && quota >= 0))
      rejectArgument('quota', 'must be whole bytes, or Infinity for no limit')
    headers['X-Container-Policy-Quota'] = isUnlimited ? '0' : String(quota)
  }
  if (versioning !== undefined)
    headers['X-Container-Policy-Versioning'] = requireOneOf(versioning, ['auto', 'none'], 'versioning')
  if (project !== undefined) headers['X-Container-Policy-Project'] = requireProject(project)
  return headers
}

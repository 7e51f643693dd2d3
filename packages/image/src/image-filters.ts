import type { RequestOptions } from '@kamaki/core'
import { requireNonNegativeInteger, requireOneOf } from '@kamaki/core/toolkit'
import type { Image, ImageSummary } from './image-types.ts'
import { propertyName } from './properties.ts'

/** By what a list can be ordered. */
export type ImageOrder =
  | 'id'
  | 'name'
  | 'status'
  | 'size'
  | 'disk_format'
  | 'container_format'
  | 'created_at'
  | 'updated_at'

/**
 * Which images to list, and how. The registry reads filters and does not apply them, so that this is done here: `name` and the others are
 * compared as they are.
 */
export interface ListImagesOptions extends RequestOptions {
  name?: string | undefined
  status?: string | undefined
  diskFormat?: string | undefined
  containerFormat?: string | undefined
  /** Bytes. */
  sizeMin?: number | undefined
  sizeMax?: number | undefined
  /** A name to order by, `-` before it for the other way round (`-size`: largest first). Default: newest first. */
  order?: ImageOrder | `-${ImageOrder}` | undefined
}

/** Filters that need the detailed list. */
export interface ListImagesDetailOptions extends ListImagesOptions {
  isPublic?: boolean | undefined
  isSnapshot?: boolean | undefined
  /** Uuid of the owner. */
  owner?: string | undefined
  /** All of these, by names as the registry keeps them (`os`, `root_partition`). */
  properties?: Readonly<Record<string, string>> | undefined
}

const ORDERS: readonly string[] = [
  'id',
  'name',
  'status',
  'size',
  'disk_format',
  'container_format',
  'created_at',
  'updated_at',
]

/** What cannot be: an unknown order, a size that is none. */
export function checkFilter(filter: ListImagesDetailOptions): void {
  if (filter.order !== undefined) requireOneOf(filter.order.replace(/^-/, ''), ORDERS, 'order')
  for (const name of ['sizeMin', 'sizeMax'] as const) {
    const size = filter[name]
    if (size !== undefined) requireNonNegativeInteger(size, name)
  }
}

/** Whether the order can be made from the plain list, which has no dates: for these the detailed one has to be asked for. */
export function needsDetail({ order }: ListImagesOptions): boolean {
  return order !== undefined && /^-?(?:created|updated)_at$/.test(order)
}

/** The images that fit, in the order wanted; in the server's own, newest first, if none is. */
export function select<T extends ImageSummary>(images: readonly T[], filter: ListImagesDetailOptions): T[] {
  const kept = images.filter((image) => fits(image, filter))
  const { order } = filter
  if (order === undefined) return kept
  const key = order.replace(/^-/, '') as keyof T
  const sign = order.startsWith('-') ? -1 : 1
  return kept.sort((a, b) => sign * compare(a[key], b[key]))
}

function fits(image: ImageSummary & Partial<Image>, filter: ListImagesDetailOptions): boolean {
  const { name, status, diskFormat, containerFormat, sizeMin, sizeMax, isPublic, isSnapshot, owner } = filter
  const same = (wanted: unknown, value: unknown) => wanted === undefined || wanted === value
  return (
    same(name, image.name) &&
    same(status, image.status) &&
    same(diskFormat, image.disk_format) &&
    same(containerFormat, image.container_format) &&
    same(isPublic, image.is_public) &&
    same(isSnapshot, image.is_snapshot) &&
    same(owner, image.owner) &&
    (sizeMin === undefined || image.size >= sizeMin) &&
    (sizeMax === undefined || image.size <= sizeMax) &&
    Object.entries(filter.properties ?? {}).every(
      ([key, value]) => image.properties?.[key] === value || image.properties?.[propertyName(key)] === value,
    )
  )
}

/** Texts by their characters' numbers, as the registry does; what is missing comes first. */
function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  const [left, right] = [String(a ?? ''), String(b ?? '')]
  return left < right ? -1 : left > right ? 1 : 0
}

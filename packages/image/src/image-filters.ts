import type { RequestOptions } from '@kamaki/core'
import {
  type OptionNames,
  requestOptionNames,
  requireKnownOptions,
  requireNonNegativeInteger,
  requireObject,
  requireOneOf,
  requireString,
} from '@kamaki/core/toolkit'
import type { Image, ImageSummary } from './image-types.ts'
import { propertyName } from './properties.ts'

/** What summaries can be ordered by. */
export type ImageSummaryOrder = 'id' | 'name' | 'status' | 'size' | 'diskFormat' | 'containerFormat'

/** What images can be ordered by. */
export type ImageOrder = ImageSummaryOrder | 'createdAt' | 'updatedAt'

const SUMMARY_ORDERS: readonly string[] = ['id', 'name', 'status', 'size', 'diskFormat', 'containerFormat']
const ORDERS: readonly string[] = [...SUMMARY_ORDERS, 'createdAt', 'updatedAt']

/** Filters on what a summary shows. The registry reads filters and does not apply them, so the client does; strings are compared exactly. */
interface SummaryFilter extends RequestOptions {
  readonly name?: string | undefined
  readonly status?: string | undefined
  readonly diskFormat?: string | undefined
  readonly containerFormat?: string | undefined
  /** Bytes. */
  readonly sizeMin?: number | undefined
  readonly sizeMax?: number | undefined
}

/** Which summaries to list, and in what order. */
export interface ListImageSummariesOptions extends SummaryFilter {
  /** A field to order by, with `-` before it in descending order (`-size`: largest first). Default: newest first. */
  readonly order?: ImageSummaryOrder | `-${ImageSummaryOrder}` | undefined
}

/** Which images to list, and in what order. */
export interface ListImagesOptions extends SummaryFilter {
  readonly isPublic?: boolean | undefined
  readonly isSnapshot?: boolean | undefined
  /** Uuid of the owner. */
  readonly owner?: string | undefined
  /** All of these, by names as the registry keeps them (`os`, `root_partition`). */
  readonly properties?: Readonly<Record<string, string>> | undefined
  /** A field to order by, with `-` before it in descending order (`-size`: largest first). Default: newest first. */
  readonly order?: ImageOrder | `-${ImageOrder}` | undefined
}

const summaryNames: OptionNames<ListImageSummariesOptions> = {
  ...{ ...requestOptionNames, name: true, status: true, diskFormat: true, containerFormat: true },
  ...{ sizeMin: true, sizeMax: true, order: true },
}
const filterNames: OptionNames<ListImagesOptions> = {
  ...{ ...summaryNames, isPublic: true, isSnapshot: true, owner: true, properties: true },
}

/** @throws {InvalidArgumentError} for an unknown order, an impossible size, or a filter that does not exist. */
export function checkFilter(filter: ListImagesOptions, of: 'images' | 'summaries'): void {
  const orders = of === 'images' ? ORDERS : SUMMARY_ORDERS
  requireKnownOptions<object>(requireObject(filter, 'options'), of === 'images' ? filterNames : summaryNames)
  if (filter.order !== undefined) requireOneOf(requireString(filter.order, 'order').replace(/^-/, ''), orders, 'order')
  if (filter.properties !== undefined) requireObject(filter.properties, 'properties')
  for (const name of ['sizeMin', 'sizeMax'] as const) {
    const size = filter[name]
    if (size !== undefined) requireNonNegativeInteger(size, name)
  }
}

/** The images that fit, in the order wanted; in the server's own, newest first, if none is. */
export function select<T extends ImageSummary>(images: readonly T[], filter: ListImagesOptions): T[] {
  const kept = images.filter((image) => fits(image, filter))
  const { order } = filter
  if (order === undefined) return kept
  const key = order.replace(/^-/, '') as keyof T
  const sign = order.startsWith('-') ? -1 : 1
  return kept.sort((a, b) => sign * compare(a[key], b[key]))
}

function fits(image: ImageSummary & Partial<Image>, filter: ListImagesOptions): boolean {
  const { sizeMin, sizeMax, properties = {} } = filter
  return (
    EXACT.every((name) => filter[name] === undefined || filter[name] === image[name]) &&
    (sizeMin === undefined || image.size >= sizeMin) &&
    (sizeMax === undefined || image.size <= sizeMax) &&
    Object.entries(properties).every(
      ([key, value]) => image.properties?.[key] === value || image.properties?.[propertyName(key)] === value,
    )
  )
}

const EXACT = ['name', 'status', 'diskFormat', 'containerFormat', 'isPublic', 'isSnapshot', 'owner'] as const

/** Strings by their code units, as the registry does. */
function compare(a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0
  return Number(a) - Number(b)
}

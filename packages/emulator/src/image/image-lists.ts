import { badRequest, internalServerError } from '../http/fault.ts'
import type { Call } from '../http/request.ts'
import { pythonInt } from '../python/int.ts'
import { imageDate } from './image-headers.ts'
import type { Image } from './model.ts'

/** An image in `GET /images`. */
export function imageSummary(image: Image): Record<string, unknown> {
  return {
    status: image.status,
    name: image.name,
    disk_format: image.diskFormat,
    container_format: image.containerFormat,
    size: image.size,
    id: image.id,
  }
}

/** An image in `GET /images/detail`. */
export function imageDetail(image: Image): Record<string, unknown> {
  return {
    ...imageSummary(image),
    checksum: image.checksum,
    location: image.location,
    created_at: imageDate(image.createdAt),
    updated_at: imageDate(image.updatedAt),
    deleted_at: '',
    is_public: image.isPublic,
    owner: image.owner,
    properties: image.properties,
    is_snapshot: image.isSnapshot,
    description: image.description,
  }
}

const SORT_KEYS: readonly string[] = [
  'id',
  'name',
  'status',
  'size',
  'disk_format',
  'container_format',
  'created_at',
  'updated_at',
]

/**
 * Images in the order that is asked for. Filters are read and not applied, sizes among them have to be whole numbers.
 * @throws {Fault} 400 unknown key or direction, a size that is none; 500 if an image lacks what is sorted by
 */
export function sortImages(call: Call, images: () => readonly Image[]): Image[] {
  const key = call.query.get('sort_key') ?? 'created_at'
  const direction = call.query.get('sort_dir') ?? 'desc'
  if (!SORT_KEYS.includes(key)) throw badRequest("Invalid 'sort_key'")
  if (direction !== 'asc' && direction !== 'desc') throw badRequest("Invalid 'sort_dir'")
  for (const name of ['size_max', 'size_min']) {
    const size = call.query.get(name)
    if (size !== undefined && pythonInt(size) === undefined) throw badRequest('Malformed request.')
  }
  const sign = direction === 'asc' ? 1 : -1
  const keyed = images().map((image) => ({ image, value: imageDetail(image)[key] }))
  if (keyed.some(({ value }) => value === undefined)) throw internalServerError()
  return keyed.sort((a, b) => sign * compare(a.value, b.value)).map(({ image }) => image)
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  const [left, right] = [String(a), String(b)]
  return left < right ? -1 : left > right ? 1 : 0
}

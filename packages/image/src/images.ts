import { type ApiResponse, List, ParseError, type RequestOptions } from '@kamaki/core'
import {
  path,
  pickRequestOptions,
  Resource,
  rejectArgument,
  requireBoolean,
  requireId,
  requireOneOf,
  unwrapped,
} from '@kamaki/core/toolkit'
import { checkName } from './checks.ts'
import {
  checkFilter,
  type ListImagesDetailOptions,
  type ListImagesOptions,
  needsDetail,
  select,
} from './image-filters.ts'
import { type ImageMeta, readImageMeta, writeImageMeta } from './image-codec.ts'
import {
  CONTAINER_FORMATS,
  type ContainerFormat,
  DISK_FORMATS,
  type DiskFormat,
  type Image,
  type ImageSummary,
} from './image-types.ts'
import { type ImageLocation, locationUrl } from './location.ts'
import { checkProperties, type Properties } from './properties.ts'

/** An image to register. */
export interface NewImage {
  /** At most 256 characters. */
  name: string
  /** The file in Pithos: text (`pithos://<account>/<container>/<object>`, not encoded), or its parts. It must be the user's own. */
  location: string | ImageLocation | readonly [account: string, container: string, object: string]
  /** Default: diskdump. */
  diskFormat?: DiskFormat | undefined
  /** Default: bare. */
  containerFormat?: ContainerFormat | undefined
  /** Whether all users may see and use it. Default: false. */
  isPublic?: boolean | undefined
  /** The Merkle root that the file must have; otherwise it is not registered. */
  checksum?: string | undefined
  /** Names lose case, and punctuation becomes `_`. At most 28 properties, 93 characters a name, 256 a value. */
  properties?: Properties | undefined
}

/** What can be changed of an image. What is left out stays. */
export interface ImageChanges {
  name?: string | undefined
  diskFormat?: DiskFormat | undefined
  containerFormat?: ContainerFormat | undefined
  /** Only the owner may change this. */
  isPublic?: boolean | undefined
  /** Merged with those that are there; an empty value takes a property away. */
  properties?: Properties | undefined
}

/** Images: files in Pithos from which servers can be made. */
export class Images extends Resource {
  /**
   * All images that the user sees: own ones, those shared with him, public ones; snapshots as well.
   *
   *     await images.list({ name: 'Debian Base' })
   *     await images.list({ order: '-size' })
   *
   * The registry ignores filters: they are applied here, as is the order.
   *
   * `GET /images` (`GET /images/detail` to order by a date) · 200 · image-api-guide § List Available Images
   * @throws {InvalidArgumentError} for an unknown order or a size that is none.
   */
  list(options: ListImagesOptions = {}): List<ImageSummary> {
    checkFilter(options)
    return List.of(async () => {
      if (!needsDetail(options)) return select(await this.#all<ImageSummary>('images', options), options)
      return select(await this.#all<Image>('images/detail', options), options).map(summaryOf)
    })
  }

  /**
   * The same in detail: with location, owner, dates, properties.
   *
   *     await images.listDetail({ isPublic: true, properties: { osfamily: 'linux' } })
   *
   * `GET /images/detail` · 200 · image-api-guide § List Available Images in Detail
   * @throws {InvalidArgumentError} for an unknown order or a size that is none.
   */
  listDetail(options: ListImagesDetailOptions = {}): List<Image> {
    checkFilter(options)
    return List.of(async () => select(await this.#all<Image>('images/detail', options), options))
  }

  /** Older registries answer with the bare array. */
  async #all<T>(where: string, options: RequestOptions): Promise<T[]> {
    const reply = await this.http.json<unknown>('GET', where, { ...pickRequestOptions(options), expect: 200 })
    if (Array.isArray(reply)) return reply
    return unwrapped<T[]>(
      reply,
      'images',
      { status: 200, method: 'GET', url: `${this.http.endpointUrl}/${where}` },
      'array',
    )
  }

  /**
   * Registers a file in Pithos as an image. A file that is an image already is updated: properties that are not named stay. In both
   * cases the file is shared anew: with nobody, or, if it is public, with all.
   *
   * `POST /images` · 200 · image-api-guide § Add or update an image
   * @throws {InvalidArgumentError} for what the registry would refuse.
   * @throws {NotFoundError} if there is no such file.
   * @throws {ForbiddenError} if the file is not the user's own.
   * @throws {BadRequestError} if the checksum differs, or there are too many properties.
   */
  async register(image: NewImage, options?: RequestOptions): Promise<ImageMeta> {
    if ('size' in image) rejectArgument('size', 'must be left out: the registry refuses every size')
    const { diskFormat, containerFormat, isPublic, checksum } = image
    const headers = writeImageMeta({
      name: checkName(image.name, 'name'),
      location: locationUrl(image.location, 'location'),
      ...checkFormats({ diskFormat, containerFormat, isPublic }),
      checksum,
      properties: checkProperties(image.properties ?? {}, 'properties'),
    })
    const call = { ...options, headers: { ...options?.headers, ...headers }, idempotent: true, expect: 200 }
    return metaOf(await this.http.empty('POST', 'images', call))
  }

  /**
   * One image.
   *
   * `HEAD /images/{id}` · 200 · image-api-guide § Retrieve Image Metadata
   * @throws {NotFoundError} if there is no such image.
   * @throws {ForbiddenError} if it is not the user's, not shared with him and not public.
   */
  async get(id: string, options?: RequestOptions): Promise<ImageMeta> {
    return metaOf(await this.http.empty('HEAD', path`images/${requireId(id, 'id')}`, { ...options, expect: 200 }))
  }

  /**
   * Changes an image. Whoever may write its file may do this.
   *
   * `PUT /images/{id}` · 200 · image-api-guide § Update an Image
   * @throws {InvalidArgumentError} for an empty name and other things that the registry would refuse.
   * @throws {ForbiddenError} if the user may not write the file, or does not own it and `isPublic` is given.
   * @throws {NotFoundError} if there is no such image.
   */
  async update(id: string, changes: ImageChanges, options?: RequestOptions): Promise<ImageMeta> {
    const { name, diskFormat, containerFormat, isPublic } = changes
    const headers = writeImageMeta({
      name: name === undefined ? undefined : checkName(name, 'name'),
      ...checkFormats({ diskFormat, containerFormat, isPublic }),
      properties: checkProperties(changes.properties ?? {}, 'properties'),
    })
    const call = { ...options, headers: { ...options?.headers, ...headers }, expect: 200 }
    return metaOf(await this.http.empty('PUT', path`images/${requireId(id, 'id')}`, call))
  }

  /**
   * Takes an image out of the registry. Its file stays, as do those with whom it is shared.
   *
   * `DELETE /images/{id}` · 204 · plankton/views.py:delete_image
   * @throws {ForbiddenError} if the user may not write the file.
   * @throws {NotFoundError} if there is no such image.
   */
  async unregister(id: string, options?: RequestOptions): Promise<void> {
    await this.http.empty('DELETE', path`images/${requireId(id, 'id')}`, { ...options, idempotent: false, expect: 204 })
  }
}

interface Formats {
  diskFormat: DiskFormat | undefined
  containerFormat: ContainerFormat | undefined
  isPublic: boolean | undefined
}

function checkFormats(formats: Formats): Formats {
  const { diskFormat, containerFormat, isPublic } = formats
  if (diskFormat !== undefined) requireOneOf(diskFormat, DISK_FORMATS, 'diskFormat')
  if (containerFormat !== undefined) requireOneOf(containerFormat, CONTAINER_FORMATS, 'containerFormat')
  if (isPublic !== undefined) requireBoolean(isPublic, 'isPublic')
  return formats
}

function summaryOf({ id, name, status, disk_format, container_format, size }: Image): ImageSummary {
  return {
    id,
    status,
    size,
    ...(name === undefined ? {} : { name }),
    ...(disk_format === undefined ? {} : { disk_format }),
    ...(container_format === undefined ? {} : { container_format }),
  }
}

/** @throws {ParseError} for a reply that shows no image. */
function metaOf({ headers, status, url }: ApiResponse): ImageMeta {
  if (headers.has('x-image-meta-id')) return readImageMeta(headers)
  throw new ParseError(`The reply of ${url} shows no image; is this an image registry?`, {
    status,
    method: 'HEAD',
    url,
  })
}

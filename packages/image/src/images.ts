import { type CallOptions, List, type Path, type RequestOptions } from '@kamaki/core'
import {
  findByName,
  formatValue,
  misshapen,
  path,
  pickRequestOptions,
  rejectArgument,
  requireId,
  requireObject,
  requireOptions,
  StatusResource,
  type StatusRules,
  unwrapped,
} from '@kamaki/core/toolkit'
import { checkFormats, checkName } from './checks.ts'
import { type ImageRow, readImage, readImageRow, readSummary, type SummaryRow, writeImage } from './image-codec.ts'
import { checkFilter, type ListImageSummariesOptions, type ListImagesOptions, select } from './image-filters.ts'
import type { Image, ImageChanges, ImageStatus, ImageSummary, NewImage } from './image-types.ts'
import { locationUrl } from './location.ts'
import { checkProperties } from './properties.ts'

/** Images: files in Pithos from which servers can be created. */
export class Images extends StatusResource<Image, ImageStatus, string> {
  /**
   * All images that the user sees: their own, those shared with them, public ones; snapshots as well.
   *
   *     await images.list({ name: 'Debian Base' })
   *     await images.list({ isPublic: true, properties: { osfamily: 'linux' }, order: '-size' })
   *
   * The registry ignores filters: they are applied here, as is the order.
   *
   * `GET /images/detail` · 200 · image-api-guide § List Available Images in Detail
   * @throws {InvalidArgumentError} for an unknown order or an impossible size.
   */
  list(options: ListImagesOptions = {}): List<Image> {
    checkFilter(options, 'images')
    return List.of(async () =>
      select((await this.#rows<ImageRow>('images/detail', options)).map(readImageRow), options),
    )
  }

  /**
   * The same images with their main fields only, in a smaller response.
   *
   * `GET /images` · 200 · image-api-guide § List Available Images
   * @throws {InvalidArgumentError} for an unknown order or an impossible size.
   */
  listSummaries(options: ListImageSummariesOptions = {}): List<ImageSummary> {
    checkFilter(options, 'summaries')
    return List.of(async () => select((await this.#rows<SummaryRow>('images', options)).map(readSummary), options))
  }

  /**
   * Registers a file in Pithos as an image. A file that is an image already is updated: properties that are not named stay. In both
   * cases the file is shared anew: with nobody, or, if the image is public, with everybody.
   *
   * `POST /images` · 200 · image-api-guide § Add or update an image
   * @throws {InvalidArgumentError} for what the registry would reject.
   * @throws {NotFoundError} if there is no such file.
   * @throws {ForbiddenError} if the file is not the user's own.
   * @throws {BadRequestError} if the checksum differs, or there are too many properties.
   */
  async register(image: NewImage, options?: RequestOptions): Promise<Image> {
    requireObject(image, 'image')
    if ('size' in image) rejectArgument('size', 'must be omitted: the registry rejects every size')
    const headers = writeImage({
      name: checkName(image.name, 'name'),
      location: locationUrl(image.location, 'location'),
      ...checkFormats(image),
      checksum: image.checksum,
      properties: checkProperties(image.properties ?? {}, 'properties'),
    })
    return this.#send('POST', 'images', headers, { ...requireOptions(options), idempotent: true })
  }

  /**
   * The one image with a name. Public ones and one's own can share a name: `find(name, { isPublic: true })`.
   *
   * `GET /images/detail` · 200 · image-api-guide § List Available Images in Detail
   * @throws {LookupError} if none has it, or several have: `matches` has their ids.
   */
  async find(name: string, options?: Omit<ListImagesOptions, 'name'>): Promise<Image> {
    return findByName(this.list(options), name, { noun: 'image', resource: 'images' })
  }

  /**
   * One image.
   *
   * `HEAD /images/{id}` · 200 · image-api-guide § Retrieve Image Metadata
   * @throws {NotFoundError} if there is no such image.
   * @throws {ForbiddenError} if the user does not own it, it is not shared with them and not public.
   */
  async get(imageId: string, options?: RequestOptions): Promise<Image> {
    return this.#send('HEAD', at(imageId), {}, { ...requireOptions(options), subject: `Image ${formatValue(imageId)}` })
  }

  /**
   * Changes an image. Whoever may write its file may do this.
   *
   * `PUT /images/{id}` · 200 · image-api-guide § Update an Image
   * @throws {InvalidArgumentError} for an empty name and whatever else the registry would reject.
   * @throws {ForbiddenError} if the user may not write the file, or does not own it and `isPublic` is given.
   * @throws {NotFoundError} if there is no such image.
   */
  async update(imageId: string, changes: ImageChanges, options?: RequestOptions): Promise<Image> {
    requireObject(changes, 'changes')
    const headers = writeImage({
      name: changes.name === undefined ? undefined : checkName(changes.name, 'name'),
      ...checkFormats(changes),
      properties: checkProperties(changes.properties ?? {}, 'properties'),
    })
    return this.#send('PUT', at(imageId), headers, options)
  }

  /**
   * Removes an image from the registry. Its file stays, and is still shared with whom it was.
   *
   * `DELETE /images/{id}` · 204 · plankton/views.py:delete_image
   * @throws {ForbiddenError} if the user may not write the file.
   * @throws {NotFoundError} if there is no such image.
   */
  async delete(imageId: string, options?: RequestOptions): Promise<void> {
    await this.http.empty('DELETE', at(imageId), { ...requireOptions(options), idempotent: false, expect: 204 })
  }

  /** The same as {@link Images.delete}, by the API's own name. */
  async unregister(imageId: string, options?: RequestOptions): Promise<void> {
    await this.delete(imageId, options)
  }

  protected override statusRules(imageId: string): StatusRules<Image> {
    return {
      describe: `image ${requireId(imageId, 'imageId')}`,
      statusOf: ({ status }) => status,
      known: ['AVAILABLE', 'SAVING', 'ERROR', 'DELETED', 'UNKNOWN'],
      // Those of Glance and of the compute service, and what lists of the registry write for SAVING.
      synonyms: { ACTIVE: 'AVAILABLE', QUEUED: 'SAVING', CREATING: 'SAVING', UNAVAILABLE: 'SAVING', KILLED: 'ERROR' },
      broken: ['ERROR'],
      reason: () => 'the registry does not say why; register the file again, or take the snapshot again',
      deleted: 'DELETED',
    }
  }

  async #send(
    method: string,
    path: Path | string,
    imageHeaders: Record<string, string>,
    options?: CallOptions,
  ): Promise<Image> {
    const call = {
      ...requireOptions(options),
      headers: { ...requireOptions(options).headers, ...imageHeaders },
      expect: 200,
    }
    const { headers, status, url } = await this.http.empty(method, path, call)
    if (headers.has('x-image-meta-id')) return readImage(headers)
    throw misshapen({ status, method, url }, 'has no image in its headers')
  }

  /** Older registries respond with the bare array. */
  async #rows<T extends SummaryRow>(path: string, options: RequestOptions): Promise<T[]> {
    const response = await this.http.json<unknown>('GET', path, { ...pickRequestOptions(options), expect: 200 })
    const call = { status: 200, method: 'GET', url: `${this.http.endpointUrl}/${path}` }
    const rows = unwrapped<T[]>(Array.isArray(response) ? { images: response } : response, 'images', call, 'array')
    if (rows.some(({ id }: { id: unknown }) => typeof id !== 'string'))
      throw misshapen(call, 'has an image without an id')
    return rows
  }
}

function at(imageId: string): Path {
  return path`images/${requireId(imageId, 'imageId')}`
}

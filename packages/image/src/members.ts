import type { List, RequestOptions } from '@kamaki/core'
import { path, Resource, requireArray, requireId, requireOptions, requireString } from '@kamaki/core/toolkit'
import { checkUser } from './checks.ts'

/** Somebody with whom an image is shared. */
export interface ImageMember {
  /** Uuid of a user, or `<uuid>:<group>` where the file was shared with a group in Pithos. The owner is mostly among them. */
  member_id: string
  /** Always false. */
  can_share: boolean
}

/** With whom images are shared: who may read their files. */
export class Members extends Resource {
  /**
   * The members of an image; that it is public does not show here.
   *
   * `GET /images/{id}/members` · 200 · image-api-guide § List Image Memberships
   * @throws {ForbiddenError} if the user may not read the image.
   * @throws {NotFoundError} if there is no such image.
   */
  list(imageId: string, options?: RequestOptions): List<ImageMember> {
    const where = path`images/${requireId(imageId, 'imageId')}/members`
    return this.unwrapList<ImageMember>('members', where, { ...requireOptions(options), expect: 200 })
  }

  /**
   * Shares an image with a user. The registry does not check that there is such a user.
   *
   * `PUT /images/{id}/members/{member}` · 204 · image-api-guide § Add a Member to an Image
   * @throws {ForbiddenError} if the image is not the user's own.
   * @throws {NotFoundError} if there is no such image.
   */
  async add(imageId: string, memberId: string, options?: RequestOptions): Promise<void> {
    const where = path`images/${requireId(imageId, 'imageId')}/members/${checkUser(memberId, 'memberId')}`
    await this.http.empty('PUT', where, { ...requireOptions(options), expect: 204 })
  }

  /**
   * Ends sharing with a user. They still see the image if it is public, or shared with a group of theirs.
   *
   * `DELETE /images/{id}/members/{member}` · 204 · image-api-guide § Remove a Member from an Image
   * @throws {ForbiddenError} if the image is not the user's own.
   * @throws {NotFoundError} if there is no such image.
   */
  async remove(imageId: string, memberId: string, options?: RequestOptions): Promise<void> {
    const where = path`images/${requireId(imageId, 'imageId')}/members/${checkUser(memberId, 'memberId')}`
    await this.http.empty('DELETE', where, { ...requireOptions(options), expect: 204 })
  }

  /**
   * Shares an image with these users and groups, and nobody else. Whether it is public stays, as does who may write its file.
   *
   * `PUT /images/{id}/members` · 204 · image-api-guide § Replace a Membership List
   * @throws {ForbiddenError} if the image is not the user's own.
   * @throws {NotFoundError} if there is no such image.
   */
  async replace(imageId: string, memberIds: readonly string[], options?: RequestOptions): Promise<void> {
    requireArray(memberIds, 'memberIds')
    const memberships = memberIds.map((id, index) => ({ member_id: requireString(id, `memberIds[${index}]`) }))
    const where = path`images/${requireId(imageId, 'imageId')}/members`
    await this.http.empty('PUT', where, { ...requireOptions(options), json: { memberships }, expect: 204 })
  }
}

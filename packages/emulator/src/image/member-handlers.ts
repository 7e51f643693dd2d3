import { badRequest } from '../http/fault.ts'
import { attribute } from '../http/fields.ts'
import { isObject, jsonBody } from '../http/json-body.ts'
import type { Call } from '../http/request.ts'
import { empty, type HttpResponse, json } from '../http/response.ts'
import type { ImageCloud } from './image-cloud.ts'

/** The operations on the members of an image, and on what others share. */
export class MemberHandlers {
  readonly #cloud: ImageCloud

  constructor(cloud: ImageCloud) {
    this.#cloud = cloud
  }

  list = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    const members = this.#cloud.images.members(user, call.params['id'] ?? '')
    return json(200, { members: members.map((member) => ({ member_id: member, can_share: false })) })
  }

  replace = async (call: Call): Promise<HttpResponse> => {
    const user = this.#cloud.authenticate(call)
    const members = attribute(await jsonBody(call), 'memberships', 'list').map((member) => {
      if (!isObject(member)) throw badRequest("Invalid 'memberships' field")
      return attribute(member, 'member_id', 'any')
    })
    this.#cloud.images.replaceMembers(user, call.params['id'] ?? '', members)
    return empty(204)
  }

  add = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    this.#cloud.images.addMember(user, call.params['id'] ?? '', call.params['member'] ?? '')
    return empty(204)
  }

  remove = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    this.#cloud.images.removeMember(user, call.params['id'] ?? '', call.params['member'] ?? '')
    return empty(204)
  }

  /** Images of one owner that the caller sees and that are not public. */
  shared = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    const images = this.#cloud.images
      .list(user)
      .filter((image) => !image.isPublic && image.owner === call.params['member'])
    return json(200, { shared_images: images.map(({ id }) => ({ image_id: id, can_share: false })) })
  }
}

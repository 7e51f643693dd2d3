import { WORD } from '../http/path-params.ts'
import type { Call } from '../http/request.ts'
import { bareNotAllowed, type HttpResponse, json } from '../http/response.ts'
import { type App, Routes } from '../http/routes.ts'
import type { ImageCloud } from './image-cloud.ts'
import { ImageHandlers } from './image-handlers.ts'
import { MemberHandlers } from './member-handlers.ts'

const ID = `:id{[${WORD}-]+}`
const MEMBER = `:member{[${WORD}@.-]+}`
/** A wrong method on an image gets Django's own 405, without a fault. */
const BARE = { notAllowed: (_call: Call, allow: readonly string[]): HttpResponse => bareNotAllowed(allow) }

/** The image registry: everything under `/cyclades/image`. */
export function imageRoutes(cloud: ImageCloud): App {
  const images = new ImageHandlers(cloud)
  const members = new MemberHandlers(cloud)
  const routes = new Routes('/cyclades/image')
  routes.each('', ['', '/', '/.json', '/.xml', '/:any{versions[^]*}', '/:any{versions[^/]*}/*'], { GET: versions })
  for (const version of ['/v1.0', '/v1']) {
    routes
      .each(`${version}/images`, ['', '/'], { GET: images.list, POST: images.register }, BARE)
      .on(`${version}/images/detail`, { GET: images.detail })
      .on(
        `${version}/images/${ID}`,
        { GET: images.data, HEAD: images.head, PUT: images.update, DELETE: images.unregister },
        BARE,
      )
      .on(`${version}/images/${ID}/members`, { GET: members.list, PUT: members.replace }, BARE)
      .on(`${version}/images/${ID}/members/${MEMBER}`, { DELETE: members.remove, PUT: members.add }, BARE)
      .on(`${version}/shared-images/${MEMBER}`, { GET: members.shared })
  }
  return routes
}

function versions(call: Call): HttpResponse {
  const version = (id: string) => ({
    status: 'CURRENT',
    media_types: [{ base: 'application/json', type: 'application/vnd.openstack.compute.v2+json' }],
    id,
    links: [{ href: `${call.origin}/cyclades/image/${id}/`, rel: 'self' }],
  })
  return json(200, { versions: [version('v1.0'), version('v1')] })
}

import { endpointNotFound } from '../http/fault.ts'
import type { Call } from '../http/request.ts'
import { html } from '../http/response.ts'
import { type App, Routes } from '../http/routes.ts'
import { adminRoutes } from './admin-handlers.ts'
import type { ComputeCloud } from './compute-cloud.ts'
import { flavorRoutes } from './flavor-handlers.ts'
import { floatingIpRoutes } from './floating-ip-handlers.ts'
import { graphRoutes } from './graph-handlers.ts'
import { imageRoutes } from './image-handlers.ts'
import { keypairRoutes } from './keypair-handlers.ts'
import { serverActionRoutes } from './server-action-handlers.ts'
import { serverRoutes } from './server-handlers.ts'
import { serverMetadataRoutes } from './server-metadata-handlers.ts'
import { serverTagRoutes } from './server-tag-handlers.ts'
import { userdataRoutes } from './userdata-handlers.ts'
import { rootRoutes, versionRoutes } from './version-handlers.ts'
import { vmapiRoutes } from './vmapi-routes.ts'
import { volumeAttachmentRoutes } from './volume-attachment-handlers.ts'

/** Everything of Cyclades that is no service of its own: compute, user data, statistics and what runs beside them. */
export function computeApp(cloud: ComputeCloud): App {
  const compute = new Routes('/cyclades/compute/v2.0')
  versionRoutes(compute, cloud)
  serverRoutes(compute, cloud)
  serverActionRoutes(compute, cloud)
  serverMetadataRoutes(compute, cloud)
  serverTagRoutes(compute, cloud)
  volumeAttachmentRoutes(compute, cloud)
  flavorRoutes(compute, cloud)
  imageRoutes(compute, cloud)
  keypairRoutes(compute, cloud)
  floatingIpRoutes(compute, cloud)
  const root = new Routes('/cyclades/compute')
  rootRoutes(root)
  const page = () => html(404)
  const parts: [string, App][] = [
    ['/cyclades/compute/v2.0', compute],
    ['/cyclades/compute', root],
    ['/cyclades/userdata', userdataRoutes(new Routes('/cyclades/userdata').otherwise(page), cloud)],
    ['/cyclades/admin', adminRoutes(new Routes('/cyclades/admin').otherwise(page), cloud)],
    ['/cyclades/vmapi', vmapiRoutes(new Routes('/cyclades/vmapi').otherwise(page))],
    ['/cyclades/stats', graphRoutes(new Routes('/cyclades/stats'), cloud)],
  ]
  return {
    handle(call: Call) {
      const path = call.path ?? call.rawPath
      const part = parts.find(([prefix]) => path === prefix || path.startsWith(`${prefix}/`))
      if (part) return part[1].handle(call)
      if (/^\/cyclades\/?$/.test(path)) return html(302, '', { Location: '/cyclades/ui/' })
      if (path.startsWith('/cyclades/ui')) return html(200)
      throw endpointNotFound()
    },
  }
}

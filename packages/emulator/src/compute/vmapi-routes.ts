import { html } from '../http/response.ts'
import type { Routes } from '../http/routes.ts'

/** What an instance reads once while it boots. No instance ever asks here, so nothing is known. */
export function vmapiRoutes(routes: Routes): Routes {
  return routes.on('/v1.0/server-params/:uuid', { '*': () => html(404) })
}

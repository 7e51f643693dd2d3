import { badRequest, forbidden } from '../http/fault.ts'
import type { Call } from '../http/request.ts'
import { json, type Reply, text } from '../http/response.ts'
import type { Routes } from '../http/routes.ts'
import { pythonJson } from '../python/json.ts'
import { BACKEND, detailedStats, publicStats, simpleStats } from './admin-stats.ts'
import type { ComputeCloud } from './compute-cloud.ts'

/** ADMIN_STATS_PERMITTED_GROUPS */
const PERMITTED = 'admin-stats'

export function adminRoutes(routes: Routes, cloud: ComputeCloud): Routes {
  const detail = (call: Call): Reply => {
    const user = cloud.authenticate(call)
    if (!user.groups.includes(PERMITTED)) throw forbidden('')
    const backend = call.query.get('backend')
    if (backend && backend !== '1' && backend !== BACKEND) throw badRequest('Invalid backend')
    return json(200, detailedStats(cloud, { withNetworks: !backend }))
  }
  return routes
    .on('/stats', { GET: (call) => withCallback(call, publicStats(cloud)) })
    .on('/stats/simple', { GET: (call) => withCallback(call, simpleStats(cloud)) })
    .on('/stats/detail', { GET: detail })
}

/** JSON whatever was asked for, or JSONP if a callback is named. */
function withCallback(call: Call, value: unknown): Reply {
  call.format = 'json'
  const callback = call.query.get('callback')
  return callback ? text(200, `${callback}(${pythonJson(value)});`) : json(200, value)
}

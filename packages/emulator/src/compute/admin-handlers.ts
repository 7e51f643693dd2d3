import { badRequest, forbidden } from '../http/fault.ts'
import type { Call } from '../http/request.ts'
import { type HttpResponse, json, text } from '../http/response.ts'
import { pythonJson } from '../python/json.ts'
import { BACKEND, detailedStats, publicStats, simpleStats } from './admin-json.ts'
import type { ComputeCloud } from './compute-cloud.ts'

/** ADMIN_STATS_PERMITTED_GROUPS */
const PERMITTED = 'admin-stats'

/** Statistics of the whole cloud. */
export class AdminHandlers {
  readonly #cloud: ComputeCloud

  constructor(cloud: ComputeCloud) {
    this.#cloud = cloud
  }

  stats = (call: Call): HttpResponse => withCallback(call, publicStats(this.#cloud))

  simple = (call: Call): HttpResponse => withCallback(call, simpleStats(this.#cloud))

  detail = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    if (!user.groups.includes(PERMITTED)) throw forbidden('')
    const backend = call.query.get('backend')
    if (backend && backend !== '1' && backend !== BACKEND) throw badRequest('Invalid backend')
    return json(200, detailedStats(this.#cloud, { withNetworks: !backend }))
  }
}

/** JSON whatever was asked for, or JSONP if a callback is named. */
function withCallback(call: Call, value: unknown): HttpResponse {
  call.format = 'json'
  const callback = call.query.get('callback')
  return callback ? text(200, `${callback}(${pythonJson(value)});`) : json(200, value)
}

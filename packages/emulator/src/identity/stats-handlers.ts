import { forbidden } from '../http/fault.ts'
import type { JsonObject } from '../http/json-body.ts'
import type { Call } from '../http/request.ts'
import { type HttpResponse, json, text } from '../http/response.ts'
import { pythonJson } from '../python/json.ts'
import type { IdentityCloud } from './identity-cloud.ts'
import { RESOURCES } from './resources.ts'

/** Members of this group see statistics in detail. */
const GROUP = 'admin-stats'

/** `<astakos>/admin/stats`. */
export class StatsHandlers {
  readonly #cloud: IdentityCloud

  constructor(cloud: IdentityCloud) {
    this.#cloud = cloud
  }

  public = (call: Call): HttpResponse => {
    const users = this.#cloud.users.all()
    const stats = { users: { total: users.length, active: users.filter(({ active }) => active).length } }
    const callback = call.query.get('callback')
    return callback ? text(200, `${callback}(${pythonJson(stats)});`) : json(200, stats)
  }

  detail = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    if (!user.groups.includes(GROUP)) throw forbidden('')
    const users = this.#cloud.users.all()
    const counts = { total: users.length, verified: users.length, active: users.filter(({ active }) => active).length }
    const resources = this.#resources()
    return json(200, {
      datetime: cLocaleDate(this.#cloud.clock.now()),
      providers: ['local'],
      users: { all: counts, local: { ...counts, exclusive: counts.total } },
      resources: { all: resources, local: resources },
    })
  }

  #resources(): JsonObject {
    const shown: JsonObject = {}
    for (const { name, unit, description, visible } of RESOURCES) {
      if (!visible) continue
      let used = 0n
      let allocated = 0n
      for (const { uuid } of this.#cloud.users.all()) {
        for (const { project } of this.#cloud.projects.membershipsOfUser(uuid)) {
          const usage = this.#cloud.quota.usage(uuid, project.id, name)
          used += usage?.usage ?? 0n
          allocated += usage?.limit ?? 0n
        }
      }
      shown[name] = { used, allocated, unit, description }
    }
    return shown
  }
}

/** `Thu May  8 13:44:44 2014` */
function cLocaleDate(time: number): string {
  const [day = '', date = '', month = '', year = '', clock = ''] = new Date(time)
    .toUTCString()
    .replace(',', '')
    .split(' ')
  return `${day} ${month} ${String(Number(date)).padStart(2)} ${clock} ${year}`
}

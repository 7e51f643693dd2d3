import type { Cloud } from '../cloud.ts'
import { badRequest, unauthorized } from '../frame/fault.ts'
import { isoDate } from '../frame/python.ts'
import { json } from '../frame/reply.ts'
import type { Call } from '../frame/request.ts'
import { type App, Routes } from '../frame/routes.ts'
import { serviceCatalog } from './catalog.ts'

export function identityApp(cloud: Cloud): App {
  const tokens = async (call: Call) => {
    const text = await call.text()
    if (!text) return json(200, { access: { serviceCatalog: serviceCatalog(call.origin) } })
    let parsed: { auth?: { token?: { id?: string } } }
    try {
      parsed = JSON.parse(text) as typeof parsed
    } catch {
      throw badRequest('Could not decode request body as JSON')
    }
    const user = cloud.users.byToken(String(parsed.auth?.token?.id), cloud.clock.now())
    if (!user) throw unauthorized('Invalid token')
    const name = `${user.firstName} ${user.lastName}`
    return json(200, {
      access: {
        token: { expires: isoDate(user.tokenExpires), id: user.token, tenant: { id: user.defaultProject, name } },
        serviceCatalog: serviceCatalog(call.origin),
        user: { roles_links: [], projects: cloud.projects.ofUser(user.uuid), id: user.uuid, roles: [], name },
      },
    })
  }
  return new Routes('/astakos')
    .on('/identity/v2.0/tokens', { POST: tokens })
    .on('/identity/v2.0/tokens/', { POST: tokens })
}

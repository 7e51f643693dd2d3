import { endpointNotFound } from '../http/fault.ts'
import { DIGITS } from '../http/path-params.ts'
import { bareNotAllowed, html } from '../http/response.ts'
import { type App, type Handler, type RouteOptions, Routes } from '../http/routes.ts'
import { AdminHandlers } from './admin-handlers.ts'
import { BrowserHandlers } from './browser-handlers.ts'
import { CommissionHandlers } from './commission-handlers.ts'
import type { IdentityCloud } from './identity-cloud.ts'
import { MembershipHandlers } from './membership-handlers.ts'
import { ProjectHandlers } from './project-handlers.ts'
import { QuotaHandlers } from './quota-handlers.ts'
import { StatsHandlers } from './stats-handlers.ts'
import { TokenHandlers } from './token-handlers.ts'
import { UserHandlers } from './user-handlers.ts'

/** Astakos: identity, account, OAuth 2, weblogin, and what its web pages ask for. */
export function identityRoutes(cloud: IdentityCloud): App {
  const routes = new Routes('/astakos')
  addIdentity(routes, cloud)
  addAccount(routes, cloud)
  addBrowser(routes, cloud)
  return routes
}

type Methods = Readonly<Record<string, Handler>>

/** Most of Astakos' paths may end in a slash. */
function on(routes: Routes, path: string, methods: Methods, options: RouteOptions = {}): void {
  routes.each(path, ['', '/'], methods, options)
}

function addIdentity(routes: Routes, cloud: IdentityCloud): void {
  const tokens = new TokenHandlers(cloud)
  const admin = new AdminHandlers(cloud)
  routes
    .on('/identity', { '*': tokens.noSlash })
    .on('/identity/', { GET: tokens.versions })
    .on('/identity/.json', { GET: tokens.versions })
    .on('/identity/.xml', { GET: tokens.versions })
  on(routes, '/identity/v2.0', { GET: tokens.version })
  on(routes, '/identity/v2.0/tokens', { POST: tokens.authenticate })
  routes.on('/identity/v2.0/tokens/:token{[^\\n]+}', { GET: tokens.validate })
  // Not routed at all while the admin API is off: other methods do not get a 405 then.
  const off: RouteOptions = cloud.options.adminApi
    ? {}
    : {
        notAllowed: () => {
          throw endpointNotFound()
        },
      }
  on(routes, '/identity/v2.0/users', { GET: admin.list, POST: admin.create }, off)
  on(routes, '/identity/v2.0/users/detail', { GET: admin.listDetail }, off)
  on(routes, '/identity/v2.0/users/:id', { GET: admin.get, PUT: admin.update }, off)
  on(routes, '/identity/v2.0/users/:id/action', { POST: admin.act }, off)
}

function addAccount(routes: Routes, cloud: IdentityCloud): void {
  const quotas = new QuotaHandlers(cloud)
  const commissions = new CommissionHandlers(cloud)
  const users = new UserHandlers(cloud)
  const projects = new ProjectHandlers(cloud)
  const memberships = new MembershipHandlers(cloud)
  const account = (path: string, methods: Methods) => on(routes, `/account/v1.0${path}`, methods)
  account('/quotas', { GET: quotas.quotas })
  account('/service_quotas', { GET: quotas.serviceQuotas })
  account('/service_project_quotas', { GET: quotas.serviceProjectQuotas })
  account('/resources', { GET: quotas.resources })
  account('/commissions', { GET: commissions.list, POST: commissions.issue })
  account('/commissions/action', { POST: commissions.resolve })
  account(`/commissions/:serial{${DIGITS}}`, { GET: commissions.get })
  account(`/commissions/:serial{${DIGITS}}/action`, { POST: commissions.act })
  account('/feedback', { POST: users.feedback })
  account('/user_catalogs', { POST: users.catalogs })
  account('/service/user_catalogs', { POST: users.serviceCatalogs })
  account('/myaccount/default_project', { POST: users.setDefaultProject })
  account('/projects', { GET: projects.list, POST: projects.create })
  account('/projects/memberships', { GET: memberships.list, POST: memberships.post })
  account(`/projects/memberships/:id{${DIGITS}}`, { GET: memberships.get })
  account(`/projects/memberships/:id{${DIGITS}}/action`, { POST: memberships.act })
  account('/projects/:id', { GET: projects.get, PUT: projects.modify })
  account('/projects/:id/action', { POST: projects.act })
}

function addBrowser(routes: Routes, cloud: IdentityCloud): void {
  const browser = new BrowserHandlers(cloud)
  const stats = new StatsHandlers(cloud)
  routes
    .on('/ui/get_services', { GET: browser.services }, { notAllowed: (_call, allow) => bareNotAllowed(allow) })
    .on('/ui/get_menu', { GET: browser.menu }, { notAllowed: (_call, allow) => bareNotAllowed(allow) })
    .on('/ui/login', { '*': browser.loginPage })
    .on('/ui', { '*': browser.loginPage })
    .on('/ui/*', { '*': browser.loginPage })
    .on('/weblogin/login', { '*': browser.webLogin })
    .on('/weblogin/*', { '*': () => html(404) })
    .on('/admin/stats', { GET: stats.public })
    .on('/admin/stats/detail', { GET: stats.detail })
    .on('/admin/*', { '*': () => html(404) })
  on(routes, '/oauth2/auth', { '*': browser.authorize })
  on(routes, '/oauth2/token', { '*': browser.grant })
  routes.on('/oauth2/*', { '*': () => html(404) })
}

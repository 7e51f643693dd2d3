import { AstakosClient, type NewProject } from '@kamaki/astakos'
import type { ClientOptions } from '@kamaki/core'
import { type Played, type PlayOptions, playCase, type WireCase } from '@kamaki-tooling/wire'

/** The arguments of the old library's methods; each case has some of them. */
interface Args {
  action: string
  app_id: number
  auto_accept: boolean
  belongs_to: string
  client_id: string
  client_secret: string
  code: string
  display_names: string[]
  display_name: string
  displaynames: string[]
  email: string
  force: boolean
  grant_type: string
  holder: string
  key: 'id' | 'name'
  memb_id: number
  mode: 'member'
  name: string
  owner: string
  project: string
  project_id: string
  project_provisions: unknown
  provisions: unknown
  reason: string
  redirect_uri: string
  serial: number
  accept_serials: number[]
  reject_serials: number[]
  service_type: string
  specs: NewProject
  state: 'active'
  tenant_name: string
  token_id: string
  user: string
  user_provisions: unknown
  usernames: string[]
  uuid: string
  uuids: string[]
  version: string
}
export type Act = (astakos: AstakosClient, args: Args) => unknown

/** Plays a case with our client; retries are off, so that a failure shows as it is. */
export function play(
  wireCase: WireCase,
  act: Act,
  options: PlayOptions = {},
  client: ClientOptions = {},
): Promise<Played> {
  return playCase(
    withSpaces(wireCase),
    async (_, token, recorded) => {
      // A refused connection was recorded on port 9, which fetch does not connect to; nothing listens on port 2 either.
      const url = recorded.replace('//127.0.0.1:9/', '//127.0.0.1:2/')
      return await act(new AstakosClient(url, token, { retry: false, ...client }), wireCase.args as unknown as Args)
    },
    // A GET has no body, whose type the old library states all the same.
    { ignoreHeaders: wireCase.exchanges.at(-1)?.request.method === 'GET' ? ['content-type'] : [], ...options },
  )
}

/** A dictionary with tuples for keys, as the recording writes it. */
function pairs(value: unknown): [string[], number][] {
  return (value as { __pairs__?: [string[], number][] }).__pairs__ ?? []
}

const charges = (value: unknown) =>
  pairs(value).map(([[project = '', resource = ''], quantity]) => ({ projectId: project, resource, quantity }))
const issueOptions = ({ name, force, auto_accept: autoAccept }: Args) => ({ name, force, autoAccept })

/** What to call for each method of the old library whose requests ours makes too. */
export const calls: Record<string, Act> = {
  authenticate: (a, { tenant_name: tenantName }) => a.authenticate({ tenantName }),
  get_endpoints: (a) => a.catalog(),
  get_service_endpoints: (a, { service_type: type, version }) => a.getServiceEndpoint(type, version),
  get_endpoint_url: (a, { service_type: type, version }) => a.getEndpointUrl(type, version),
  user_info: (a) => a.userInfo(),
  get_services: (a) => a.ui.services(),
  get_resources: async (a) => Object.fromEntries((await a.resources.list()).map(({ name, ...info }) => [name, info])),
  get_usernames: async (a, { uuids }) => (await a.userCatalogs.query({ uuids })).uuid_catalog,
  get_username: (a, { uuid }) => a.userCatalogs.username(uuid),
  get_uuids: async (a, { display_names: names }) =>
    (await a.userCatalogs.query({ displaynames: names })).displayname_catalog,
  get_uuid: (a, { display_name: name }) => a.userCatalogs.uuid(name),
  service_get_usernames: (a, { uuids }) => a.serviceUserCatalogs.usernames(uuids),
  service_get_username: async (a, { uuid }) => (await a.serviceUserCatalogs.usernames([uuid]))[uuid],
  service_get_uuids: (a, { display_names: names }) => a.serviceUserCatalogs.uuids(names),
  service_get_uuid: async (a, { display_name: name }) => (await a.serviceUserCatalogs.uuids([name]))[name],
  set_default_project: (a, { project_id: id }) => a.setDefaultProject(id),
  validate_token: (a, { token_id: id, belongs_to: belongsTo }) => a.tokens.validate(id, { belongsTo }),
  get_quotas: (a) => a.quotas.get(),
  service_get_quotas: (a, { user: users, project_id: id, project: old }) =>
    a.quotas.service({ users, projects: id ?? old }),
  service_get_project_quotas: (a, { project_id: id, project: old }) =>
    a.quotas.serviceProjects({ projects: id ?? old }),
  issue_commission_generic: (a, args) =>
    a.commissions.issueGeneric(
      pairs(args.user_provisions).map(([[user = '', project = '', resource = ''], quantity]) => ({
        userId: user,
        projectId: project,
        resource,
        quantity,
      })),
      charges(args.project_provisions),
      issueOptions(args),
    ),
  issue_one_commission: (a, args) => a.commissions.issueOne(args.holder, charges(args.provisions), issueOptions(args)),
  issue_resource_reassignment: (a, args) =>
    a.commissions.issueReassignment(
      args.holder,
      pairs(args.provisions).map(([[from = '', to = '', resource = ''], quantity]) => ({
        from,
        to,
        resource,
        quantity,
      })),
      issueOptions(args),
    ),
  get_pending_commissions: (a) => a.commissions.list(),
  get_commission_info: (a, { serial }) => a.commissions.get(serial),
  commission_action: (a, { serial }) => a.commissions.accept(serial),
  accept_commission: (a, { serial }) => a.commissions.accept(serial),
  reject_commission: (a, { serial }) => a.commissions.reject(serial),
  resolve_commissions: (a, { accept_serials: accept, reject_serials: reject }) =>
    a.commissions.resolve({ accept, reject }),
  get_projects: (a, { name, owner, state, mode }) => a.projects.list({ name, owner, state, mode }),
  get_project: (a, { project_id: id }) => a.projects.get(id),
  create_project: (a, { specs }) => a.projects.create(specs),
  project_action: (a, { project_id: id, action, reason }) => a.projects[action as 'suspend'](id, { reason }),
  application_action: (a, { project_id: id, app_id: app, action, reason }) =>
    a.projects.applications[action as 'deny'](id, app, { reason }),
  get_memberships: (a, { project_id: id, project: old }) => a.memberships.list({ projectId: id ?? old }),
  get_membership: (a, { memb_id: id }) => a.memberships.get(id),
  membership_action: (a, { memb_id: id, action, reason }) => a.memberships[action as 'leave'](id, { reason }),
  join_project: (a, { project_id: id }) => a.memberships.join(id),
  enroll_member: (a, { project_id: id, email }) => a.memberships.enroll(id, email),
  get_token: (
    a,
    { grant_type: grantType, client_id: clientId, client_secret: clientSecret, code, redirect_uri: redirectUri },
  ) => a.oauth2.grant({ grantType, clientId, clientSecret, code, redirectUri }),
}

/** Python's urlencode writes a space in a query as a plus sign, which the recording has kept. */
function withSpaces(wireCase: WireCase): WireCase {
  const exchanges = wireCase.exchanges.map(({ request, response }) => {
    const query = request.query.map(([name, value]) => [name, value.replaceAll('+', ' ')] as const)
    return { request: { ...request, query }, response }
  })
  return { ...wireCase, exchanges }
}

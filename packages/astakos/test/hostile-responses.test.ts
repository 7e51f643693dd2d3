import { AstakosClient, availableQuota, type QuotaCounters } from '@kamaki/astakos'
import { Client, InvalidArgumentError, ParseError } from '@kamaki/core'
import {
  errorOf,
  type HostileCall,
  survivesHostileResponses,
  survivesWrongArguments,
  survivesWrongFields,
} from '@kamaki-tooling/testing'
import { expect, it } from 'vitest'

class Compute extends Client {
  static override readonly serviceType = 'compute'
}

const url = 'http://odd.test/identity/v2.0'
const endpoint = (type: string) => ({ publicURL: `http://odd.test/${type}`, versionId: 'v1', region: 'default' })
const service = (type: string) => ({ name: type, type, endpoints: [{ ...endpoint(type), 'SNF:uiURL': null }] })
const serviceCatalog = ['compute', 'account', 'astakos_auth', 'astakos_weblogin'].map(service)
const token = { id: 't', expires: '2031-05-06T00:00:00+00:00', tenant: { id: 'p', name: 'A' } }
const user = { id: 'u', name: 'A', roles: [{ id: '1', name: 'r' }] }

/** What comes of `POST /tokens`, where that itself is put to the test. */
const access = { access: { token, user, serviceCatalog: [service('compute')] } }
const account = { access: { token, user, serviceCatalog: [{ ...service('account'), 'SNF:uiURL': null }] } }

survivesHostileResponses<AstakosClient>(
  (fetch) => new AstakosClient(url, 'token', { fetch, retry: false }),
  {
    authenticate: [(astakos) => astakos.authenticate(), access],
    userInfo: [(astakos) => astakos.userInfo(), access],
    tokenInfo: [(astakos) => astakos.tokenInfo(), access],
    defaultProject: [(astakos) => astakos.defaultProject(), access],
    setDefaultProject: [
      async (astakos) => {
        await astakos.userInfo()
        await astakos.setDefaultProject('p')
        return astakos.defaultProject()
      },
      account,
    ],
    catalog: [(astakos) => astakos.catalog(), access],
    getServices: [(astakos) => astakos.getServices(), access],
    getServiceDetails: [(astakos) => astakos.getServiceDetails('compute'), access],
    getEndpoints: [(astakos) => astakos.getEndpoints({ version: 'v1', region: 'default', name: 'compute' }), access],
    endpoint: [(astakos) => astakos.endpoint({ type: 'compute' }), access],
    getServiceEndpoint: [(astakos) => astakos.getServiceEndpoint('compute', 'v1'), access],
    getEndpointUrl: [(astakos) => astakos.getEndpointUrl('compute'), access],
    client: [(astakos) => astakos.client(Compute), access],
    'tokens.authenticate': [({ tokens }) => tokens.authenticate(), access],
    'tokens.catalog': [({ tokens }) => tokens.catalog(), access],
    'tokens.validate': [({ tokens }) => tokens.validate('t'), { access: { token, user } }],
    'quotas.get': [({ quotas }) => quotas.get(), account],
    'ui.menu': [({ ui }) => ui.menu(), account],
    'oauth2.authorizeUrl': [({ oauth2 }) => oauth2.authorizeUrl({ clientId: 'c' }), account],
    'weblogin.loginUrl': [({ weblogin }) => weblogin.loginUrl('pithos://x'), account],
    'versions.list': [({ versions }) => versions.list(), { versions: { values: [{ id: 'v2.0' }] } }],
    'versions.get': [({ versions }) => versions.get(), { version: { id: 'v2.0' } }],
    'stats.public': [({ stats }) => stats.public(), { users: {} }],
    'stats.detail': [({ stats }) => stats.detail(), { users: {} }],
    'users.list': [({ users }) => users.list(), { users: [{ id: 'u' }] }],
    'users.listDetail': [({ users }) => users.listDetail(), { users: [{ id: 'u' }] }],
    'users.get': [({ users }) => users.get('u'), { user: { id: 'u' } }],
    'users.create': [
      ({ users }) => users.create({ username: 'a@example.org', first_name: 'A', last_name: 'B' }),
      { user: { id: 'u', password: 'p', auth_token: 't' } },
    ],
    'users.update': [({ users }) => users.update('u', { first_name: 'A' }), { user: { id: 'u' } }],
    'users.activate': [({ users }) => users.activate('u'), { user: { id: 'u' } }],
    'users.deactivate': [({ users }) => users.deactivate('u'), { user: { id: 'u' } }],
    'users.renewToken': [({ users }) => users.renewToken('u'), { user: { id: 'u', auth_token: 't' } }],
    'users.signTerms': [({ users }) => users.signTerms('u'), { user: { id: 'u' } }],
  },
  [
    'forget',
    /^(?:quotas|resources|projects|memberships|userCatalogs|serviceUserCatalogs|commissions|ui|oauth2|weblogin|feedback)\./,
  ],
)

interface Known {
  readonly astakos: AstakosClient
}

/** A client that knows where the services are: all that is odd comes from them. */
function known(fetch: typeof globalThis.fetch): Known {
  const own: typeof globalThis.fetch = async (input, init) =>
    (input instanceof Request ? input.url : String(input)).endsWith('/tokens')
      ? Response.json({ access: { token, user, serviceCatalog } })
      : fetch(input, init)
  return { astakos: new AstakosClient(url, 'token', { fetch: own, retry: false }) }
}

const project = { id: 'p', state: 'active', resources: { vm: { project_capacity: 1, member_capacity: 1 } } }
const membership = { id: 1, user: 'u', project: 'p', allowed_actions: ['leave'] }
const charge = { projectId: 'p', resource: 'vm', quantity: 1 }
const names = { uuid_catalog: { u: 'a' }, displayname_catalog: { a: 'u' } }
const quota = { p: { vm: { limit: 1, usage: 0 } } }
const resource = { vm: { service: 'compute', description: null, unit: null } }

const calls: Record<string, HostileCall<Known>> = {
  'quotas.get': [({ astakos }) => astakos.quotas.get(), quota],
  'quotas.service': [({ astakos }) => astakos.quotas.service(), { u: quota }],
  'quotas.serviceProjects': [({ astakos }) => astakos.quotas.serviceProjects(), quota],
  'resources.list': [({ astakos }) => astakos.resources.list(), resource],
  'projects.list': [({ astakos }) => astakos.projects.list(), [project]],
  'projects.find': [({ astakos }) => astakos.projects.find('n'), [{ ...project, name: 'n', id: 'p' }]],
  'projects.get': [({ astakos }) => astakos.projects.get('p'), project],
  'projects.create': [
    ({ astakos }) => astakos.projects.create({ name: 'a.example.org', end_date: new Date(2 ** 41) }),
    { id: 'p', application: 1 },
    201,
  ],
  'projects.update': [({ astakos }) => astakos.projects.update('p', {}), { id: 'p', application: 1 }, 201],
  'projects.join': [({ astakos }) => astakos.projects.join('p'), { id: 1 }],
  'projects.enroll': [({ astakos }) => astakos.projects.enroll('p', 'a@example.org'), { id: 1 }],
  'memberships.list': [({ astakos }) => astakos.memberships.list(), [membership]],
  'memberships.get': [({ astakos }) => astakos.memberships.get(1), membership],
  'memberships.join': [({ astakos }) => astakos.memberships.join('p'), { id: 1 }],
  'memberships.enroll': [({ astakos }) => astakos.memberships.enroll('p', 'a@example.org'), { id: 1 }],
  'userCatalogs.query': [({ astakos }) => astakos.userCatalogs.query({ uuids: ['u'], displaynames: ['a'] }), names],
  'userCatalogs.usernames': [({ astakos }) => astakos.userCatalogs.usernames(['u']), names],
  'userCatalogs.uuids': [({ astakos }) => astakos.userCatalogs.uuids(['a']), names],
  'serviceUserCatalogs.query': [({ astakos }) => astakos.serviceUserCatalogs.query({ uuids: ['u'] }), names],
  'serviceUserCatalogs.all': [({ astakos }) => astakos.serviceUserCatalogs.all(), names],
  'serviceUserCatalogs.usernames': [({ astakos }) => astakos.serviceUserCatalogs.usernames(['u']), names],
  'serviceUserCatalogs.uuids': [({ astakos }) => astakos.serviceUserCatalogs.uuids(['a']), names],
  'commissions.list': [({ astakos }) => astakos.commissions.list(), [1]],
  'commissions.get': [({ astakos }) => astakos.commissions.get(1), { serial: 1, provisions: [{}] }],
  'commissions.issue': [({ astakos }) => astakos.commissions.issue([]), { serial: 1 }, 201],
  'commissions.issueGeneric': [({ astakos }) => astakos.commissions.issueGeneric([], []), { serial: 1 }, 201],
  'commissions.issueOne': [({ astakos }) => astakos.commissions.issueOne('u', [charge]), { serial: 1 }, 201],
  'commissions.issueReassignment': [
    ({ astakos }) => astakos.commissions.issueReassignment('u', [{ ...charge, from: 'p', to: 'q' }]),
    { serial: 1 },
    201,
  ],
  'commissions.resolve': [({ astakos }) => astakos.commissions.resolve({ accept: [1] }), { accepted: [1], failed: [] }],
  'ui.services': [({ astakos }) => astakos.ui.services(), [{ name: 'x' }]],
  'ui.menu': [({ astakos }) => astakos.ui.menu(), [{ name: 'x' }]],
  'oauth2.authorize': [({ astakos }) => astakos.oauth2.authorize({ clientId: 'c' }), { client: 'c' }],
  'oauth2.grant': [({ astakos }) => astakos.oauth2.grant({ clientId: 'c' }), { access_token: 't' }],
}

survivesHostileResponses<Known>(
  known,
  Object.fromEntries(Object.entries(calls).map(([name, call]) => [`astakos.${name}`, call])),
  [
    /^astakos\.(?:\w+|(?:tokens|users|versions|stats)\.\w+)$/,
    ...['accept', 'reject'].map((name) => `astakos.commissions.${name}`),
    /^astakos\.projects\.(?:suspend|unsuspend|terminate|reinstate|applications\.\w+)$/,
    /^astakos\.memberships\.(?:leave|cancel|accept|reject|remove)$/,
    /^astakos\.userCatalogs\.(?:username|uuid)$/,
    /^astakos\.(?:oauth2\.(?:authorizeUrl|confirm)|weblogin\.login(?:Url)?|feedback\.send)$/,
  ],
)

it('leaves out of the catalog what it cannot read, and finds the rest', async () => {
  const odd = [null, 7, [], {}, { type: 7 }, { type: 'a', name: [] }, { type: 'b', endpoints: {} }]
  const bad = [null, {}, { publicURL: 7 }, { publicURL: 'nowhere' }, { ...endpoint('x'), versionId: 7 }]
  const compute = { ...service('compute'), endpoints: [...bad, endpoint('compute')] }
  const fetch = async (): Promise<Response> => Response.json({ access: { serviceCatalog: [...odd, compute] } })
  const astakos = new AstakosClient(url, 'token', { fetch })
  expect(await astakos.getEndpointUrl('compute')).toBe('http://odd.test/compute')
  expect((await astakos.getServices()).map(({ type }) => type)).toEqual(['b', 'compute'])
})

it.each([undefined, 'http://', '//', 'http://[::'])('says that a redirect to %j leads nowhere', async (location) => {
  const headers = location === undefined ? undefined : { location }
  const { astakos } = known(async () => new Response(null, { status: 302, ...(headers ? { headers } : {}) }))
  for (const call of [
    astakos.weblogin.login('pithos://x'),
    astakos.oauth2.authorize({ clientId: 'c' }),
    astakos.oauth2.confirm({ clientId: 'c' }, { cookie: 'c', csrfToken: 't' }),
  ]) {
    const error = await errorOf(call)
    expect(ParseError.isInstance(error)).toBe(true)
  }
})

it('rejects quotas that are not quantities', () => {
  const counters = { limit: 2, usage: 1, pending: 0, project_limit: 5, project_usage: 1, project_pending: 0 }
  expect(availableQuota(counters)).toBe(1)
  for (const value of [null, undefined, 'x', 1.5, Number.NaN, {}])
    for (const key of ['limit', 'usage', 'project_limit', 'project_usage'])
      expect(() => availableQuota({ ...counters, [key]: value } as QuotaCounters)).toThrow(InvalidArgumentError)
  expect(() => availableQuota(null as never)).toThrow(InvalidArgumentError)
})

survivesWrongArguments(known, [/^astakos\.(?:client)$/])

const { astakos } = known(async () => Response.json({}))
const move = { from: 'p', to: 'q', resource: 'vm', quantity: 1 }

survivesWrongFields({
  'projects.create': [
    (each) => astakos.projects.create(each),
    { name: 'a.example.org', end_date: '2031-05-06T00:00:00Z', max_members: 1, resources: project.resources },
  ],
  'projects.list': [(each) => astakos.projects.list(each ?? {}), { name: 'n', state: 'active', mode: 'member' }],
  'commissions.issueOne': [(each) => astakos.commissions.issueOne('u', each), [charge]],
  'commissions.issueGeneric': [(each) => astakos.commissions.issueGeneric(each, []), [{ userId: 'u', ...charge }]],
  'commissions.issueReassignment': [(each) => astakos.commissions.issueReassignment('u', each), [move]],
  'commissions.resolve': [(each) => astakos.commissions.resolve(each), { accept: [1], reject: [2] }],
  'quotas.service': [(each) => astakos.quotas.service(each ?? {}), { users: ['u'], projects: 'p' }],
  'userCatalogs.query': [(each) => astakos.userCatalogs.query(each), { uuids: ['u'], displaynames: ['a'] }],
  'oauth2.authorizeUrl': [(each) => astakos.oauth2.authorizeUrl(each), { clientId: 'c', scope: 's' }],
  'oauth2.grant': [(each) => astakos.oauth2.grant(each), { clientId: 'c', clientSecret: 's', code: 'x' }],
  'oauth2.confirm': [
    (each) => astakos.oauth2.confirm({ clientId: 'c' }, each),
    { cookie: 'csrftoken=t', csrfToken: 't' },
  ],
  endpoint: [(each) => astakos.endpoint(each), { type: 'compute', region: 'r', version: 'v' }],
  getEndpoints: [(each) => astakos.getEndpoints(each ?? {}), { type: 'compute', region: 'r', name: 'n' }],
  'users.create': [(each) => astakos.users.create(each), { username: 'a', first_name: 'b', last_name: 'c' }],
  'feedback.send': [(each) => astakos.feedback.send('m', each ?? {}), { data: 'd' }],
})

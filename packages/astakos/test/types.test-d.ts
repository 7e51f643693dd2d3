import {
  type Access,
  type AccessUser,
  AstakosClient,
  type AuthorizationResponse,
  type CatalogEndpoint,
  type FoundEndpoint,
  type ListProjectsOptions,
  type Membership,
  type MembershipState,
  type NewProject,
  type Project,
  type ProjectApplication,
  type Provision,
  type Quantity,
  type QuotaCounters,
  type ResourceInfo,
  type UserQuotas,
  type ValidatedToken,
} from '@kamaki/astakos'
import { type LoadedCloud, loadCloud } from '@kamaki/astakos/node'
import { Client, type ClientOptions, type List, type TokenSource } from '@kamaki/core'
import { expectTypeOf } from 'vitest'

const astakos = new AstakosClient('https://accounts.example.org/identity/v2.0', 'token')

// A client is of the class that was asked for, and its options are those of that class.
interface StorageOptions extends ClientOptions {
  container?: string
}
class StorageClient extends Client {
  static override readonly serviceType = 'object-store'
  readonly container: string | undefined
  constructor(url: string | URL, token: TokenSource, options?: StorageOptions) {
    super(url, token, options)
    this.container = options?.container
  }
}
expectTypeOf(astakos.client(StorageClient)).resolves.toEqualTypeOf<StorageClient>()
expectTypeOf(
  astakos.client(StorageClient, { container: 'pithos', retry: false }),
).resolves.toEqualTypeOf<StorageClient>()
// @ts-expect-error no such option
astakos.client(StorageClient, { kontainer: 'pithos' })
// @ts-expect-error not a client
astakos.client(Date)

expectTypeOf(astakos.authenticate()).resolves.toEqualTypeOf<Access>()
expectTypeOf(astakos.userInfo()).resolves.toEqualTypeOf<AccessUser>()
expectTypeOf(astakos.getEndpointUrl('compute')).resolves.toEqualTypeOf<string>()
expectTypeOf(astakos.tokens.validate('t')).resolves.toEqualTypeOf<ValidatedToken>()
expectTypeOf<ValidatedToken>().not.toHaveProperty('serviceCatalog')
expectTypeOf<AccessUser['projects']>().toEqualTypeOf<string[] | undefined>()
expectTypeOf<CatalogEndpoint['SNF:uiURL']>().toEqualTypeOf<string | null | undefined>()
expectTypeOf<CatalogEndpoint['SNF:webloginURL']>().toEqualTypeOf<string | undefined>()

// Lists can be awaited and iterated.
expectTypeOf(astakos.projects.list()).toEqualTypeOf<List<Project>>()
expectTypeOf(astakos.memberships.list()).resolves.toEqualTypeOf<Membership[]>()
expectTypeOf(astakos.resources.list()).toEqualTypeOf<List<ResourceInfo>>()
expectTypeOf(astakos.endpoint({ type: 'compute', version: 'v2.0' })).resolves.toEqualTypeOf<FoundEndpoint>()
// @ts-expect-error an endpoint of which service?
astakos.endpoint({ version: 'v2.0' })
expectTypeOf(astakos.commissions.list()).resolves.toEqualTypeOf<number[]>()

// What may be null, missing, or beyond a number.
expectTypeOf<Project['owner']>().toEqualTypeOf<string | null>()
expectTypeOf<Project['max_members']>().toEqualTypeOf<Quantity>()
expectTypeOf<Project['last_application']>().toEqualTypeOf<ProjectApplication | undefined>()
expectTypeOf<Project['deactivation_date']>().toEqualTypeOf<string | undefined>()
expectTypeOf<ProjectApplication['max_members']>().toEqualTypeOf<Quantity | null>()
expectTypeOf<ProjectApplication['resources']>().not.toBeNullable()
expectTypeOf<QuotaCounters['project_pending']>().toEqualTypeOf<number | bigint>()
expectTypeOf<UserQuotas>().toEqualTypeOf<Record<string, Record<string, QuotaCounters>>>()
expectTypeOf<Provision['source']>().toEqualTypeOf<string | null>()
expectTypeOf<Membership['leave_requested']>().toEqualTypeOf<string | undefined>()

// States are open: known ones are suggested, others are taken.
expectTypeOf<'accepted'>().toExtend<MembershipState>()
expectTypeOf<string>().toExtend<MembershipState>()

// What is sent is closed: the server rejects the rest.
expectTypeOf<ListProjectsOptions['mode']>().toEqualTypeOf<'related' | 'default' | 'member' | 'active' | undefined>()
expectTypeOf<NewProject['end_date']>().toEqualTypeOf<Date | string>()
// @ts-expect-error there is no mode for all projects
astakos.projects.list({ mode: 'all' })
// @ts-expect-error a project needs an end date
astakos.projects.create({ name: 'lab.example.org' })
// @ts-expect-error a string is not an array
astakos.userCatalogs.usernames('uuid')

expectTypeOf<AuthorizationResponse>().toExtend<{ kind: 'redirect' | 'consent' }>()
expectTypeOf(loadCloud()).resolves.toEqualTypeOf<LoadedCloud>()
expectTypeOf<LoadedCloud['token']>().toEqualTypeOf<string>()

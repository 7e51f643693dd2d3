export { AstakosClient, type EndpointOptions } from './astakos-client.ts'
export { AuthenticationUrlError } from './auth-url-error.ts'
export type { Caller } from './caller.ts'
export {
  Catalog,
  type CatalogEndpoint,
  type CatalogService,
  type EndpointQuery,
  endpointUrl,
  type FoundEndpoint,
} from './catalog.ts'
export { type CommissionFailure, commissionFailure } from './commission-failure.ts'
export { type Commission, Commissions, type IssueOptions, type Resolved, type ResolveFault } from './commissions.ts'
export { Feedback } from './feedback.ts'
export {
  type ListMembershipsOptions,
  type Membership,
  type MembershipAction,
  type MembershipId,
  type MembershipState,
  Memberships,
  type ReasonOptions,
} from './memberships.ts'
export {
  type AuthorizationReply,
  type AuthorizationRequest,
  type BrowserSession,
  type GrantedToken,
  OAuth2,
} from './oauth2.ts'
export { ProjectApplications } from './project-applications.ts'
export type { NewProject, ProjectChanges, ProjectDate } from './project-checks.ts'
export {
  type ApplicationState,
  type ListProjectsOptions,
  type Project,
  type ProjectApplication,
  type ProjectPolicy,
  type ProjectState,
  Projects,
  type ResourceLimits,
} from './projects.ts'
export {
  type Charge,
  type ChargeMove,
  type ProjectCharge,
  type Provision,
  provisionsOfCharges,
} from './provisions.ts'
export type { Quantity } from './quantity.ts'
export {
  availableQuota,
  type ProjectQuotaCounters,
  type QuotaCounters,
  Quotas,
  type ServiceProjectQuotas,
  type ServiceQuotas,
  type UserQuotas,
} from './quotas.ts'
export { type ResourceInfo, Resources } from './resources.ts'
export { ServiceUserCatalogs } from './service-user-catalogs.ts'
export { type AstakosStats, type ProviderStats, type PublicStats, Stats } from './stats.ts'
export {
  type Access,
  type AccessToken,
  type AccessUser,
  type AuthenticateOptions,
  type Role,
  Tokens,
  type ValidatedToken,
} from './tokens.ts'
export { type CloudService, type MenuItem, Ui } from './ui.ts'
export { type UserCatalog, type UserCatalogQuery, UserCatalogs } from './user-catalogs.ts'
export { type AdminUser, type AuthMethod, type CreatedUser, type NewUser, type UserChanges, Users } from './users.ts'
export { type IdentityVersion, type IdentityVersionDetail, IdentityVersions } from './versions.ts'
export { type LoginOptions, loginResult, Weblogin } from './weblogin.ts'

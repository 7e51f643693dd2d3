export { AstakosClient } from './astakos-client.ts'
export { AuthUrlError } from './auth-url-error.ts'
export {
  Catalog,
  type CatalogEndpoint,
  type CatalogService,
  type EndpointQuery,
  endpointUrl,
  type FoundEndpoint,
} from './catalog.ts'
export type { AstakosClientOptions, EndpointOptions, FindEndpointOptions } from './client-options.ts'
export { type CommissionFailure, commissionFailure } from './commission-failure.ts'
export type {
  Charge,
  ChargeMove,
  Commission,
  IssueCommissionOptions,
  ProjectCharge,
  Provision,
  ResolvedCommissions,
  ResolveFault,
  UserCharge,
} from './commission-types.ts'
export { Commissions } from './commissions.ts'
export { Feedback, type SendFeedbackOptions } from './feedback.ts'
export { InsecureEndpointError } from './insecure-endpoint-error.ts'
export {
  type ListMembershipsOptions,
  type Membership,
  type MembershipAction,
  type MembershipId,
  type MembershipState,
  Memberships,
} from './memberships.ts'
export {
  type AuthorizationRequest,
  type AuthorizationResponse,
  type BrowserSession,
  type GrantedToken,
  OAuth2,
  type TokenGrant,
} from './oauth2.ts'
export { ProjectApplications } from './project-applications.ts'
export type {
  ApplicationState,
  AppliedProject,
  ListProjectsOptions,
  NewProject,
  Project,
  ProjectApplication,
  ProjectChanges,
  ProjectDate,
  ProjectPolicy,
  ProjectState,
  ReasonOptions,
  ResourceLimits,
} from './project-types.ts'
export { Projects } from './projects.ts'
export { provisionsOfCharges } from './provisions.ts'
export type { Quantity } from './quantity-types.ts'
export {
  availableQuota,
  type ProjectQuotaCounters,
  type QuotaCounters,
  Quotas,
  type ServiceProjectQuotas,
  type ServiceProjectQuotasOptions,
  type ServiceQuotas,
  type ServiceQuotasOptions,
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
  type ValidateTokenOptions,
} from './tokens.ts'
export { type CloudService, type MenuItem, Ui } from './ui.ts'
export { type UserCatalog, type UserCatalogQuery, UserCatalogs } from './user-catalogs.ts'
export { type AdminUser, type AuthMethod, type CreatedUser, type NewUser, type UserChanges, Users } from './users.ts'
export { type IdentityVersion, type IdentityVersionDetail, IdentityVersions } from './versions.ts'
export { type LoginOptions, loginResult, Weblogin } from './weblogin.ts'

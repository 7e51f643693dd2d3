import {
  Client,
  type ClientClass,
  type ClientOptions,
  type RequestOptions,
  type TokenSource,
  type UrlWording,
} from '@kamaki/core'
import {
  type Http,
  pickRequestOptions,
  requireBoolean,
  requireFunction,
  requireKnownOptions,
  requireOptions,
  requireString,
} from '@kamaki/core/toolkit'
import { type Catalog, type CatalogEndpoint, type CatalogService, checkQuery, type FoundEndpoint } from './catalog.ts'
import {
  type AstakosClientOptions,
  astakosOptionNames,
  type EndpointOptions,
  type FindEndpointOptions,
  queryNames,
} from './client-options.ts'
import { Commissions } from './commissions.ts'
import { Feedback } from './feedback.ts'
import { IdentityCache } from './identity-cache.ts'
import { InsecureEndpointError } from './insecure-endpoint-error.ts'
import { Memberships } from './memberships.ts'
import { OAuth2 } from './oauth2.ts'
import { Projects } from './projects.ts'
import { Quotas } from './quotas.ts'
import { Resources } from './resources.ts'
import { ServiceUserCatalogs } from './service-user-catalogs.ts'
import { Stats } from './stats.ts'
import { type Access, type AccessToken, type AccessUser, type AuthenticateOptions, Tokens } from './tokens.ts'
import { Ui } from './ui.ts'
import { UserCatalogs } from './user-catalogs.ts'
import { Users } from './users.ts'
import { IdentityVersions } from './versions.ts'
import { Weblogin } from './weblogin.ts'

/**
 * The identity service of a cloud, and the way to all others.
 *
 *     const astakos = new AstakosClient(AUTHENTICATION_URL, TOKEN)
 *     const pithos = await astakos.client(PithosClient)
 *
 * A client is for one token, and keeps what it learned with it (user, service catalog, names of users): several users need
 * several clients. `/v2.0` is appended to an authentication URL without a version.
 */
export class AstakosClient extends Client {
  static override readonly serviceType = 'identity'
  static override readonly defaultVersion = 'v2.0'
  static override readonly urlWording: UrlWording = {
    noun: 'authentication URL',
    example: 'https://accounts.example.org/identity/v2.0',
    parameter: 'authUrl',
  }

  /** Validation of tokens. */
  readonly tokens: Tokens
  /** Limits and usage. */
  readonly quotas: Quotas
  /** The resources that have quotas. */
  readonly resources: Resources
  /** Projects and applications for them. */
  readonly projects: Projects
  /** Who belongs to which project. */
  readonly memberships: Memberships
  /** Uuids and names of users. */
  readonly userCatalogs: UserCatalogs
  /** Messages to the people who run the cloud. */
  readonly feedback: Feedback
  /** OAuth 2 with this cloud as provider. */
  readonly oauth2: OAuth2
  /** Login with a browser. */
  readonly weblogin: Weblogin
  /** What the pages of the cloud share. */
  readonly ui: Ui
  /** Numbers of users and resources. */
  readonly stats: Stats
  /** Versions of the identity API. */
  readonly versions: IdentityVersions
  /** For administrators: the users of the cloud. */
  readonly users: Users
  /** For services of the cloud: charges against quotas. */
  readonly commissions: Commissions
  /** For services of the cloud: uuids and names of users. */
  readonly serviceUserCatalogs: ServiceUserCatalogs

  readonly #options: ClientOptions
  readonly #allowInsecure: boolean
  readonly #identity: IdentityCache
  readonly #account: Http

  /** @param authUrl as the API access page of the cloud shows it, such as `https://accounts.example.org/identity/v2.0`. */
  constructor(authUrl: string | URL, token: TokenSource, options: AstakosClientOptions = {}) {
    const { allowInsecureEndpoints = false, ...clientOptions } = requireKnownOptions(options, astakosOptionNames)
    super(authUrl, token, clientOptions)
    this.#options = clientOptions
    this.#allowInsecure = requireBoolean(allowInsecureEndpoints, 'allowInsecureEndpoints')
    this.tokens = new Tokens(this.http)
    this.#identity = new IdentityCache(this.http, this.tokens)
    const urlOf = (type: string) => (call?: RequestOptions) => this.getEndpointUrl(type, undefined, call)
    const account = this.http.lazy(urlOf('account'))
    this.#account = account
    this.quotas = new Quotas(account)
    this.resources = new Resources(account)
    this.memberships = new Memberships(account)
    this.projects = new Projects(account, this.memberships)
    this.userCatalogs = new UserCatalogs(account)
    this.serviceUserCatalogs = new ServiceUserCatalogs(account)
    this.feedback = new Feedback(account)
    this.commissions = new Commissions(account)
    const [authUrlOf, loginUrlOf] = [urlOf('astakos_auth'), urlOf('astakos_weblogin')]
    this.oauth2 = new OAuth2(this.http.lazy(authUrlOf), authUrlOf)
    this.weblogin = new Weblogin(this.http.lazy(loginUrlOf), loginUrlOf)
    this.ui = new Ui(this.http.lazy((call) => this.#uiUrl(call)))
    this.stats = new Stats(this.http.at(this.endpointUrl.replace(/\/identity(\/[^/]*)?$/, '/admin')))
    this.versions = new IdentityVersions(this.http)
    this.users = new Users(this.http)
  }

  /**
   * Asks the cloud about the token: whose it is, when it expires, where the services are. Asks each time it is called; the other
   * methods use what it learns.
   *
   * `POST /tokens` · 200 · identity-api-guide § Authenticate
   * @throws {UnauthorizedError} if the token is unknown or expired, or its user inactive.
   * @throws {AuthUrlError} if the server at the URL is not the identity service of a Synnefo cloud.
   */
  async authenticate(options?: AuthenticateOptions): Promise<Access> {
    return this.#identity.authenticate(options)
  }

  /** The token's user. Asked once. */
  async userInfo(options?: RequestOptions): Promise<AccessUser> {
    return (await this.#identity.access(options)).user
  }

  /** The token as Astakos sees it, with its expiry. Asked once. */
  async tokenInfo(options?: RequestOptions): Promise<AccessToken> {
    return (await this.#identity.access(options)).token
  }

  /** Uuid of the project that pays where none is named: the user's own uuid until {@link AstakosClient.setDefaultProject}. Asked once. */
  async defaultProject(options?: RequestOptions): Promise<string> {
    return (await this.tokenInfo(options)).tenant.id
  }

  /**
   * Chooses the project that pays where none is named.
   *
   * `POST /myaccount/default_project` · 200 · snf-astakos-app/astakos/api/user.py:set_default_project
   * @throws {ForbiddenError} if the user is not an accepted member, or the project is not active.
   * @throws {NotFoundError} if there is no such project, or the user was never a member of it.
   */
  async setDefaultProject(projectId: string, options?: RequestOptions): Promise<void> {
    requireString(projectId, 'projectId')
    const call = { ...requireOptions(options), json: { project_id: projectId }, idempotent: true }
    await this.#account.empty('POST', 'myaccount/default_project', call)
    this.#identity.setDefaultProject(projectId)
  }

  /**
   * Where the services of the cloud are. Asked once, and the same for all its users: no token is checked.
   *
   * `POST /tokens` without credentials · 200 · identity-api-guide § Authenticate
   */
  async catalog(options?: RequestOptions): Promise<Catalog> {
    return this.#identity.catalog(options)
  }

  /** All services of the catalog. */
  async getServices(options?: RequestOptions): Promise<readonly CatalogService[]> {
    return (await this.catalog(options)).services
  }

  /**
   * One service of the catalog, with all its endpoints.
   *
   * @throws {EndpointNotFoundError} if the cloud has no such service; the message lists what it has.
   */
  async getServiceDetails(serviceType: string, options?: RequestOptions): Promise<CatalogService> {
    requireString(serviceType, 'serviceType')
    return (await this.catalog(options)).service(serviceType)
  }

  /** All endpoints that match by type, name, region and version; without a query, all there are, those without TLS included. */
  async getEndpoints(query: FindEndpointOptions = {}): Promise<FoundEndpoint[]> {
    checkQuery(query)
    requireKnownOptions<FindEndpointOptions>(query, queryNames)
    return (await this.catalog(pickRequestOptions(query))).find(query)
  }

  /**
   * The one endpoint that matches: its URL, its service, its entry in the catalog.
   *
   *     const { url } = await astakos.endpoint({ type: 'compute', version: 'v2.0', region: 'default' })
   *
   * @throws {EndpointNotFoundError} if none matches, or several do; the message lists what there is.
   * @throws {InsecureEndpointError} if it has no TLS though the catalog came over https, unless `allowInsecureEndpoints` is set.
   */
  async endpoint(query: FindEndpointOptions & { readonly type: string }): Promise<FoundEndpoint> {
    checkQuery(query)
    const { type, name, region, version, ...options } = query
    requireString(type, 'type')
    const found = (await this.catalog(options)).endpoint({ type, name, region, version })
    this.#checkTls(found.url, type)
    return found
  }

  /**
   * The endpoint of a service, as it stands in the catalog.
   *
   * @param version such as `v2.0`. Default: any.
   * @throws {EndpointNotFoundError} if none matches, or several do; the message lists what there is.
   * @throws {InsecureEndpointError} if it has no TLS though the catalog came over https, unless `allowInsecureEndpoints` is set.
   */
  async getServiceEndpoint(serviceType: string, version?: string, options?: EndpointOptions): Promise<CatalogEndpoint> {
    requireString(serviceType, 'serviceType')
    return (await this.endpoint({ ...requireOptions(options), type: serviceType, version })).endpoint
  }

  /**
   * The URL of a service, version included: what the client classes take as `endpointUrl`.
   *
   * @param serviceType such as `compute`, or `CycladesComputeClient.serviceType`.
   * @param version such as `v2.0`. Default: any.
   * @throws {EndpointNotFoundError} if none matches, or several do; the message lists what there is.
   * @throws {InsecureEndpointError} if it has no TLS though the catalog came over https, unless `allowInsecureEndpoints` is set.
   */
  async getEndpointUrl(serviceType: string, version?: string, options?: EndpointOptions): Promise<string> {
    requireString(serviceType, 'serviceType')
    return (await this.endpoint({ ...requireOptions(options), type: serviceType, version })).url
  }

  /**
   * A client of another service: its endpoint from the catalog, this client's token, and this client's `fetch`, retry policy,
   * limits and logging, except where `options` says otherwise. A token that comes from a function is shared: what one of the clients renews
   * all use, and there is one renewal at a time. For storage, `account` is the token's user.
   *
   *     const compute = await astakos.client(CycladesComputeClient)
   *
   * @throws {EndpointNotFoundError} if the cloud has no such service; the message lists what it has.
   * @throws {InsecureEndpointError} if it has no TLS though the catalog came over https, unless `allowInsecureEndpoints` is set.
   */
  async client<C extends Client, O extends ClientOptions>(Class: ClientClass<C, O>, options?: O): Promise<C> {
    requireString(requireFunction(Class, 'Class').serviceType, 'Class.serviceType')
    const given = options === undefined ? undefined : requireOptions(options)
    const userId = async (): Promise<string> => (await this.userInfo()).id
    const own = Class.forCloud === undefined ? given : await Class.forCloud(given, { userId })
    const url = await this.getEndpointUrl(Class.serviceType)
    return new Class(url, this.http.tokenSource(), { ...this.#options, ...own } as O)
  }

  /**
   * Drops what was learned about user, token and catalog; it is requested again when needed. The token of a token function is dropped too, by
   * all clients that {@link AstakosClient.client} created: the function is called again.
   */
  forget(): void {
    this.http.forgetToken()
    this.#identity.forget()
  }

  async #uiUrl(options: RequestOptions): Promise<string> {
    const { url, endpoint } = await this.endpoint({ ...requireOptions(options), type: 'account' })
    const named = endpoint['SNF:uiURL'] ?? ''
    const uiUrl = URL.canParse(named) ? named : url.replace(/\/account(\/[^/]*)?$/, '/ui')
    this.#checkTls(uiUrl, 'SNF:uiURL of account')
    return uiUrl
  }

  #checkTls(url: string, serviceType: string): void {
    const insecure = this.endpointUrl.startsWith('https:') && !/^https:/i.test(url)
    if (insecure && !this.#allowInsecure) throw new InsecureEndpointError({ url, serviceType })
  }
}

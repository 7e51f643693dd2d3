import { type Described, describe, type Names, namesFor } from '../describe.mjs'
import { fill, lookup, type WireResponse } from '../wire.mjs'
import type { Cloud } from './cloud.ts'
import { CREATIONS, FIXTURES, type Fixture, type Removal } from './fixtures.ts'
import { bodyText, type FuzzRequest } from './request.ts'

/** Names of things on a cloud. */
type Scope = Record<string, unknown>

/** One cloud and the names of what there is on it. */
export class Side {
  readonly #cloud: Cloud
  #scope: Scope = {}
  #run = ''
  /** How to remove what was created, on a cloud that cannot be made as new. */
  #removals: Removal[] = []

  constructor(cloud: Cloud) {
    this.#cloud = cloud
  }

  /** Can it be made as new? If not, each run has names of its own. */
  get renewable(): boolean {
    return this.#cloud.reset !== undefined
  }

  /** Exceptions within the cloud since this was asked last. */
  crashes(): readonly string[] {
    return this.#cloud.crashes()
  }

  /** Begins anew. `run` is a word that new things are named with. */
  async fresh(run: string): Promise<void> {
    await this.clear()
    this.#cloud.reset?.()
    this.#run = run
    this.#scope = { ...this.#cloud.env.users, ...this.#cloud.env.vars, run }
  }

  /** Sends a request, once what it speaks of is there, and waits for what it sets off. */
  async exchange(request: FuzzRequest): Promise<WireResponse> {
    await this.#provide(JSON.stringify(request))
    const response = await this.#send(request)
    const kind = CREATIONS[request.id] ?? ''
    const fixture = FIXTURES[kind]
    if (fixture && response.status < 300) this.#remember(fixture, { [kind]: saved(fixture, response) })
    if (response.status < 300 && request.method !== 'GET' && request.method !== 'HEAD') await this.#cloud.settle()
    return response
  }

  /** A response without what differs from cloud to cloud and from run to run. */
  describe(response: WireResponse, method: string): Described {
    return describe(withoutSecrets(response), this.#names(), method)
  }

  async #provide(text: string): Promise<void> {
    for (const [, name = ''] of text.matchAll(/\{\{(\w+)\}\}/g)) {
      const fixture = FIXTURES[name]
      if (fixture && !(name in this.#scope)) await this.#create(name, fixture)
    }
  }

  async #create(name: string, fixture: Fixture): Promise<void> {
    const { headers = {}, body, text, ...rest } = fixture.request
    const json = body === undefined ? undefined : Buffer.from(JSON.stringify(body), 'utf8').toString('latin1')
    const response = await this.exchange({
      ...rest,
      id: name,
      query: [],
      headers: [
        ...Object.entries(headers),
        ...(json === undefined ? [] : [['Content-Type', 'application/json'] as const]),
      ],
      body: json ?? text,
    })
    this.#scope[name] =
      fixture.value === undefined ? (saved(fixture, response) ?? '0') : fill(fixture.value, this.#scope)
    this.#remember(fixture, {})
  }

  #remember({ remove = [] }: Fixture, created: Scope): void {
    if (this.renewable || Object.values(created).includes(undefined)) return
    const scope = { ...this.#scope, ...created }
    this.#removals.unshift(...remove.map((one) => ({ ...one, path: String(fill(one.path, scope)) })))
  }

  /** Removes what was created on a cloud that cannot be made as new, the latest first. */
  async clear(): Promise<void> {
    for (const removal of this.#removals.splice(0)) {
      const { as = 'alice', base, method = 'DELETE', path, body } = removal
      const headers = body === undefined ? [] : [['Content-Type', 'application/json'] as const]
      const text = body === undefined ? undefined : JSON.stringify(body)
      await this.exchange({ id: 'remove', as, base, method, path, query: [], headers, body: text })
    }
  }

  #names(): Names {
    const { env, bases } = this.#cloud
    const own = Object.keys(FIXTURES).filter((name) => name in this.#scope)
    const named = Object.fromEntries(own.map((name) => [name, this.#scope[name]]))
    return namesFor(env, bases, { ...env.vars, ...named }, {}, this.#run)
  }

  #send(request: FuzzRequest): Promise<WireResponse> {
    const { bases, env, send } = this.#cloud
    const { as, base, method, path, query } = request
    const filled = (text: string) => String(fill(text, this.#scope))
    const [type = '', root] = base.split(':')
    const url = root ? bases[type]?.replace(/\/v\d[\w.]*$/, '') : bases[type]
    // A service that a cloud does not have is one that has no such path.
    const start = url ?? `${new URL(bases['compute'] ?? env.authUrl).origin}/${type}`
    const target = start + filled(path) + (query.length > 0 ? `?${filled(query.join('&'))}` : '')
    const headers: Record<string, string> = {}
    const token = env.users[as]?.token
    if (token !== undefined) headers['X-Auth-Token'] = token
    for (const [name, value] of request.headers) headers[name] = filled(value)
    const text = bodyText(request)
    const body = text === undefined ? undefined : Buffer.from(filled(text), 'latin1')
    if (body || ['PUT', 'POST'].includes(method)) headers['Content-Length'] = String(body?.length ?? 0)
    return send({ method, url: target, headers, body })
  }
}

/** Where a response names what was created. */
function saved({ save = '' }: Fixture, response: WireResponse): unknown {
  return lookup(save, view(response))
}

function view({ headers, body }: WireResponse): Record<string, unknown> {
  try {
    return { headers, body: JSON.parse(body.toString('utf8')) as unknown }
  } catch {
    return { headers, body: undefined }
  }
}

const SECRETS: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/-----BEGIN[^"]*?-----END [A-Z ]+-----/g, '<private key>'],
  [/ssh-rsa AAAA[\w+/=]{60,}/g, '<public key>'],
  [/\b(?:[0-9a-f]{2}:){15}[0-9a-f]{2}\b/g, '<fingerprint>'],
  [/(?<="(?:adminPass|password|port)": )(?:"[^"]*"|\d+)/g, '"<secret>"'],
  [/(?<=\/public\/)\w+|(?<=[?&](?:password|port)=)\w+|(?<=:)\d+(?=\?password=)/g, '<secret>'],
]

/** Keys, passwords and public addresses are random on every cloud. */
function withoutSecrets(response: WireResponse): WireResponse {
  const shown = (text: string) => SECRETS.reduce((left, [pattern, name]) => left.replace(pattern, name), text)
  const headers = Object.entries(response.headers).map(([name, value]) => [name, shown(String(value))])
  const type = String(response.headers['content-type'] ?? '')
  const body = /json|xml|text/.test(type)
    ? Buffer.from(shown(response.body.toString('latin1')), 'latin1')
    : response.body
  return { ...response, headers: Object.fromEntries(headers) as WireResponse['headers'], body }
}

import { type Described, describe, differences, type Names, namesFor } from '../describe.mjs'
import { fill, lookup, type WireResponse } from '../wire.mjs'
import type { Cloud } from './cloud.ts'
import { FIXTURES, type Fixture } from './fixtures.ts'
import { bodyText, type FuzzRequest } from './request.ts'

/** What came of one request on both clouds. */
export interface Outcome {
  readonly a: Described
  readonly b: Described
  /** Where the responses differ, and how. */
  readonly problems: readonly string[]
  /** Exceptions within a cloud. */
  readonly crashes: readonly string[]
}

/** Names of things on one of the clouds. */
type Scope = Record<string, unknown>

/** Two clouds side by side: what is sent to one is sent to the other, and each knows its own names for things. */
export class Bench {
  readonly #clouds: readonly [Cloud, Cloud]
  #scopes: readonly [Scope, Scope] = [{}, {}]
  #run = ''
  #runs = 0
  #created: Fixture[] = []

  constructor(a: Cloud, b: Cloud) {
    this.#clouds = [a, b]
  }

  /** Begins anew: on clouds that can be made as new, and with other names on those that cannot. */
  async fresh(): Promise<void> {
    await this.#clear()
    const mark = this.#clouds.every(({ reset }) => reset) ? '' : Date.now().toString(36).slice(-5)
    this.#run = `q${mark}${(this.#runs++).toString(36).padStart(4, '0')}`
    for (const cloud of this.#clouds) cloud.reset?.()
    const scope = ({ env }: Cloud): Scope => ({ ...env.users, ...env.vars, run: this.#run })
    this.#scopes = [scope(this.#clouds[0]), scope(this.#clouds[1])]
  }

  /** Sends a request to both and compares. What it speaks of is created first. */
  async exchange(request: FuzzRequest): Promise<Outcome> {
    await this.#provide(JSON.stringify(request))
    const [a, b] = await this.#both((cloud, scope) => sent(cloud, scope, request))
    const settled = a.status < 300 || b.status < 300
    if (settled && request.method !== 'GET' && request.method !== 'HEAD') await this.#settle()
    const described = [a, b]
      .map(withoutSecrets)
      .map((response, at) => describe(response, this.#names(at), request.method)) as [Described, Described]
    return {
      a: described[0],
      b: described[1],
      problems: differences(...(described.map(withoutOrder) as [unknown, unknown]), '', []),
      crashes: this.#clouds.flatMap((cloud) => cloud.crashes()),
    }
  }

  async #settle(): Promise<void> {
    await this.#both((cloud) => cloud.settle())
  }

  async #provide(text: string): Promise<void> {
    for (const [, name = ''] of text.matchAll(/\{\{(\w+)\}\}/g)) {
      const fixture = FIXTURES[name]
      if (!fixture || name in this.#scopes[0]) continue
      await this.#create(name, fixture)
    }
  }

  async #create(name: string, fixture: Fixture): Promise<void> {
    const { headers = {}, body, text, ...rest } = fixture.request
    await this.#provide(JSON.stringify(fixture.request))
    const json = body === undefined ? undefined : Buffer.from(JSON.stringify(body), 'utf8').toString('latin1')
    const request: FuzzRequest = {
      ...rest,
      id: name,
      query: [],
      headers: [
        ...Object.entries(headers),
        ...(json === undefined ? [] : [['Content-Type', 'application/json'] as const]),
      ],
      body: json ?? text,
    }
    const responses = await this.#both((cloud, scope) => sent(cloud, scope, request))
    await this.#settle()
    responses.forEach((response, at) => {
      const scope = this.#scopes[at] ?? {}
      scope[name] =
        fixture.value === undefined ? (lookup(fixture.save ?? '', view(response)) ?? '0') : fill(fixture.value, scope)
    })
    this.#created.push(fixture)
  }

  /** Removes what was created on clouds that cannot be made as new, the latest first. */
  async #clear(): Promise<void> {
    const created = this.#created.splice(0).reverse()
    if (this.#clouds.every(({ reset }) => reset)) return
    for (const { remove } of created) {
      if (!remove) continue
      const request: FuzzRequest = {
        id: 'remove',
        as: 'alice',
        method: 'DELETE',
        ...remove,
        query: [],
        headers: [],
        body: undefined,
      }
      await this.#both((cloud, scope) => sent(cloud, scope, request))
      await this.#settle()
    }
  }

  #names(at: number): Names {
    const cloud = this.#clouds[at]
    const scope = this.#scopes[at] ?? {}
    if (!cloud) return []
    const own = Object.keys(FIXTURES).flatMap((name): [string, unknown][] =>
      name in scope ? [[name, scope[name]]] : [],
    )
    return namesFor(cloud.env, cloud.bases, { ...cloud.env.vars, ...Object.fromEntries(own) }, {}, this.#run)
  }

  async #both<T>(act: (cloud: Cloud, scope: Scope) => Promise<T>): Promise<[T, T]> {
    return Promise.all([act(this.#clouds[0], this.#scopes[0]), act(this.#clouds[1], this.#scopes[1])])
  }
}

function sent(cloud: Cloud, scope: Scope, request: FuzzRequest): Promise<WireResponse> {
  const { as, base, method, path, query } = request
  const filled = (text: string) => String(fill(text, scope))
  const [type = '', root] = base.split(':')
  const url = root ? cloud.bases[type]?.replace(/\/v\d[\w.]*$/, '') : cloud.bases[type]
  // A service that a cloud does not have is one that has no such path.
  const start = url ?? `${new URL(cloud.bases['compute'] ?? cloud.env.authUrl).origin}/${type}`
  const target = start + filled(path) + (query.length > 0 ? `?${filled(query.join('&'))}` : '')
  const headers: Record<string, string> = {}
  const token = cloud.env.users[as]?.token
  if (token !== undefined) headers['X-Auth-Token'] = token
  for (const [name, value] of request.headers) headers[name] = filled(value)
  const text = bodyText(request)
  const body = text === undefined ? undefined : Buffer.from(filled(text), 'latin1')
  if (body || ['PUT', 'POST'].includes(method)) headers['Content-Length'] = String(body?.length ?? 0)
  return cloud.send({ method, url: target, headers, body })
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
  [/(?<=\/public\/)\w+|(?<=[?&](?:password|port)=)\w+/g, '<secret>'],
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

/** Lists of names whose order a server leaves open are compared in order. */
function withoutOrder(described: Described): unknown {
  const { body } = described
  const text = typeof body === 'object' && body !== null && 'text' in body ? body.text : undefined
  if (typeof text !== 'string' || text.startsWith('<')) return described
  return { ...described, body: { text: text.split('\n').sort().join('\n') } }
}

// What a scenario's step is filled with and how it is sent.
import { createHash } from 'node:crypto'
import http from 'node:http'
import https from 'node:https'

// ---- bytes -----------------------------------------------------------------------------------

/** Deterministic bytes: a 32-bit xorshift, one byte per step. */
function seededBytes(seed, count) {
  const out = Buffer.alloc(count)
  let x = seed | 0 || 1
  for (let i = 0; i < count; i++) {
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    out[i] = x & 0xff
  }
  return out
}

export function bytesOf(spec, vars) {
  if (spec.text !== undefined) return Buffer.from(fill(spec.text, vars), 'utf8')
  if (spec.hex !== undefined) return Buffer.from(spec.hex, 'hex')
  if (spec.repeat) return Buffer.alloc(spec.repeat.count, spec.repeat.byte)
  if (spec.random) return seededBytes(spec.random.seed, spec.random.count)
  if (spec.concat) return Buffer.concat(spec.concat.map((part) => bytesOf(part, vars)))
  if (spec.data) return vars.data[spec.data].bytes
  throw new Error(`unknown bytes: ${JSON.stringify(spec)}`)
}

/** A Pithos block hash: SHA-256 of the block without its trailing zero bytes. */
export function blockHash(block) {
  let end = block.length
  while (end > 0 && block[end - 1] === 0) end--
  return createHash('sha256').update(block.subarray(0, end)).digest('hex')
}

export const digest = (algorithm, bytes) => createHash(algorithm).update(bytes).digest('hex')

// ---- templates -------------------------------------------------------------------------------

export function lookup(path, from) {
  let at = from
  for (const key of path.split('.')) {
    if (at === undefined || at === null) return undefined
    at = at[key]
  }
  return at
}

/** Replaces {{path}} in every string; a string that is one {{path}} takes that value's own type. */
export function fill(value, vars) {
  if (typeof value === 'string') {
    const whole = /^\{\{([^{}]+)\}\}$/.exec(value)
    if (whole) return required(whole[1], vars)
    return value.replace(/\{\{([^{}]+)\}\}/g, (_, path) => String(required(path, vars)))
  }
  if (Array.isArray(value)) return value.map((item) => fill(item, vars))
  if (value && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [fill(k, vars), fill(v, vars)]))
  }
  return value
}

function required(path, vars) {
  const [name, filter] = path.split('|').map((s) => s.trim())
  const found = lookup(name, vars)
  if (found === undefined) throw new Error(`no value for {{${path}}}`)
  if (filter === 'urlencode') return encodeURIComponent(String(found))
  // A Date header or a timestamp, in whole seconds.
  if (filter === 'unix') return Math.floor(Number.isNaN(Number(found)) ? Date.parse(found) / 1000 : Number(found))
  return found
}

// ---- HTTP ------------------------------------------------------------------------------------

/** Connections that are kept. */
const agents = { 'http:': new http.Agent({ keepAlive: true }), 'https:': new https.Agent({ keepAlive: true }) }

/** One request with exactly the target, method and headers given; no redirects, no retries. */
export function send({ method, url, headers, body }) {
  const at = new URL(url)
  const { request } = at.protocol === 'https:' ? https : http
  const target = url.slice(at.origin.length) || '/'
  return new Promise((resolve, reject) => {
    const req = request(
      {
        protocol: at.protocol,
        hostname: at.hostname,
        port: at.port,
        path: target,
        method,
        headers,
        agent: agents[at.protocol],
      },
      (res) => {
        const chunks = []
        res.on('data', (chunk) => chunks.push(chunk))
        res.on('error', reject)
        res.on('end', () => resolve({ status: res.statusCode, headers: res.headers, body: Buffer.concat(chunks) }))
      },
    )
    req.setTimeout(60_000, () => req.destroy(new Error(`no response to ${method} ${target} in 60 s`)))
    // A kept connection that the server closed just then: ask again on another one.
    req.on('error', (error) =>
      req.reusedSocket && error.code === 'ECONNRESET'
        ? send({ method, url, headers, body }).then(resolve, reject)
        : reject(error),
    )
    if (body) req.write(body)
    req.end()
  })
}

/** The URL of each service, by its type. */
export async function catalogOf(env, sender = send) {
  const first = Object.values(env.users)[0]
  const body = JSON.stringify({ auth: { token: { id: first.token } } })
  const response = await sender({
    method: 'POST',
    url: `${env.authUrl.replace(/\/$/, '')}/tokens`,
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'x-auth-token': first.token,
    },
    body,
  })
  if (response.status !== 200) throw new Error(`POST /tokens returned ${response.status}`)
  const { serviceCatalog } = JSON.parse(response.body.toString('utf8')).access
  const bases = { auth: env.authUrl.replace(/\/$/, '') }
  for (const service of serviceCatalog) {
    if (service.endpoints[0]) bases[service.type] = service.endpoints[0].publicURL.replace(/\/$/, '')
  }
  // Not in the catalog, beside what is: <cyclades>/userdata and <astakos>/admin.
  const beside = (type, name) => bases[type]?.replace(/\/[^/]+\/[^/]+$/, `/${name}`)
  bases.userdata ??= beside('compute', 'userdata')
  bases['astakos-admin'] ??= beside('identity', 'admin')
  for (const type of Object.keys(bases)) if (!bases[type]) delete bases[type]
  return bases
}

/** Closes the connections that are kept. */
export function hangUp() {
  for (const agent of Object.values(agents)) agent.destroy()
}

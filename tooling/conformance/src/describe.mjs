// How a response is described so that two can be compared.
import { digest } from './wire.mjs'

// ---- what a response says, with what varies taken out -------------------------------------------

const HEADERS =
  /^(x-|etag$|content-type$|content-range$|content-disposition$|content-encoding$|location$|last-modified$|retry-after$|allow$|tag-status$)/
const SKIP = /^x-(frame-options|content-type-options|xss-protection|request-id|powered-by)/
const PATTERNS = [
  ['<uuid>', /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi],
  [
    '<httpdate>',
    /\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? (\d{1,2}[ -])?(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[ -](\d{1,2} +)?(\d{2,4} )?\d\d:\d\d:\d\d( GMT| \d{4})?/g,
  ],
  ['<datetime>', /\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(\+\d\d:\d\d|Z)?/g],
  ['<mac>', /\b([0-9a-f]{2}:){5}[0-9a-f]{2}\b/gi],
  ['<ipv4>', /\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b(?!\/)/g],
]
/** Numbers under these names are assigned by the server. */
const ASSIGNED =
  /(^|_|-)(id|ids|version|versions|serial|timestamp|application)$|^(SNF:task_id|x_object_version|x-object-version|x_object_version_timestamp|x-object-version-timestamp|pending_application|last_application|volumes|volumeId|serverId|serverRef|volume_type|SNF:volume_type|subnet|subnets?|accepted|rejected|failed)$/i

function scrubText(text, names) {
  let out = text
  for (const [value, name] of names) out = out.split(value).join(name)
  for (const [tag, pattern] of PATTERNS) out = out.replace(pattern, tag)
  // Assigned numbers inside strings: .../servers/42, snf-42.vm..., "Server '42' is being built".
  return out
    .replace(/\{\{(?:base|path):[\w-]+\}\}[^\s"'<>?#]*/g, (url) => url.replace(/\/\d+(?=\/|$)/g, '/<digits>'))
    .replace(/\bsnf-\d+\b/g, 'snf-<digits>')
    .replace(/'\d+'/g, "'<digits>'")
    .replace(
      /\b(server|volume|port|network|nic|vm|id|flavor|instance|application|serial)([:# ]+)\d+\b/gi,
      '$1$2<digits>',
    )
    .replace(/\b\d+(?= is not a pending application)/g, '<digits>')
}

function scrub(value, names, key = '') {
  if (typeof value === 'number') return ASSIGNED.test(key) || value > 1_000_000_000 ? '<number>' : value
  if (typeof value === 'string') {
    if (ASSIGNED.test(key) && /^\d+(\.\d+)?$/.test(value)) return '<digits>'
    return scrubText(value, names)
  }
  if (Array.isArray(value)) return value.map((item) => scrub(item, names, key))
  if (value && typeof value === 'object') {
    let assigned = 0
    const name = (k) => (/^\d+$/.test(k) ? `<digits>${assigned++ ? `#${assigned}` : ''}` : scrubText(k, names))
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [name(k), scrub(v, names, k)]))
  }
  return value
}

/** Children of a listed account, container or object in order of their names (a server may send them in any), no numbers that it assigned. */
function steadyXml(text) {
  if (!/^<\?xml[^>]*>\s*<(accounts?|container|object|items)\b/.test(text)) return text
  const inOrder = (inner) => (inner.match(/<([^\s<>/]+)>[\s\S]*?<\/\1>/g) ?? []).sort().join('')
  return text
    .replace(/<(container|object|account)>([\s\S]*?)<\/\1>/g, (_, tag, inner) => `<${tag}>${inOrder(inner)}</${tag}>`)
    .replace(/<([a-z_]*until_timestamp|x_object_version|x_object_version_timestamp)>[\d.]+</g, '<$1><digits><')
    .replace(/<version timestamp="[\d.]+">\d+</g, '<version timestamp="<digits>"><digits><')
    .replace(/>\s+</g, '><')
}

export function describe(response, names, method) {
  const headers = {}
  for (const [name, value] of Object.entries(response.headers)) {
    const size = name === 'content-length' && method === 'HEAD' && response.status === 200 // an object's size
    if (size || (HEADERS.test(name) && !SKIP.test(name)))
      headers[scrubText(name, names)] = scrub(String(value), names, name)
  }
  const type = String(response.headers['content-type'] ?? '')
  let body
  if (method === 'HEAD' || response.body.length === 0) body = { empty: true }
  else if (/json/.test(type)) {
    try {
      const value = JSON.parse(response.body.toString('utf8'))
      body = { json: scrub(value, names, Array.isArray(value) ? 'ids' : '') } // a bare list of numbers is one of ids
    } catch {
      body = { invalidJson: response.body.toString('utf8').slice(0, 200) }
    }
  } else if (/^(text\/plain|application\/xml)/.test(type))
    body = {
      text: scrubText(
        /xml/.test(type) ? steadyXml(response.body.toString('utf8')) : response.body.toString('utf8'),
        names,
      ),
    }
  else if (/^text\/html/.test(type)) body = { html: true }
  else if (/^multipart\//.test(type))
    body = {
      multipart: response.body
        .toString('latin1')
        .split(/boundary="?([^";]+)/.exec(type)?.[1] ?? '\0')
        .join('<boundary>'),
    }
  else body = { length: response.body.length, sha256: digest('sha256', response.body) }
  if (type.startsWith('multipart/')) headers['content-type'] = type.replace(/boundary=.*/, 'boundary=<boundary>')
  return { status: response.status, headers, body }
}

export function namesFor(env, bases, vars, fresh, run) {
  const names = []
  for (const [who, user] of Object.entries(env.users)) {
    names.push([user.uuid, `{{${who}.uuid}}`], [user.email, `{{${who}.email}}`], [user.token, `{{${who}.token}}`])
  }
  for (const [type, base] of Object.entries(bases))
    names.push([base, `{{base:${type}}}`], [new URL(base).pathname, `{{path:${type}}}`])
  for (const base of Object.values(bases)) names.push([new URL(base).origin, '{{origin}}'])
  for (const [name, value] of Object.entries(vars))
    if (
      typeof value === 'string' &&
      value.length > 3 &&
      !/^(\d+|\d{4}-\d\d-\d\d[T ].*|[A-Z][a-z]{2}, .* GMT)$/.test(value)
    )
      names.push([value, `{{${name}}}`])
  for (const [name, data] of Object.entries(fresh)) {
    for (const kind of ['block', 'sha256', 'md5']) names.push([data[kind], `{{data.${name}.${kind}}}`])
  }
  names.push([run, '{{run}}'])
  return names.filter(([value]) => value && value.length > 1).sort((a, b) => b[0].length - a[0].length)
}

// ---- comparing -------------------------------------------------------------------------------

export function differences(expected, actual, path, out, { extra = true } = {}) {
  if (Array.isArray(expected) && Array.isArray(actual)) {
    if (expected.length !== actual.length) out.push(`${path}: ${expected.length} items expected, ${actual.length} came`)
    for (let i = 0; i < Math.min(expected.length, actual.length); i++)
      differences(expected[i], actual[i], `${path}[${i}]`, out, { extra })
    return out
  }
  if (
    expected &&
    actual &&
    typeof expected === 'object' &&
    typeof actual === 'object' &&
    !Array.isArray(expected) &&
    !Array.isArray(actual)
  ) {
    for (const key of Object.keys(expected)) {
      if (!(key in actual)) out.push(`${path}.${key}: missing, ${short(expected[key])} expected`)
      else differences(expected[key], actual[key], `${path}.${key}`, out, { extra })
    }
    if (extra)
      for (const key of Object.keys(actual))
        if (!(key in expected)) out.push(`${path}.${key}: ${short(actual[key])} is not in the recording`)
    return out
  }
  if (expected !== actual) out.push(`${path}: ${short(expected)} expected, ${short(actual)} came`)
  return out
}

export const short = (value) => {
  const text = JSON.stringify(value)
  return text === undefined ? 'nothing' : text.length > 120 ? `${text.slice(0, 117)}...` : text
}

export function without(described, ignored = []) {
  const copy = structuredClone(described)
  for (const path of ignored) {
    const keys = path.split('.')
    const last = keys.pop()
    const walk = (at, rest) => {
      if (at === undefined || at === null) return
      if (rest.length === 0) {
        if (Array.isArray(at) && last === '*') at.length = 0
        else if (typeof at === 'object') delete at[last]
        return
      }
      const [head, ...tail] = rest
      if (head === '*' && typeof at === 'object') for (const item of Object.values(at)) walk(item, tail)
      else walk(at[head], tail)
    }
    walk(copy, keys)
  }
  return copy
}

import { ConnectionError, InvalidArgumentError, TlsError } from '../errors/client-errors.ts'
import { KamakiError } from '../errors/kamaki-error.ts'
import { redact } from '../observe/redact.ts'
import { platform } from '../runtime/platform.ts'
import { type Clues, certificateTrouble, connectionTrouble, type Explanation } from './network-causes.ts'
import { safeCause } from './safe-cause.ts'

interface Where {
  readonly method: string
  /** With secrets masked. */
  readonly url: string
  readonly secrets: Iterable<string>
  /** Whether the response had begun. */
  readonly inBody: boolean
  /** How the response body is encoded, if its headers say so. */
  readonly encoding?: string | null
}

function cluesOf(error: unknown): Clues {
  const chain: Record<string, unknown>[] = []
  let current: unknown = error
  while (chain.length < 6 && typeof current === 'object' && current !== null) {
    const link = current as Record<string, unknown>
    chain.push(link)
    const { cause, errors } = link
    current = cause ?? (Array.isArray(errors) ? errors[0] : undefined)
  }
  const texts = chain.map(({ message }) => message).filter((message) => typeof message === 'string' && message !== '')
  const code = chain.map((link) => link['code']).findLast((found) => typeof found === 'string')
  return { chain, code, text: texts.join(': ').slice(0, 2_000) }
}

/** What is wrong with a request that fetch does not even try to send. */
const unsendable =
  /bad port|cannot have body|\bduplex\b|disturbed or locked|body is unusable|Invalid URL|Failed to parse URL|invalid header|Headers\.append|ERR_INVALID_(?:URL|ARG)|UND_ERR_NOT_SUPPORTED|Request constructor/i

/** How a fetch says that what it got is not HTTP. */
const unreadable = /HPE_|Parse Error|Expected HTTP|does not match the HTTP/

/** How a fetch says that the network failed, where it has no code. */
const failedFetch =
  /fetch failed|failed to fetch|load failed|network ?(?:error|connection|request)|error sending request|connection (?:closed|reset|refused|error|was closed)|client error|socket|terminated|other side closed|unable to connect|broken pipe|premature|unexpected (?:end|eof)|incomplete|timed? ?out/i

/**
 * Turns whatever fetch threw, or a body broke off with, into an error that says what is wrong and what to do. What a fetch of the
 * caller's own throws that has nothing to do with a network is returned as it is.
 */
export function networkError(error: unknown, where: Where): unknown {
  if (KamakiError.isInstance(error)) return error
  const { method, url, secrets, inBody } = where
  const { protocol, host } = new URL(url)
  const clues = cluesOf(error)
  const { code, text } = clues
  const clue = `${code ?? ''} ${text}`
  const options = { cause: safeCause(error, secrets) }
  if (!inBody && !unreadable.test(clue) && unsendable.test(clue)) {
    const isPort = /bad port/i.test(clue)
    const why = isPort
      ? `fetch blocks this port of ${host} (see the port blocking of the Fetch standard). Use another port`
      : `fetch cannot send this request: ${redact(text, secrets)}`
    return new InvalidArgumentError(
      `${why} (${method} ${url})`,
      { parameter: isPort ? 'endpointUrl' : 'body' },
      options,
    )
  }
  if (!inBody && code === undefined && !failedFetch.test(clue)) return error
  const cure = protocol === 'https:' ? certificateTrouble(clues, clue) : undefined
  if (cure !== undefined) {
    const message = `${host}: ${cure} (${code ?? 'TLS'}, ${method} ${url})`
    return new TlsError(message, { host, code, method, url }, options)
  }
  const { what, transient } = explain(where, clues, clue)
  const message = `${what} (${code ?? 'no further detail'}, ${method} ${url})`
  return new ConnectionError(message, { code, method, url, transient }, options)
}

function explain({ url, inBody, encoding }: Where, clues: Clues, clue: string): Explanation {
  const { host } = new URL(url)
  if (inBody) {
    const broke = `the response from ${host} ended prematurely`
    return later(
      encoding
        ? `${broke}, or cannot be decoded: it states Content-Encoding: ${encoding}, which objects have from their writers, true or not`
        : broke,
    )
  }
  const trouble = connectionTrouble(new URL(url), clues, clue, unreadable.test(clue))
  if (trouble !== undefined) return trouble
  if (platform.hidesCauses) {
    return later(
      `the browser got no response from ${host} that it may show: is there a network, and does the cloud allow this page (CORS)?`,
    )
  }
  return later(`the connection to ${host} failed or closed before a response came`)
}

const later = (what: string): Explanation => ({ what, transient: true })

import { spawn } from 'node:child_process'
import { ForbiddenError, type RequestOptions, WaitTimeoutError } from '@kamaki/core'
import {
  AbortScope,
  type OptionNames,
  pickRequestOptions,
  reasonOf,
  requireFunction,
  requireKnownOptions,
  requireMilliseconds,
  requireObject,
  requireString,
} from '@kamaki/core/toolkit'
import { AstakosClient } from '../astakos-client.ts'
import { CloudConfigError } from './cloud-config-error.ts'
import { caFileOf } from './find-cloud.ts'
import {
  clientFetch,
  clientOptions,
  cloudOptionNames,
  type LoadCloudOptions,
  type LoadedCloud,
  loadCloud,
} from './load-cloud.ts'
import { LoginServer } from './login-server.ts'
import { saveCloud } from './save-cloud.ts'

/** How to log in, and where to keep the token. */
export interface BrowserLoginOptions extends Omit<LoadCloudOptions, 'authUrl' | 'token'> {
  /** Of the cloud in the file. Default: the host of the authentication URL. */
  readonly name?: string | undefined
  /** Makes it the one that `loadCloud()` takes when none is named. Default: only if the file names none yet. */
  readonly isDefault?: boolean | undefined
  /**
   * Shows the user an address. Default: writes it to standard error, and opens it in their browser. If it fails, the address is written to
   * standard error, and the login goes on.
   */
  readonly open?: ((url: string) => unknown) | undefined
  /** Asks the user for the token that the page shows which has been opened, where the cloud does not send browsers back to programs. */
  readonly ask?: ((question: string) => string | Promise<string>) | undefined
  readonly signal?: AbortSignal | undefined
  /** How long the user has. Default 300_000. */
  readonly loginTimeoutMs?: number | undefined
}

const { authUrl: _url, token: _token, ...sharedNames } = cloudOptionNames
const loginOptionNames: OptionNames<BrowserLoginOptions> = {
  ...sharedNames,
  ...{ name: true, isDefault: true, open: true, ask: true, signal: true, loginTimeoutMs: true },
}

/**
 * Logs a user in with their browser, and keeps the token in `~/.kamakirc` as {@link saveCloud} does, for their eyes only; later programs get it with
 * `loadCloud()`.
 *
 * The browser comes back to a port of this machine with the token, if the people who run the cloud allow `http` there (`REDIRECT_ALLOWED_SCHEMES`).
 * Otherwise the page with the token is opened, and `ask` asks for it.
 *
 *     const { astakos } = await login('https://accounts.example.org/identity/v2.0')
 *
 * @throws {CloudConfigError} if the cloud does not send browsers back and there is no `ask`; the message says where the token is found.
 * @throws {UnauthorizedError} if the token is not valid.
 * @throws {WaitTimeoutError} if the user takes longer than `loginTimeoutMs`.
 */
export async function login(authUrl: string, options: BrowserLoginOptions = {}): Promise<LoadedCloud> {
  const {
    name,
    isDefault,
    open = openBrowser,
    ask,
    signal,
    loginTimeoutMs = 300_000,
    ...rest
  } = requireKnownOptions(requireObject(options, 'options'), loginOptionNames)
  requireString(authUrl, 'authUrl')
  requireFunction(open, 'open')
  if (ask !== undefined) requireFunction(ask, 'ask')
  requireMilliseconds(loginTimeoutMs, 'loginTimeoutMs')
  const { configFile, env = process.env } = rest
  const caFile = caFileOf(rest.caFile, env)
  const fetch = clientFetch(rest, caFile, rest.ignoreSsl)
  const client = { ...clientOptions(rest), fetch }
  const stranger = new AstakosClient(authUrl, placeholder, client)
  const server = await LoginServer.listen()
  const scope = new AbortScope(signal)
  scope.arm(
    loginTimeoutMs,
    () => new WaitTimeoutError(`Waited ${loginTimeoutMs} ms for the login in the browser`, { lastState: undefined }),
  )
  try {
    const request = pickRequestOptions({ signal: scope.signal })
    const comesBack = await stranger.weblogin.login(server.url, request).then(
      () => true,
      (error: unknown) => {
        if (ForbiddenError.isInstance(error)) return false
        throw error
      },
    )
    /** Whoever has no browser, or whose `open` fails, still sees where to go. */
    const show = async (url: string): Promise<void> => {
      try {
        await scope.race(Promise.resolve(open(url)))
      } catch (error) {
        scope.throwIfAborted()
        process.stderr.write(`Cannot open ${url} (${reasonOf(error)}). Open it yourself\n`)
      }
    }
    let token: string
    if (comesBack) {
      await show(await stranger.weblogin.loginUrl(server.url, request))
      token = (await scope.race(server.result)).token
    } else {
      const page = await tokenPage(stranger, request)
      if (ask === undefined) throw withoutAsk(page)
      await show(page)
      token = (await scope.race(Promise.resolve(ask(`The token, from ${page}: `)))).trim()
    }
    await new AstakosClient(authUrl, token, client).authenticate(request)
    const saved = name ?? new URL(authUrl).host
    await saveCloud(saved, { authUrl, token, caFile }, { configFile, env, isDefault })
    return await loadCloud(saved, rest)
  } finally {
    scope.close()
    server.close()
  }
}

/** Sent to the identity service before there is a token: it checks none of the calls that are made then. */
const placeholder = 'not-logged-in'

/** Where the cloud shows users their token. */
async function tokenPage(astakos: AstakosClient, request: RequestOptions): Promise<string> {
  const { url, endpoint } = await astakos.endpoint({ ...request, type: 'account' })
  return `${endpoint['SNF:uiURL'] ?? url.replace(/\/account(\/[^/]*)?$/, '/ui')}/api_access`
}

function withoutAsk(page: string): CloudConfigError {
  return new CloudConfigError(
    `This cloud does not send browsers back to programs. Copy the token from ${page} and keep it with saveCloud(), or pass \`ask\` to login()`,
    { lookedAt: [page] },
  )
}

/** In the browser of the user's choice. Without one, they see the address. */
function openBrowser(url: string): void {
  process.stderr.write(`Log in at ${url}\n`)
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', url]
        : ['xdg-open', url]
  const child = spawn(command ?? '', args, { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}

import type { Hooks } from '../observe/hooks.ts'
import { LOG_LEVELS, type Logger, type LogLevel } from '../observe/logger.ts'
import { formatValue, rejectArgument } from '../validate/invalid-argument.ts'
import {
  type OptionNames,
  requireBoolean,
  requireFunction,
  requireKnownFields,
  requireKnownOptions,
  requireMilliseconds,
  requireObject,
  requireOneOf,
  requireOptions,
  requireSignal,
  requireString,
} from '../validate/require.ts'
import type { ClientOptions, RequestOptions } from './options.ts'
import { checkRetry } from './retry-policy.ts'

/** The options of every call. */
export const requestOptionNames: OptionNames<RequestOptions> = {
  signal: requireSignal,
  timeoutMs: requireMilliseconds,
  attemptTimeoutMs: requireMilliseconds,
  retry: checkRetry,
  headers: checkHeaders,
}

/** The options of every client's constructor. */
export const clientOptionNames: OptionNames<ClientOptions> = {
  fetch: requireFunction,
  retry: checkRetry,
  timeoutMs: requireMilliseconds,
  attemptTimeoutMs: requireMilliseconds,
  concurrency: true,
  headers: checkHeaders,
  userAgent: checkUserAgent,
  logger: checkLogger,
  logLevel: checkLogLevel,
  logToken: requireBoolean,
  logData: requireBoolean,
  hooks: checkHooks,
}

/** The options of a client. @throws {InvalidArgumentError} for those that would be ignored, or fail each call. */
export function checkClientOptions(options: ClientOptions): ClientOptions {
  return requireKnownOptions(requireObject(options, 'options'), clientOptionNames)
}

function checkUserAgent(userAgent: string): void {
  if (/[^\x20-\x7e]/.test(requireString(userAgent, 'userAgent')))
    rejectArgument('userAgent', `must be one line of ASCII; got ${formatValue(userAgent)}`)
}

function checkLogLevel(level: LogLevel): void {
  requireOneOf(level, LOG_LEVELS, 'logLevel')
}

function checkLogger(logger: Logger): void {
  requireObject(logger, 'logger')
  for (const level of LOG_LEVELS) if (level !== 'off') requireFunction(logger[level], `logger.${level}`)
}

const hookNames = ['onRequest', 'onResponse', 'onRetry', 'onError', 'onEnd']

function checkHooks(hooks: Hooks): void {
  for (const [name, hook] of Object.entries(requireKnownFields(hooks, hookNames, 'hooks.')))
    if (hook !== undefined) requireFunction(hook, `hooks.${name}`)
}

function checkHeaders(headers: Readonly<Record<string, unknown>>): void {
  // The own properties of a Headers or a Map are not its headers: it would be ignored.
  if (typeof headers === 'object' && headers !== null && Symbol.iterator in headers)
    rejectArgument('headers', "must be an object such as { 'x-name': 'value' }: pass Object.fromEntries(headers)")
  for (const [name, value] of Object.entries(requireObject(headers, 'headers')))
    if (value !== undefined && typeof value !== 'string')
      rejectArgument(`headers[${JSON.stringify(name)}]`, `must be a string; got ${formatValue(value)}`)
}

/**
 * The options of a method that has none of its own.
 *
 * @throws {InvalidArgumentError} for others, and for what cannot be followed.
 */
export function requireRequestOptions(options?: RequestOptions): RequestOptions {
  return requireKnownOptions(options, requestOptionNames)
}

/**
 * Picks the options of the request from a method's options, without those about the resource.
 *
 * @throws {InvalidArgumentError} for what cannot be options: a callback, null. For options that cannot be followed, here as well as for
 * each call: headers that are spread into others lose what is wrong with them.
 */
export function pickRequestOptions(options?: RequestOptions): RequestOptions {
  const { signal, timeoutMs, attemptTimeoutMs, retry, headers } = requireOptions(options)
  return requireRequestOptions({ signal, timeoutMs, attemptTimeoutMs, retry, headers })
}

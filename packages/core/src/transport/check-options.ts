import { LOG_LEVELS } from '../observe/logger.ts'
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

/** The names of the options of every call. */
export const requestOptionNames: OptionNames<RequestOptions> = {
  signal: true,
  timeoutMs: true,
  attemptTimeoutMs: true,
  retry: true,
  headers: true,
}

/** The names of the options of every client's constructor. */
export const clientOptionNames: OptionNames<ClientOptions> = {
  ...{ fetch: true, retry: true, timeoutMs: true, attemptTimeoutMs: true, concurrency: true, headers: true },
  ...{ userAgent: true, logger: true, logLevel: true, logToken: true, logData: true, hooks: true },
}

const hookNames = ['onRequest', 'onResponse', 'onRetry', 'onError', 'onEnd']

/** @throws {InvalidArgumentError} for options of a client that would be ignored, or fail each call. */
export function checkClientOptions(options: ClientOptions): void {
  const { fetch, userAgent, logger, logLevel, logToken, logData, hooks } = requireKnownOptions(
    requireObject(options, 'options'),
    clientOptionNames,
  )
  checkRequestOptions(options)
  if (fetch !== undefined) requireFunction(fetch, 'fetch')
  if (userAgent !== undefined && /[^\x20-\x7e]/.test(requireString(userAgent, 'userAgent')))
    rejectArgument('userAgent', `must be one line of ASCII; got ${formatValue(userAgent)}`)
  if (logLevel !== undefined) requireOneOf(logLevel, LOG_LEVELS, 'logLevel')
  if (logToken !== undefined) requireBoolean(logToken, 'logToken')
  if (logData !== undefined) requireBoolean(logData, 'logData')
  if (logger !== undefined) {
    requireObject(logger, 'logger')
    for (const level of LOG_LEVELS) if (level !== 'off') requireFunction(logger[level], `logger.${level}`)
  }
  if (hooks === undefined) return
  for (const [name, hook] of Object.entries(requireKnownFields(hooks, hookNames, 'hooks.')))
    if (hook !== undefined) requireFunction(hook, `hooks.${name}`)
}

/** @throws {InvalidArgumentError} for options of a call, or of all calls of a client, that cannot be followed. */
export function checkRequestOptions({ signal, timeoutMs, attemptTimeoutMs, retry, headers }: RequestOptions): void {
  if (signal !== undefined) requireSignal(signal)
  if (timeoutMs !== undefined) requireMilliseconds(timeoutMs, 'timeoutMs')
  if (attemptTimeoutMs !== undefined) requireMilliseconds(attemptTimeoutMs, 'attemptTimeoutMs')
  if (retry !== undefined) checkRetry(retry)
  if (headers !== undefined) checkHeaders(headers)
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
  const given = requireKnownOptions(options, requestOptionNames)
  checkRequestOptions(given)
  return given
}

/**
 * Picks the options of the request from a method's options, without those about the resource.
 *
 * @throws {InvalidArgumentError} for what cannot be options: a callback, null.
 */
export function pickRequestOptions(options?: RequestOptions): RequestOptions {
  const given = requireOptions(options)
  // Here, as well as for each call: headers that are spread into others lose what is wrong with them.
  checkRequestOptions(given)
  const { signal, timeoutMs, attemptTimeoutMs, retry, headers } = given
  return { signal, timeoutMs, attemptTimeoutMs, retry, headers }
}

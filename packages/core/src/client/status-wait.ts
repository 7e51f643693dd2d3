import { NotFoundError } from '../errors/api-errors.ts'
import { ParseError } from '../errors/client-errors.ts'
import type { RequestOptions } from '../transport/options.ts'
import { formatValue, rejectArgument } from '../validate/invalid-argument.ts'
import { looksLike, sameLetters } from '../validate/near.ts'
import { type WaitOptions, waitFor } from './wait.ts'

/** What to wait for: a status, any of several, or whatever a function says of the resource. */
export type StatusTarget<T, S extends string> = S | readonly S[] | ((resource: T) => boolean)

/** How the states of a kind of resource follow each other, as far as waiting has to know. */
export interface StatusRules<T> {
  /** What is waited for, for messages: `server 42`. */
  readonly describe: string
  statusOf(resource: T): string
  /** The state in a word or two, for messages. Default: the status. */
  stateOf?(resource: T): string
  /** Whether something is still being done to it, so that its status is not yet the last word. */
  busy?(resource: T): boolean
  /** The statuses that are known; others may exist, but one that looks like a misspelt known one is rejected. */
  readonly known?: readonly string[] | undefined
  /** What other clouds call a known status: `{ SHUTOFF: 'STOPPED' }`. A target of that name is rejected, and the known one suggested. */
  readonly synonyms?: Readonly<Record<string, string>> | undefined
  /** Statuses that are left only by deletion. */
  readonly broken: readonly string[]
  /** Why a broken resource is broken, as far as it says so itself; or where to read it. */
  reason?(resource: T): string | undefined
  /** The status that is never left. None where a deleted resource is simply not found. */
  readonly deleted?: string | undefined
  /** Statuses that count only once nothing is being done to it any more. */
  readonly resting?: readonly string[] | undefined
  /** Why it will not change by itself, if that is so. */
  stuck?(resource: T): string | undefined
}

type Poll<T> = (options: RequestOptions) => Promise<T>

/**
 * Polls until a resource has a status, and returns it as it is then.
 *
 *     waitUntilStatus((poll) => this.get(id, poll), 'ACTIVE', rules, options)
 *
 * @throws {WaitFailedError} as soon as it is broken, deleted or stuck and that is not what is waited for.
 * @throws {InvalidArgumentError} at once if the target looks like a misspelt status: `ACTVE` or `active` for `ACTIVE`, `in-use` for `in_use`.
 * @throws {WaitTimeoutError} with the last state, when `timeoutMs` are over.
 */
export function waitUntilStatus<T, S extends string>(
  poll: Poll<T>,
  target: StatusTarget<T, S>,
  rules: StatusRules<T>,
  options?: WaitOptions<T>,
): Promise<T> {
  const wanted = typeof target === 'function' ? [] : statusesOf(target, 'target', rules)
  const done = (resource: T): boolean => {
    const status = statusIn(resource, rules)
    if (typeof target === 'function') return target(resource)
    rejectMisspelt(wanted, [status], 'target')
    return wanted.includes(status) && !(rules.resting?.includes(status) && rules.busy?.(resource))
  }
  // What is broken can still be deleted, so that waiting for its end goes on.
  const endAwaited = wanted.includes(rules.deleted ?? '')
  return waitFor(
    poll,
    {
      describe: `${rules.describe} to be ${wanted.join(' or ') || 'as wanted'}`,
      stateOf: rules.stateOf ?? ((resource) => statusIn(resource, rules)),
      done,
      failed: (resource) => badEnd(resource, statusIn(resource, rules), rules, endAwaited) ?? rules.stuck?.(resource),
      hint: () => hintOf(wanted, rules),
    },
    options,
  )
}

/**
 * Polls while a resource has a status, and returns it as it is then.
 *
 * @throws {WaitFailedError} if it leaves the status because it broke or was deleted, or if it is stuck.
 * @throws {WaitTimeoutError} with the last state, when `timeoutMs` are over.
 */
export function waitWhileStatus<T, S extends string>(
  poll: Poll<T>,
  current: S | readonly S[],
  rules: StatusRules<T>,
  options?: WaitOptions<T>,
): Promise<T> {
  const states = statusesOf(current, 'current', rules)
  // From a broken state there is one way only, so that deletion is what is waited for.
  const endAwaited = states.some((status) => rules.broken.includes(status))
  const end = (resource: T, status: string): string | undefined =>
    endAwaited && status === rules.deleted ? undefined : badEnd(resource, status, rules, false)
  return waitFor(
    poll,
    {
      describe: `${rules.describe} to be no longer ${states.join(' or ')}`,
      stateOf: rules.stateOf ?? ((resource) => statusIn(resource, rules)),
      done(resource) {
        const status = statusIn(resource, rules)
        rejectMisspelt(states, [status], 'current')
        return !states.includes(status) && end(resource, status) === undefined
      },
      failed(resource) {
        const status = statusIn(resource, rules)
        return states.includes(status) ? rules.stuck?.(resource) : end(resource, status)
      },
    },
    options,
  )
}

/**
 * Polls until a resource is deleted: its status says so, or it is not found any more.
 *
 * @throws {WaitTimeoutError} with the last state, when `timeoutMs` are over.
 */
export async function waitUntilDeleted<T>(
  poll: Poll<T>,
  rules: StatusRules<T>,
  options?: WaitOptions<T | undefined>,
): Promise<void> {
  const look = async (request: RequestOptions): Promise<T | undefined> => {
    try {
      return await poll(request)
    } catch (error) {
      if (NotFoundError.isInstance(error)) return undefined
      throw error
    }
  }
  const stateOf = rules.stateOf ?? ((resource) => statusIn(resource, rules))
  await waitFor<T | undefined>(
    look,
    {
      describe: `${rules.describe} to be deleted`,
      stateOf: (resource) => (resource === undefined ? 'not found' : stateOf(resource)),
      done: (resource) => resource === undefined || statusIn(resource, rules) === rules.deleted,
    },
    options,
  )
}

/** @throws {ParseError} if the response has none. */
function statusIn<T>(resource: T, rules: StatusRules<T>): string {
  const status: unknown = rules.statusOf(resource)
  if (typeof status === 'string') return status
  const message = `The response says no status of ${rules.describe}. Is this the right endpoint?`
  throw new ParseError(message, { status: 200, method: 'GET', url: '' })
}

/** What a status may look like that a cloud adds one day. */
const plausible = /^[a-z][\w:. -]{2,}$/i

function statusesOf<S extends string, T>(
  statuses: S | readonly S[],
  parameter: string,
  { known = [], synonyms = {} }: StatusRules<T>,
): readonly string[] {
  const list = typeof statuses === 'string' ? [statuses] : statuses
  if (!Array.isArray(list) || list.length === 0 || list.some((status) => typeof status !== 'string'))
    rejectArgument(parameter, `must be a status or an array of statuses; got ${formatValue(statuses)}`)
  const unknown = list.filter((status) => !known.includes(status))
  for (const status of unknown) {
    if (!plausible.test(status))
      rejectArgument(
        parameter,
        `must be a status; got ${formatValue(status)}${known.length === 0 ? '' : `. Known statuses: ${known.join(', ')}`}`,
      )
    const [, own] = Object.entries(synonyms).find(([other]) => sameLetters(other, status)) ?? []
    if (own !== undefined) rejectStatus(status, own, parameter)
  }
  rejectMisspelt(unknown, known, parameter)
  return list
}

/** `active` or `in-use` would be waited for until the time is over, though the resource is `ACTIVE` or `in_use`. */
function rejectMisspelt(statuses: readonly string[], known: readonly string[], parameter: string): void {
  for (const status of statuses) {
    if (known.includes(status)) continue
    const near = known.find((other) => looksLike(status, other))
    if (near !== undefined) rejectStatus(status, near, parameter)
  }
}

function rejectStatus(status: string, known: string, parameter: string): never {
  return rejectArgument(parameter, `must be '${known}', as the cloud writes it; got ${formatValue(status)}`)
}

/** Of a status that nobody knows, the message of a wait that timed out says which are known. */
function hintOf<T>(wanted: readonly string[], { known = [] }: StatusRules<T>): string | undefined {
  const unknown = wanted.filter((status) => !known.includes(status))
  if (known.length === 0 || unknown.length === 0) return undefined
  return `Unknown status ${unknown.map((status) => `'${status}'`).join(', ')}. Known statuses: ${known.join(', ')}`
}

/** Why a status is the end of a wait for another, if it is. */
function badEnd<T>(resource: T, status: string, rules: StatusRules<T>, endAwaited: boolean): string | undefined {
  if (status === rules.deleted) return 'it has been deleted'
  if (!rules.broken.includes(status) || endAwaited) return undefined
  const reason = rules.reason?.(resource)
  return `its status is ${status}${reason === undefined ? '' : ` (${reason})`}`
}

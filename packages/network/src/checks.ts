import { InvalidArgumentError } from '@kamaki/core'
import { formatValue, rejectArgument, requireBoolean, requireText, type TextLimits } from '@kamaki/core/toolkit'

/** What a name of a network, subnet or port may be. */
export const NAME: TextLimits = { maxLength: 128, mayBeEmpty: true }

/** What services of OpenStack answer to a creation: some the one, some the other. */
export const MADE: readonly number[] = [200, 201]

/** Refuses a call that the server refuses whatever it is given. */
export function refuseCall(call: string, reason: string): never {
  throw new InvalidArgumentError(`${call} cannot succeed: ${reason}`, { parameter: 'id' })
}

/** What `project` and `shared_to_project` of a new thing must be; `at` names the thing ("networks[2]."). */
export function checkOwnership(
  { project, shared_to_project }: { project?: string | undefined; shared_to_project?: boolean | undefined },
  at: string,
): void {
  if (project !== undefined) requireText(project, `${at}project`)
  if (shared_to_project !== undefined) requireBoolean(shared_to_project, `${at}shared_to_project`)
}

/** An object with none but the keys that the API knows for it; `at` names it ("networks[2]."). */
export function checkKeys(object: object, keys: readonly string[], at: string): void {
  if (typeof object !== 'object' || object === null || Array.isArray(object))
    rejectArgument(at === '' ? 'the argument' : at.replace(/\.$/, ''), `must be an object; got ${formatValue(object)}`)
  for (const key of Object.keys(object)) {
    if (!keys.includes(key)) rejectArgument(`${at}${key}`, `is not known here; known are ${keys.join(', ')}`)
  }
}

import { InvalidArgumentError } from '@kamaki/core'

/** Refuses an argument before anything is sent, naming it and saying what to do instead. */
export function refuse(parameter: string, problem: string): never {
  throw new InvalidArgumentError(`${parameter} ${problem}`, { parameter })
}

/** Refuses a call that the server refuses whatever it is given. */
export function refuseCall(call: string, reason: string): never {
  throw new InvalidArgumentError(`${call} cannot succeed: ${reason}`, { parameter: 'id' })
}

export function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
  return Array.isArray(value) ? 'a list' : typeof value === 'object' && value !== null ? 'an object' : String(value)
}

/** An id that can stand in a path. An empty one would address the collection instead of the item. */
export function checkId(id: number | string, parameter: string): number | string {
  const fits = typeof id === 'string' ? id.trim() !== '' : Number.isSafeInteger(id) && id >= 0
  return fits ? id : refuse(parameter, `must be an id, as a reply of the API gives it; got ${describe(id)}`)
}

/** The longest name of a network, subnet or port. */
const MAX_NAME = 128

/** A name of at most 128 characters; the server counts characters, not UTF-16 units. */
export function checkName(
  name: string,
  parameter: string,
  { mayBeEmpty = false }: { mayBeEmpty?: boolean } = {},
): string {
  if (typeof name !== 'string' || (name === '' && !mayBeEmpty))
    refuse(parameter, `must be text${mayBeEmpty ? '' : ' that is not empty'}; got ${describe(name)}`)
  const length = [...name].length
  return length <= MAX_NAME ? name : refuse(parameter, `must be at most ${MAX_NAME} characters long; it has ${length}`)
}

/** A boolean: the server takes any text for true. */
export function checkBoolean(value: boolean, parameter: string): boolean {
  return typeof value === 'boolean' ? value : refuse(parameter, `must be true or false; got ${describe(value)}`)
}

/** A project's uuid: the server fails on anything but text. */
export function checkProject(project: string, parameter: string): string {
  return typeof project === 'string' && project !== ''
    ? project
    : refuse(parameter, `must be the uuid of a project; got ${describe(project)}`)
}

/** What `project` and `shared_to_project` of a new thing must be. */
export function checkOwnership(
  init: { project?: string | undefined; shared_to_project?: boolean | undefined },
  at: string,
): void {
  if (init.project !== undefined) checkProject(init.project, `${at}project`)
  if (init.shared_to_project !== undefined) checkBoolean(init.shared_to_project, `${at}shared_to_project`)
}

/** An object with none but the keys that the API knows for it; `at` names it ("networks[2]."). */
export function checkKeys(init: object, keys: readonly string[], at: string): void {
  const what = at === '' ? 'the argument' : at.replace(/\.$/, '')
  if (typeof init !== 'object' || init === null || Array.isArray(init))
    refuse(what, `must be an object; got ${describe(init)}`)
  for (const key of Object.keys(init)) {
    if (!keys.includes(key)) refuse(`${at}${key}`, `is not known here; known are ${keys.join(', ')}`)
  }
}

/** A list of descriptions of things to make. */
export function checkList<T>(list: readonly T[], parameter: string): readonly T[] {
  return Array.isArray(list) ? list : refuse(parameter, `must be a list; got ${describe(list)}`)
}

/** A copy without the fields that are undefined. */
export function defined<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T
}

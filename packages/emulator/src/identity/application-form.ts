import { badRequest, internalServerError } from '../http/fault.ts'
import { requireStorable } from '../http/fields.ts'
import { isObject, type JsonObject } from '../http/json-body.ts'
import { parseDateTime } from '../python/dates.ts'
import { dictItems } from '../python/dict-order.ts'
import { exactInteger, UNLIMITED } from '../python/int.ts'
import { strip, upper } from '../python/text.ts'
import { isHashable } from '../python/values.ts'
import type { IdentityCloud } from './identity-cloud.ts'
import { type Limits, POLICIES, type Policy } from './project-model.ts'
import { findResource } from './resources.ts'

const MAX_NAME = 80
const MAX_HOMEPAGE = 255
const MAX_TEXT = 4096
/** Names of projects are those of domains. */
export const PROJECT_NAME: RegExp = /^([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z]{2,6}\n?$/

/** What an application asks for, before its values are checked. */
export interface Form {
  name: unknown
  owner: string | null
  joinPolicy: Policy | null
  leavePolicy: Policy | null
  startDate: unknown
  endDate: unknown
  maxMembers: bigint | null
  private: boolean | null
  homepage: string | null
  description: string | null
  comments: string | null
  resources: unknown
}

/** Reads a body that is an application for a new project (`fresh`) or a change of one. @throws {Fault} 400, 500 */
export function readForm(body: unknown, cloud: IdentityCloud, fresh: boolean): Form {
  // The server looks for members without asking whether it has an object.
  if (!isObject(body)) throw internalServerError()
  const owner = body['owner'] ?? null
  if (owner !== null && !(typeof owner === 'string' && cloud.users.byUuid(owner)))
    throw badRequest('User does not exist.')
  if (fresh && !('name' in body)) throw badRequest('Name missing.')
  const joinPolicy = policy(body, 'join_policy', 'Invalid join policy', fresh ? 'moderated' : null)
  const leavePolicy = policy(body, 'leave_policy', 'Invalid leave policy', fresh ? 'auto' : null)
  const endDate = body['end_date'] ?? null
  if (fresh && endDate === null) throw badRequest('Missing end date')
  return {
    name: body['name'] ?? null,
    owner: owner as string | null,
    joinPolicy,
    leavePolicy,
    startDate: body['start_date'] ?? null,
    endDate,
    maxMembers: maxMembers(body, fresh),
    private: flag(body, 'private') ?? (fresh ? false : null),
    homepage: maybeText(body, 'homepage') ?? (fresh ? '' : null),
    description: maybeText(body, 'description') ?? (fresh ? '' : null),
    comments: maybeText(body, 'comments') ?? (fresh ? '' : null),
    resources: 'resources' in body ? body['resources'] : {},
  }
}

function policy(body: JsonObject, key: string, message: string, standard: Policy | null): Policy | null {
  const value = key in body ? body[key] : standard
  // A modification takes null for "as it is"; an application does not.
  if (value === null && standard === null) return null
  if (!isHashable(value)) throw internalServerError()
  if (!POLICIES.includes(value)) throw badRequest(message)
  return value as Policy
}

/** Numbers, `inf`, and strings such as `5` or `2k`. */
function maxMembers(body: JsonObject, fresh: boolean): bigint | null {
  const value = body['max_members']
  if (!('max_members' in body)) return fresh ? UNLIMITED : null
  if (value === null && !fresh) return null
  const whole = exactInteger(value)
  if (whole !== undefined) return whole
  if (typeof value !== 'string') throw internalServerError()
  if (value === 'inf' || value === 'infinite') return UNLIMITED
  const found = /^(\d+\.?\d*)([^\n]*)\n?$/.exec(value)
  const exponent = ['', 'K', 'M', 'G', 'T', 'P'].indexOf(unitOf(found?.[2] ?? '?'))
  if (!found || exponent < 0) throw badRequest('Invalid max_members')
  const number = found[1] ?? '0'
  const scale = 1024n ** BigInt(exponent)
  return /^\d+$/.test(number) ? BigInt(number) * scale : BigInt(Math.trunc(Number(number) * Number(scale)))
}

function unitOf(text: string): string {
  const unit = upper(strip(text))
  return /^[KMGTP](I?B)?$/.test(unit) ? unit.charAt(0) : unit
}

function flag(body: JsonObject, key: string): boolean | null {
  const value = body[key] ?? null
  if (value !== null && typeof value !== 'boolean') throw badRequest(`${key} must be boolean`)
  return value
}

function maybeText(body: JsonObject, key: string): string | null {
  const value = body[key] ?? null
  if (value !== null && typeof value !== 'string') throw badRequest(`${key} must be string`)
  return value
}

export interface CheckedForm {
  name: string | null
  startDate: number | null
  endDate: number | null
  resources: ReadonlyMap<string, Limits>
}

/** Checks lengths, ranges and dates, in the server's order. @throws {Fault} 400, 500 */
export function checkForm(form: Form, now: number): CheckedForm {
  const resources = limitsOf(form.resources)
  const { name } = form
  if (name !== null) {
    if (typeof name !== 'string') throw internalServerError()
    checkLength('name', name, MAX_NAME)
    if (!PROJECT_NAME.test(name)) throw badRequest('Project name should be in domain format')
  }
  checkLength('homepage', form.homepage, MAX_HOMEPAGE)
  checkLength('description', form.description, MAX_TEXT)
  checkLength('comments', form.comments, MAX_TEXT)
  if (form.maxMembers !== null && (form.maxMembers < 0n || form.maxMembers > UNLIMITED))
    throw badRequest('max_members out of range')
  requireStorable(form.homepage, form.description, form.comments)
  const startDate = date(form.startDate, 'start_date')
  const endDate = date(form.endDate, 'end_date')
  if (endDate !== null && endDate < now) throw badRequest("'end_date' must be in the future")
  return { name, startDate, endDate, resources }
}

function checkLength(key: string, value: string | null, most: number): void {
  if (value !== null && [...value].length > most) throw badRequest(`'${key}' value exceeds max length ${most}`)
}

/** ISO 8601 with an explicit offset. */
function date(value: unknown, key: string): number | null {
  if (value === null) return null
  if (typeof value !== 'string') throw internalServerError()
  const time = parseDateTime(value)
  if (time === undefined) throw badRequest(`Invalid ${key}`)
  return time
}

function limitsOf(value: unknown): ReadonlyMap<string, Limits> {
  if (!isObject(value)) throw badRequest('Malformed resource policies')
  for (const name of Object.keys(value))
    if (!findResource(name)?.visible) throw badRequest('Malformed resource policies')
  const limits = new Map<string, Limits>()
  for (const [name, specs] of dictItems(value)) {
    if (!isObject(specs)) throw internalServerError()
    const project = exactInteger(specs['project_capacity'])
    const member = exactInteger(specs['member_capacity'])
    if (project === undefined || member === undefined) throw badRequest('Malformed resource policies')
    if (project > UNLIMITED || member > UNLIMITED) throw badRequest(`Quota limit exceeds max value ${UNLIMITED}`)
    if (project < 0n || member < 0n) throw badRequest('Negative quota limit is not allowed')
    if (project < member) throw badRequest(`Project quota limit is less than member limit for resource '${name}'`)
    limits.set(name, { member, project })
  }
  return limits
}

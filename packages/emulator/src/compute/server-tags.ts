import { badRequest, internalServerError } from '../http/fault.ts'
import { requireStorable } from '../http/fields.ts'
import { codePointLength } from '../python/code-points.ts'
import type { ComputeCloud } from './compute-cloud.ts'
import type { Server, Tag } from './model.ts'
import { withoutTags } from './server-jobs.ts'

const MAX_TAGS = 50
/** What the server checks a tag against ... */
const MAX_LENGTH = 60
/** ... and what is left of the column once Ganeti's prefix `user:snf-tag:` is before it. */
const COLUMN = 46

/** @throws {Fault} 400 too many */
export function checkTagCount(count: number): void {
  if (count > MAX_TAGS) throw badRequest(`Virtual Machines cannot have more than ${MAX_TAGS} tags`)
}

/** @throws {Fault} 400 too long, 500 too long for the database only */
export function checkTagLength(tag: string, message = 'Malformed Request. Tag is too long'): void {
  const length = codePointLength(tag)
  if (length > MAX_LENGTH) throw badRequest(message)
  if (length > COLUMN) throw internalServerError()
  requireStorable(tag)
}

function checkTag(tag: unknown): asserts tag is string {
  if (typeof tag !== 'string') throw badRequest('Malformed Request. Invalid tag.')
  if (/[/,]/.test(tag)) throw badRequest("Tag cannot contain '/' or ','")
  checkTagLength(tag)
}

/** A task that holds a commission makes every change of tags fail: the server cannot resolve it for the new job. */
function checkCommission(server: Server): void {
  if (server.commission) throw internalServerError()
}

/** True if the tag is new. @throws {Fault} 400, 500 during a task with a commission */
export function addTag(cloud: ComputeCloud, server: Server, name: string): boolean {
  checkTag(name)
  if (server.tags.some((tag) => tag.name === name)) return false
  checkTagCount(server.tags.length + 1)
  checkCommission(server)
  server.tags = [...server.tags, { name, status: 'PENDADD' }]
  cloud.servers.planTags(server, { gone: [], there: [name] })
  return true
}

/** Takes away the tags that are ACTIVE, at once, and adds these. @throws {Fault} 400, 500 during a task with a commission */
export function replaceTags(cloud: ComputeCloud, server: Server, names: readonly unknown[]): Tag[] {
  checkTagCount(names.length)
  const wanted = new Set<string>()
  for (const name of names) {
    checkTag(name)
    wanted.add(name)
  }
  checkCommission(server)
  const gone = server.tags.filter((tag) => tag.status === 'ACTIVE' && !wanted.has(tag.name)).map(({ name }) => name)
  const added = [...wanted].map((name): Tag => ({ name, status: 'PENDADD' }))
  server.tags = [...server.tags.filter(({ name }) => !gone.includes(name) && !wanted.has(name)), ...added]
  cloud.servers.planTags(server, { gone, there: [...wanted] })
  return added
}

/**
 * Takes a tag away, or all of them: they are gone at once, and once more when the backend has done it, even if one has been added
 * again meanwhile. False if there is none that is ACTIVE. @throws {Fault} 500 during a task with a commission
 */
export function deleteTags(cloud: ComputeCloud, server: Server, name?: string): boolean {
  const gone = server.tags
    .filter((tag) => tag.status === 'ACTIVE' && (name === undefined || tag.name === name))
    .map((tag) => tag.name)
  if (gone.length === 0) return false
  checkCommission(server)
  server.tags = withoutTags(server.tags, gone)
  cloud.servers.planTags(server, { gone, there: [] })
  return true
}

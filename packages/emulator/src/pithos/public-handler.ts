import { Fault, itemNotFound, notAllowed } from '../http/fault.ts'
import type { Call } from '../http/request.ts'
import { Reply } from '../http/response.ts'
import type { Content } from './block-reader.ts'
import { type Context, contextOf } from './context.ts'
import { dataReply } from './download.ts'
import { contentsOf, MANIFEST, manifestFacts, manifestParts } from './manifest.ts'
import { describeObject, type ObjectFacts } from './object-description.ts'
import { objectHashmap, objectInfo, publicObject } from './objects.ts'
import type { PithosCloud } from './pithos-cloud.ts'
import { checkMatching, checkModified } from './preconditions.ts'

/** `GET` and `HEAD /public/id`: a published object, for anybody. */
export async function readPublic(call: Call, cloud: PithosCloud, id: string): Promise<Reply> {
  if (call.method !== 'GET' && call.method !== 'HEAD') throw notAllowed(['HEAD', 'GET'])
  call.format = 'json'
  const context = contextOf(call, cloud, { account: '' }, null)
  const { facts, owner } = orNotFound(() => publicFacts(context, id))
  if (call.method === 'HEAD') {
    const reply = new Reply(200)
    describeObject(call, reply, facts, owner.account, null, true)
    return reply
  }
  checkModified(context, facts.modified)
  const unchanged = checkMatching(context, facts.version.hash ?? undefined)
  if (unchanged) return unchanged
  const contents = orNotFound((): Content[] => {
    const manifest = facts.meta.get(MANIFEST)
    if (manifest !== undefined) return contentsOf(context, manifestParts(context, owner.account, manifest))
    return [objectHashmap(context.store, null, owner)]
  })
  return dataReply(context, contents, facts, owner.account, true)
}

function publicFacts(context: Context, id: string) {
  const owner = publicObject(context.store, id)
  const info = objectInfo(context.store, null, owner)
  const { size, checksum } = info.version
  const manifest = info.meta.get(MANIFEST)
  const parts = manifest === undefined ? undefined : manifestFacts(context, owner.account, manifest)
  const facts: ObjectFacts = { ...info, bytes: size, checksum, ...parts }
  return { facts, owner }
}

/** Whatever goes wrong in finding a published object, it is not there. */
function orNotFound<T>(find: () => T): T {
  try {
    return find()
  } catch (error) {
    throw error instanceof Fault ? itemNotFound('Object does not exist') : error
  }
}

import { empty, type Reply } from '../http/response.ts'
import { type Context, change, untilOf } from './context.ts'
import { deleteObject, purgeObject } from './delete.ts'

/** `DELETE /account/container/object`: erases its past (`until`), or deletes it and what is below it (`delimiter`). */
export function removeObject(context: Context): Reply {
  const { call, store, user, ref } = context
  const until = untilOf(context)
  const delimiter = call.query.get('delimiter') || undefined
  return change(context, () => {
    if (until !== undefined) purgeObject(store, user, ref, until)
    else deleteObject(store, user, ref, { delimiter })
    return empty(204)
  })
}

import { empty, type Reply } from '../http/response.ts'
import { type Context, change, untilOf } from './context.ts'
import { deleteObject, purgeObject } from './delete.ts'

/** `DELETE /account/container/object`: erases its past (`until`), or deletes it and what is below it (`delimiter`). */
export function removeObject(context: Context): Reply {
  const { call, backend, user, account, container, object } = context
  const until = untilOf(context)
  const delimiter = call.query.get('delimiter') || undefined
  return change(context, () => {
    if (until !== undefined) purgeObject(backend, user, account, container, object, until)
    else deleteObject(backend, user, account, container, object, { delimiter })
    return empty(204)
  })
}

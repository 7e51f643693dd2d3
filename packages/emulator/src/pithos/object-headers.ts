import { badRequest } from '../http/fault.ts'
import type { Context } from './context.ts'
import { MANIFEST } from './manifest.ts'
import type { Permissions } from './model.ts'
import { metaHeaders } from './request-headers.ts'
import { parsePublic, parseSharing } from './sharing.ts'

/** What a write says about the object. */
export interface ObjectHeaders {
  /** Content-Type; undefined if there is none. */
  type: string | undefined
  meta: Map<string, string>
  /** undefined: as it is. */
  permissions: Permissions | undefined
  published: boolean | undefined
}

/** With `ignore_content_type` in the query of a copy there is no Content-Type. @throws {Fault} 400 */
export function objectHeaders({ call, headers }: Context, ignoreType = false): ObjectHeaders {
  const type = ignoreType ? undefined : call.header('content-type')
  if (type !== undefined && /[^\u0000-\u007f]/.test(type)) throw badRequest('Bad characters in Content-Type.')
  const meta = metaHeaders(headers, 'X-Object-Meta-')
  const kept = {
    'Content-Encoding': 'HTTP_CONTENT_ENCODING',
    'Content-Disposition': 'HTTP_CONTENT_DISPOSITION',
    [MANIFEST]: 'HTTP_X_OBJECT_MANIFEST',
  }
  for (const [key, name] of Object.entries(kept)) {
    const value = headers.get(name)
    if (value) meta.set(key, value)
  }
  const [sharing, published] = [headers.get('HTTP_X_OBJECT_SHARING'), headers.get('HTTP_X_OBJECT_PUBLIC')]
  return {
    type,
    meta,
    permissions: sharing === undefined ? undefined : parseSharing(sharing),
    published: published === undefined ? undefined : parsePublic(published),
  }
}

import type { Call } from './request.ts'
import { parseQuery } from './target.ts'

/** The fields of a form, url-encoded or multipart, as Django's `request.POST` shows them; none for any other body. */
export async function formFields(call: Call): Promise<ReadonlyMap<string, string>> {
  const type = call.header('content-type') ?? ''
  const fields = new Map<string, string>()
  if (type.startsWith('application/x-www-form-urlencoded')) {
    const query = parseQuery((await call.text()) ?? '')
    for (const key of query.keys()) fields.set(key, query.get(key) ?? '')
  } else if (type.startsWith('multipart/form-data')) {
    const boundary = /boundary="?([^";]+)/.exec(type)?.[1]
    if (boundary === undefined) return fields
    for (const part of ((await call.text()) ?? '').split(`--${boundary}`)) {
      const end = part.indexOf('\r\n\r\n')
      const name = /content-disposition:[^\r\n]*\bname="([^"]*)"/i.exec(part.slice(0, Math.max(end, 0)))?.[1]
      if (name !== undefined) fields.set(name, part.slice(end + 4).replace(/\r\n$/, ''))
    }
  }
  return fields
}

import type { Call } from '../http/request.ts'
import { Reply } from '../http/response.ts'
import { parseQuery } from '../http/target.ts'

/** Gives back the text that a form carries, as a file: browsers cannot save what they have made themselves. */
export async function downloadKey(call: Call): Promise<Reply> {
  const isForm = (call.header('content-type') ?? '').startsWith('application/x-www-form-urlencoded')
  const form = parseQuery(call.method === 'POST' && isForm ? ((await call.text()) ?? '') : '')
  const name = (form.get('name') ?? 'key').replace(/[^\x20-\x7e]/g, '')
  const reply = new Reply(200, form.get('data') ?? 'None', {
    'Content-Type': 'application/x-pem-key',
    'Content-Disposition': `attachment; filename=${name}`,
  })
  reply.bare = true
  return reply
}

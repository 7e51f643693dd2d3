import type { RecordedBody } from './recorded-body.ts'
import type { RequestRecord } from './request-record.ts'

const LONGEST_TARGET = 160
const LONGEST_BODY = 600

/** One line: `#3 PUT /pithos/... 201 alice 3.1 ms`. */
export function formatRequest({ id, method, target, status, done, user, fault, durationMs }: RequestRecord): string {
  const shown = target.length > LONGEST_TARGET ? `${target.slice(0, LONGEST_TARGET)}…` : target
  const result = status > 0 ? String(status) : done ? 'no response' : 'under way'
  return [
    `#${id}`,
    method,
    // Control characters of a hostile request stay out of the terminal.
    shown.replace(/[^\x20-\x7e…]/g, '?'),
    result,
    user ?? '-',
    `${durationMs < 10 ? durationMs.toFixed(1) : Math.round(durationMs)} ms`,
    ...(fault === undefined ? [] : [`[${fault}]`]),
  ].join(' ')
}

/** The newest requests for a person who looks for what went wrong: a line each, with the bodies of those that failed. */
export function formatRequests(requests: readonly RequestRecord[], limit = 50): string {
  const left = Math.max(0, requests.length - limit)
  const lines = requests.slice(left).flatMap((record) => {
    const { status, request, response } = record
    const line = formatRequest(record)
    if (status > 0 && status < 400) return [line]
    return [line, ...formatBody('sent', request.body), ...formatBody('got', response.body)]
  })
  return [...(left > 0 ? [`(${left} before these)`] : []), ...lines].join('\n')
}

function formatBody(word: string, { size, text }: RecordedBody): string[] {
  if (size === 0) return []
  if (text === undefined || /[^\P{Cc}\n\r\t]/u.test(text)) return [`   ${word} ${size} bytes`]
  const shown = text.length > LONGEST_BODY ? `${text.slice(0, LONGEST_BODY)}…` : text
  return [`   ${word} ${shown.trimEnd().replaceAll('\n', '\n        ')}`]
}

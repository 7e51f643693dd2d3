import type { RequestRecord } from '../server/requests/request-record.ts'

const LONGEST = 100

/** One line for a terminal: `06:17:53 PUT  /pithos/object-store/v1/... 201 3 ms alice`. */
export function logLine(
  record: Pick<RequestRecord, 'method' | 'target' | 'status' | 'durationMs' | 'user' | 'fault'>,
  colours: boolean,
): string {
  const paint = (code: number, text: string) => (colours ? `\u001b[${code}m${text}\u001b[0m` : text)
  const { method, status, durationMs, user, fault } = record
  const target = record.target.length > LONGEST ? `${record.target.slice(0, LONGEST - 3)}...` : record.target
  const colour = status >= 500 || status === 0 ? 31 : status >= 400 ? 33 : 32
  return [
    paint(2, new Date().toTimeString().slice(0, 8)),
    method.padEnd(6),
    // Control characters of a hostile request stay out of the terminal.
    target.replace(/[^\x20-\x7e]/g, '?'),
    paint(colour, status === 0 ? 'reset' : String(status)),
    paint(2, `${durationMs < 10 ? durationMs.toFixed(1) : Math.round(durationMs)} ms`),
    user ?? '-',
    ...(fault === undefined ? [] : [paint(35, `[${fault}]`)]),
  ].join(' ')
}

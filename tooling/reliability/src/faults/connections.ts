import type { Fault, FaultGroup, Meaning } from '../fault.ts'
import type { Operation } from '../operation.ts'
import { bytesOf, headOf, type WireResponse } from '../wire.ts'

/** No complete response came: nobody knows what became of the request. */
const lost: Meaning = { ending: 'ConnectionError', transient: true, unknown: true }
const late: Meaning = { ending: 'TimeoutError', transient: true, unknown: true }

/** Of a response without a body, nothing can be lost within it. */
export const hasBody = ({ response }: Operation): boolean => response !== 'none'

/** A body where the cloud sends none, so that something can happen to it. */
export function padded(real: WireResponse): WireResponse {
  return real.body.length > 0 || real.status === 204 ? real : { ...real, body: Buffer.alloc(1_000, ' ') }
}

/** The first half of the first lines, of all headers, or of all. */
const statusLine = (real: WireResponse): string => headOf(real).slice(0, 11)
const halfHead = (real: WireResponse): string => headOf(real).slice(0, headOf(real).length / 2)
const halfBody = (real: WireResponse): Buffer => {
  const whole = padded(real)
  const bytes = bytesOf(whole)
  return bytes.subarray(0, bytes.length - whole.body.length + Math.min(whole.body.length / 2, 10_000))
}

/** The same stages for each way to end. */
function stages(verb: string, end: 'reset' | 'stall', means: Meaning): Fault[] {
  const slow = end === 'stall'
  return [
    { name: `${verb} as the connection is accepted`, strike: { at: 'accept', end }, slow, means },
    { name: `${verb} after the headers of the request`, strike: { at: 'headers', end }, slow, means },
    {
      name: `${verb} amid the body of the request`,
      strike: { at: 'upload', end },
      slow,
      large: true,
      concerns: ({ body }) => body === 'any',
      means,
    },
    { name: `${verb} after the request`, strike: { end }, slow, means },
    { name: `${verb} when the request has been carried out`, strike: { handled: true, end }, slow, means },
    {
      name: `${verb} within the status line`,
      strike: { handled: true, send: ({ real }) => [statusLine(real)], end },
      slow,
      means,
    },
    {
      name: `${verb} within the headers`,
      strike: { handled: true, send: ({ real }) => [halfHead(real)], end },
      slow,
      means,
    },
    {
      name: `${verb} before the body`,
      strike: { handled: true, send: ({ real }) => [headOf(padded(real))], end },
      slow,
      concerns: hasBody,
      means,
    },
    {
      name: `${verb} within the body`,
      strike: { handled: true, send: ({ real }) => [halfBody(real)], end },
      slow,
      concerns: hasBody,
      means,
    },
  ]
}

export const resets: FaultGroup = {
  title: 'Connections that break',
  about:
    'At whatever stage a connection breaks, no complete response has come, and what became of the request is unknown. A reset is a TCP reset; closed is a proper end.',
  faults: [
    ...stages('reset', 'reset', lost),
    { name: 'closed as the connection is accepted', strike: { at: 'accept', end: 'close' }, means: lost },
    { name: 'closed after the request', strike: { end: 'close' }, means: lost },
    { name: 'closed when the request has been carried out', strike: { handled: true, end: 'close' }, means: lost },
    {
      name: 'closed within the headers',
      strike: { handled: true, send: ({ real }) => [halfHead(real)], end: 'close' },
      means: lost,
    },
    {
      name: 'closed within the body',
      strike: { handled: true, send: ({ real }) => [halfBody(real)], end: 'close' },
      concerns: hasBody,
      means: lost,
    },
  ],
}

export const stalls: FaultGroup = {
  title: 'Connections that stall',
  about:
    '`attemptTimeoutMs` ends each attempt, at whatever stage. Without it, an attempt ends 60 s after the last byte, and when a transfer is slower than 16 KiB/s on the whole.',
  faults: [
    ...stages('stalled', 'stall', late),
    {
      name: 'headers that drip, a byte at a time',
      strike: { handled: true, send: ({ real }) => [{ drip: Buffer.from(headOf(padded(real)), 'latin1') }] },
      slow: true,
      means: late,
    },
    {
      name: 'a body that drips, a byte at a time',
      strike: { handled: true, send: ({ real }) => [headOf(padded(real)), { drip: padded(real).body }] },
      slow: true,
      concerns: hasBody,
      means: late,
    },
    {
      name: 'a response that takes its time',
      strike: { handled: true, send: ({ real }) => [{ pauseMs: 100 }, bytesOf(real)] },
      means: { ending: 'success' },
    },
  ],
}

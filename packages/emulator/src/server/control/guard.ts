import type { Call } from '../../http/request.ts'

/** Who may use the control API: programs on this machine, any program that reaches the port, or nobody. */
export type ControlAccess = 'loopback' | 'any' | 'off'

/** Why a call must not reach the control API, with the status that says so. */
export interface Rejection {
  readonly status: 403 | 415
  readonly message: string
}

/**
 * Keeps web pages of other sites away (also those whose name somebody points to this machine in the DNS), and other machines.
 * Undefined: the call may come in.
 */
export function rejectionOf(call: Call, access: ControlAccess): Rejection | undefined {
  const reject = (message: string): Rejection => ({ status: 403, message })
  if (access === 'loopback' && call.peer !== undefined && !isLoopback(call.peer))
    return reject('Only programs on this machine may call this. --control any lets others in.')
  const host = call.header('host') ?? ''
  // In process nobody resolved a name.
  if (call.peer !== undefined && !isTrustworthyHost(host))
    return reject(`Host '${host}' is a name that may be anybody's. Use localhost or an IP address.`)
  const origin = call.header('origin')
  if (origin !== undefined && origin.toLowerCase() !== call.origin.toLowerCase())
    return reject(`A page of ${origin} may not call this: only the emulator's own page may.`)
  const site = call.header('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    return reject("A page of another site may not call this: only the emulator's own page may.")
  const type = call.header('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (call.method === 'POST' && type !== 'application/json')
    return { status: 415, message: "POST needs the header 'Content-Type: application/json'." }
  return undefined
}

function isLoopback(address: string): boolean {
  return /^(::ffff:)?127\./i.test(address) || address === '::1'
}

/** An IP address, `localhost`, a name below it, or a name without a dot: none that a stranger could have in the public DNS. */
function isTrustworthyHost(host: string): boolean {
  if (/^\[[0-9a-f:.]+\](:\d+)?$/i.test(host)) return true
  const name = host.replace(/:\d+$/, '').toLowerCase()
  return /^\d+\.\d+\.\d+\.\d+$/.test(name) || /^[a-z0-9_-]+$/.test(name) || /^[a-z0-9_.-]+\.localhost$/.test(name)
}

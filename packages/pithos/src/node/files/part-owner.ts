import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { threadId } from 'node:worker_threads'
import { errno } from './file-error.ts'

// The name of a part file says who writes to it, so that nobody else does, and that it can be taken over once its writer is gone:
// host, process, start of the process, thread, and a random number.

/** A part file of a process that cannot be looked up (another host or container) is free when nothing was written to it for so long. */
const strangerQuietMs = 600_000

/** The same of a process that may be another one by now, with the number of the writer. */
const maybeAliveQuietMs = 86_400_000

function readOrEmpty(read: () => string): string {
  try {
    return read()
  } catch {
    return ''
  }
}

/** When a process started, in the system's own ticks; 0 where that cannot be seen, undefined if it is known to be gone. */
function startOf(pid: number): string | undefined {
  const stat = readOrEmpty(() => readFileSync(`/proc/${pid}/stat`, 'latin1'))
  // The name of the program comes second, in parentheses, and may be anything.
  const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  if (start !== undefined) return start
  try {
    process.kill(pid, 0)
    return '0'
  } catch (error) {
    return errno(error) === 'ESRCH' ? undefined : '0'
  }
}

// Numbers of processes mean nothing in another container.
const namespace = readOrEmpty(() => readlinkSync('/proc/self/ns/pid'))
const host = createHash('sha256').update(`${hostname()}\n${namespace}`).digest('hex').slice(0, 8)
const ownStart = startOf(process.pid) ?? '0'

/** Owners at work in this thread, whichever copy of this package they belong to. */
const registry = Symbol.for('@kamaki/pithos/part-owners')
const shared = globalThis as { [registry]?: Set<string> }
const atWork = shared[registry] ?? new Set<string>()
shared[registry] = atWork

/** A new owner for one part file; to be released when its download is over. */
export function newOwner(): string {
  const owner = `${host}-${process.pid}-${ownStart}-${threadId}-${randomBytes(4).toString('hex')}`
  atWork.add(owner)
  return owner
}

export function releaseOwner(owner: string): void {
  atWork.delete(owner)
}

/** Whether the owner of a part file, last written to at `mtimeMs`, is gone for good. */
export function isGone(owner: string, mtimeMs: number): boolean {
  // Clocks jump, both ways.
  const quietMs = Math.abs(Date.now() - mtimeMs)
  const [ownerHost, pid = '', start = '0', thread] = owner.split('-')
  if (ownerHost !== host) return quietMs > strangerQuietMs
  if (Number(pid) === process.pid && start === ownStart) {
    return thread === String(threadId) ? !atWork.has(owner) : quietMs > maybeAliveQuietMs
  }
  const now = startOf(Number(pid))
  if (now === undefined) return true
  if (now === '0' || start === '0') return quietMs > maybeAliveQuietMs
  return now !== start
}

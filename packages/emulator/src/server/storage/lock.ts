import { type Files, hasCode, joined, processId } from './files.ts'
import { StateError } from './state-error.ts'

/** Who holds a directory. */
interface Holder {
  readonly pid: number
  /** When that process began, as far as the system tells: another process may have its number by now. */
  readonly began?: string | undefined
}

/** Directories that this program holds. */
const held = new Set<string>()

/**
 * Keeps other emulators out of a directory. What a process that was killed left behind is taken over.
 * @returns lets go of it
 * @throws {StateError} if it is in use
 */
export function lock(files: Files, directory: string): () => void {
  const real = files.realpathSync(directory)
  const path = joined(directory, 'lock')
  if (held.has(real)) throw inUse(directory, 'by this program already')
  const own: Holder = { pid: processId(), began: beganAt(files, processId()) }
  for (;;) {
    try {
      files.writeFileSync(path, JSON.stringify(own), { flag: 'wx' })
      break
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error
      removeStale(files, directory, path)
    }
  }
  held.add(real)
  return () => {
    if (held.delete(real)) files.rmSync(path, { force: true })
  }
}

/** @throws {StateError} if the lock is not stale */
function removeStale(files: Files, directory: string, path: string): void {
  const holder = holderOf(files, path)
  if (!holder) return
  if (lives(files, holder)) throw inUse(directory, `by process ${holder.pid}`)
  const aside = `${path}.${processId()}`
  try {
    files.renameSync(path, aside)
  } catch (error) {
    // Another one was quicker: look again.
    if (hasCode(error, 'ENOENT')) return
    throw error
  }
  // Between the look and the grasp somebody else may have taken it over: then it goes back.
  const taken = holderOf(files, aside)
  if (taken && lives(files, taken)) files.linkSync(aside, path)
  files.rmSync(aside, { force: true })
}

/** Undefined: it is gone. One that was not written whole has no living holder. */
function holderOf(files: Files, path: string): Holder | undefined {
  try {
    const text = files.readFileSync(path, 'utf8')
    return /^\{.*\}$/.test(text) ? (JSON.parse(text) as Holder) : { pid: 0 }
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

/** Does a process live, as far as this one can see? */
export function lives(files: Files, { pid, began }: Holder): boolean {
  if (pid === 0) return false
  // Whether this program holds it is known; another with its number ran before it (in containers all have the same).
  if (pid === processId() && began === undefined) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    // One that may not be sent a signal is there.
    return hasCode(error, 'EPERM')
  }
  return began === undefined || began === beganAt(files, pid)
}

/** When a process began, in ticks since the machine did; undefined where the system has no `/proc`. */
function beganAt(files: Files, pid: number): string | undefined {
  try {
    // The second field is the name, in parentheses, and may hold anything.
    const text = files.readFileSync(joined('/proc', String(pid), 'stat'), 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined
  }
}

function inUse(directory: string, by: string): StateError {
  return new StateError(
    'in-use',
    `The state directory ${directory} is in use ${by}. Close that emulator first, or use another directory.`,
  )
}

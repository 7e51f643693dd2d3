import { StateError } from './state-error.ts'

/** Node's synchronous file functions: a change is written before the response that tells of it is sent. */
export type Files = ReturnType<typeof process.getBuiltinModule<'node:fs'>>

interface Runtime {
  readonly process?: {
    getBuiltinModule?(name: string): unknown
    readonly pid: number
  }
}

const { process: host } = globalThis as Runtime

/**
 * The files of this machine. They are asked for at run time, so that a cloud in memory needs nothing of Node and bundles for
 * browsers have nothing to leave out.
 * @throws {StateError} in a runtime without files
 */
export function machineFiles(): Files {
  const files = host?.getBuiltinModule?.('node:fs')
  if (!files)
    throw new StateError('unsupported', 'A state directory needs a runtime with files: Node 20.19, Deno 2 or Bun 1.2.')
  return files as Files
}

export function processId(): number {
  return host?.pid ?? 0
}

/** Joins names with the separator that all systems take. */
export function joined(...names: string[]): string {
  return names.join('/')
}

/**
 * Creates a directory, and those above it that are missing. Step by step: Node 20's own `recursive` tries for ever where a file system has no
 * room for one (`/proc`).
 * @throws the error of the file system
 */
export function makeDirectory(files: Files, directory: string): void {
  if (files.statSync(directory, { throwIfNoEntry: false })?.isDirectory()) return
  const parent = /^(.*[^\\/])[\\/]+[^\\/]+[\\/]*$/.exec(directory)?.[1]
  if (parent !== undefined && !/^[A-Za-z]:$/.test(parent)) makeDirectory(files, parent)
  try {
    files.mkdirSync(directory)
  } catch (error) {
    // Somebody else may have created it meanwhile.
    if (!hasCode(error, 'EEXIST') || !files.statSync(directory).isDirectory()) throw error
  }
}

/** Is the error of this kind (`ENOENT`, `EEXIST` ...)? */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

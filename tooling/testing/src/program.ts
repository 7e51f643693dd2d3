import { fork, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** How a program ended, and what it printed. */
export interface Outcome {
  readonly code: number | null | undefined
  readonly out: string
  readonly err: string
  /** Both as they came. */
  readonly output: string
}

/** A program, and what it hears of a cloud. */
export interface Program {
  readonly file: string
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
  /** When it is given up; the outcome's code is then undefined. Default: never. */
  readonly timeoutMs?: number | undefined
}

/**
 * Runs TypeScript programs on the sources of the packages, side by side in one process, which compiles those sources once. Each has
 * an environment, an exit code and output of its own.
 *
 * @param root the folder of a package, where the process runs; files are relative to it.
 */
export function programs(root: URL | string, list: readonly Program[]): Promise<Outcome[]> {
  const cwd = typeof root === 'string' ? root : fileURLToPath(root)
  const child = fork(fileURLToPath(new URL('run-programs.ts', import.meta.url)), {
    cwd,
    execArgv: ['--import', 'tsx'],
    env: { ...withoutCloud(), TSX_TSCONFIG_PATH: 'tsconfig.json' },
  })
  child.send(list)
  return new Promise((resolve, reject) => {
    child.once('message', (outcomes) => resolve(outcomes as Outcome[]))
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`The process of the programs exited with code ${code}`)))
  })
}

function withoutCloud(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('KAMAKI_')))
}

/**
 * Runs a TypeScript program on the sources of the packages, as a user would: in a process of its own, whose folder is `root`.
 *
 * @param root the folder of a package.
 * @param env all that it hears of a cloud.
 */
export function program(
  root: URL | string,
  file: string,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<Outcome> {
  const child = spawn(process.execPath, ['--import', 'tsx', file], {
    cwd: typeof root === 'string' ? root : fileURLToPath(root),
    env: { ...withoutCloud(), TSX_TSCONFIG_PATH: 'tsconfig.json', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [out, err, output] = ['', '', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
    output += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
    output += text
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, out, err, output }))
  })
}

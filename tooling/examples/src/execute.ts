import { type ChildProcess, spawn } from 'node:child_process'

/** How a program ended, and what it printed. */
interface Outcome {
  readonly code: number | null
  readonly output: string
}

/** A program that runs. */
export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<Outcome>
  /** Resolves when it has printed this. */
  readonly printed: (text: string) => Promise<void>
}

/** Starts a program as a user would, with nothing of the test's environment but the path. */
export function start(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
): Running {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(command, args, { cwd, env: { PATH, HOME, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const waiting = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk
      for (const look of waiting) look()
    })
  const ended = new Promise<Outcome>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })
  const printed = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (!output.includes(text)) return
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
      void ended.then(() => reject(new Error(`It ended without printing ${text}:\n${output}`)))
    })
  return { child, ended, printed }
}

/** Runs a program to its end; one that fails is an error. */
export async function run(command: string, args: readonly string[], cwd: string): Promise<string> {
  const { code, output } = await start(command, args, cwd).ended
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} in ${cwd} ended with code ${code}:\n${output}`)
  return output
}

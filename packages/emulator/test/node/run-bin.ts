import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'

const started: ChildProcess[] = []
afterAll(() => {
  for (const child of started) child.kill('SIGKILL')
})

/** Runs the command from its source; resolves once it has printed `wanted` or ended. */
export async function run(
  args: string[],
  wanted: RegExp,
): Promise<{ child: ChildProcess; output: () => string; code: Promise<number | null> }> {
  const bin = fileURLToPath(new URL('../../src/node/bin.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', '--', bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  started.push(child)
  let output = ''
  const code = new Promise<number | null>((resolve) => child.on('exit', resolve))
  await new Promise<void>((resolve) => {
    const see = (piece: Buffer) => {
      output += piece
      if (wanted.test(output)) resolve()
    }
    child.stdout?.on('data', see)
    child.stderr?.on('data', see)
    child.on('close', resolve)
  })
  return { child, output: () => output, code }
}

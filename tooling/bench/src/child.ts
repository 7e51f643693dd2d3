import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A program of this folder in a process of its own; resolves with the first line that it prints. */
export async function startChild(
  file: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ line: string; stop: () => Promise<void> }> {
  const tsconfig = fileURLToPath(new URL('../tsconfig.json', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL(file, import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env, TSX_TSCONFIG_PATH: tsconfig },
  })
  const lines = createInterface({ input: child.stdout })
  const line = await new Promise<string>((resolve, reject) => {
    lines.once('line', resolve)
    child.once('exit', (code) => reject(new Error(`${file} ended with code ${code}`)))
  })
  return { line, stop: () => stop(child) }
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}

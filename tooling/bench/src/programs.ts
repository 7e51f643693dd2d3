import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Sample, Samples } from './case.ts'

const folder = fileURLToPath(new URL('../', import.meta.url))

/** Runs Node anew; `until` tells from what it wrote so far whether the time is up, else that is when it ends. */
export async function runNode(
  args: readonly string[],
  until?: (output: string) => boolean,
): Promise<{ ms: number; output: string }> {
  const start = performance.now()
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  let ms: number | undefined
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk
    if (!until?.(output)) return
    ms ??= performance.now() - start
    child.kill('SIGTERM')
  })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  if (code !== 0 && ms === undefined) throw new Error(`node ${args.join(' ')} ended with code ${code}`)
  return { ms: ms ?? performance.now() - start, output }
}

/** Runs some programs in turn, that many rounds after one that does not count. Each gets a number of milliseconds printed, or none. */
export async function timePrograms(programs: Readonly<Record<string, string>>, rounds: number): Promise<Samples> {
  const samples: Record<string, Sample[]> = {}
  for (let round = -1; round < rounds; round++) {
    for (const [name, code] of Object.entries(programs)) {
      const { ms, output } = await runNode(['--input-type=module', '-e', code])
      if (round < 0) continue
      samples[name] ??= []
      samples[name].push({ ...(JSON.parse(output || '{}') as Sample), wholeMs: ms })
    }
  }
  return samples
}

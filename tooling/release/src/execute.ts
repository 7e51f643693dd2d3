import { execFile } from 'node:child_process'

/** Runs a command to its end and returns what it printed; the error of one that fails says what that was. */
export function execute(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      command,
      args,
      { cwd, env: { ...process.env, ...env }, maxBuffer: 64 * 2 ** 20 },
      (error, stdout, stderr) => {
        if (error) reject(new Error(`${command} ${args.join(' ')} in ${cwd} failed:\n${stdout}${stderr}`))
        else resolve(stdout)
      },
    )
  })
}

import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** How a program ended, and what it printed. */
export interface Outcome {
  readonly code: number | null
  readonly out: string
  readonly err: string
  /** Both as they came. */
  readonly output: string
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
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('KAMAKI_'))
  const child = spawn(process.execPath, ['--import', 'tsx', file], {
    cwd: typeof root === 'string' ? root : fileURLToPath(root),
    env: { ...Object.fromEntries(inherited), TSX_TSCONFIG_PATH: 'tsconfig.json', ...env },
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

import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The package's folder. */
export const root: string = fileURLToPath(new URL('..', import.meta.url))

/** Runs a TypeScript program on the sources of the packages; `env` is all that it hears of a cloud. */
export function program(
  file: string,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<{ code: number | null; output: string }> {
  const { KAMAKI_AUTH_URL: _, KAMAKI_TOKEN: __, ...rest } = process.env
  const child = spawn(process.execPath, ['--import', 'tsx', file], {
    cwd: root,
    env: { ...rest, TSX_TSCONFIG_PATH: 'tsconfig.json', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const collect = (chunk: Buffer): void => {
    output += chunk
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })
}

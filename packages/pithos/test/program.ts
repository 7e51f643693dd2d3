import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const root: string = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')

/** Runs a program as a user would, in a process of its own; with the cloud of `env`, or one of its own. */
export function program(
  file: string,
  env: Record<string, string | undefined> = {},
): Promise<{ code: number | null; output: string }> {
  const { KAMAKI_AUTH_URL: _url, KAMAKI_TOKEN: _token, KAMAKI_CA_CERTS: _ca, ...inherited } = process.env
  const child = spawn(process.execPath, ['--import', 'tsx', file], {
    cwd: root,
    env: { ...inherited, ...env, TSX_TSCONFIG_PATH: `${root}/tsconfig.json` },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })
}

import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execute } from './execute.ts'

/** A program that runs JavaScript. */
export interface Runtime {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
}

const kept = fileURLToPath(new URL('../../.tmp/runtimes/', import.meta.url))

/** Deno is given what the clients need, and no more. */
const argsOf: Record<string, readonly string[]> = {
  deno: ['run', '--no-prompt', '--quiet', '--allow-net=127.0.0.1'],
  bun: ['run'],
}

/** The runtime in an npm package (`bun`, `deno`, `node@22`), fetched once; what runs this is `node`. */
export async function getRuntime(spec: string): Promise<Runtime> {
  const [name = ''] = spec.split('@')
  const args = argsOf[name] ?? []
  if (spec === 'node') return { name: `node ${process.version}`, command: process.execPath, args }
  const folder = join(kept, spec)
  const command = join(folder, 'node_modules/.bin', name)
  if (!existsSync(command)) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
    await execute('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', spec], { cwd: folder })
  }
  const [version = ''] = (await execute(command, ['--version'])).split('\n')
  return { name: version.includes(name) ? version : `${name} ${version}`, command, args }
}

import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const STARTUP_MS = 60_000

/** A local npm registry (verdaccio) that holds the packages of this workspace only. */
export interface Registry {
  readonly url: string
  /** Lines for an `.npmrc`: our packages come from here, everything else from where it always comes. */
  readonly npmrc: string
  close(): void
}

/** @param folder where it keeps what is published; an empty folder. */
export async function startRegistry(folder: string): Promise<Registry> {
  const port = await freePort()
  const config = join(folder, 'config.yaml')
  mkdirSync(join(folder, 'storage'), { recursive: true })
  writeFileSync(config, configOf(join(folder, 'storage')))
  const child = spawn(process.execPath, [binary(), '--config', config, '--listen', `127.0.0.1:${port}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  const url = `http://127.0.0.1:${port}/`
  for (const end = Date.now() + STARTUP_MS; ; await sleep(100)) {
    const response = await fetch(`${url}-/ping`).catch(() => undefined)
    if (response?.ok) break
    if (child.exitCode === null && Date.now() < end) continue
    child.kill()
    throw new Error(`The local registry does not start:\n${output}`)
  }
  // Verdaccio lets everybody publish here; npm wants to see a token all the same.
  const npmrc = `@kamaki:registry=${url}\n//127.0.0.1:${port}/:_authToken=none\n`
  return { url, npmrc, close: () => void child.kill() }
}

function binary(): string {
  const require = createRequire(import.meta.url)
  return join(dirname(require.resolve('verdaccio/package.json')), 'bin/verdaccio')
}

function configOf(storage: string): string {
  return [
    `storage: ${storage}`,
    'max_body_size: 100mb',
    'web:\n  enable: false',
    "packages:\n  '@kamaki/*':\n    access: $all\n    publish: $all\n    unpublish: $all",
    'log: { type: stdout, format: pretty, level: warn }',
    '',
  ].join('\n')
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { execute } from '../execute.ts'

const STARTUP_MS = 60_000

interface RunOptions {
  /** A folder of the project. Default: the project's own. */
  readonly within?: string
  readonly env?: Readonly<Record<string, string>>
}

/** A project of its own, outside the workspace, that installs packages by name as a user does. */
export class Consumer {
  readonly folder: string

  /** @param manifest fields of its package.json, beside `private` */
  constructor(folder: string, npmrc: string, manifest: Readonly<Record<string, unknown>> = {}) {
    this.folder = folder
    this.write('package.json', JSON.stringify({ private: true, type: 'module', ...manifest }))
    this.write('.npmrc', npmrc)
  }

  write(path: string, content: string): void {
    const file = join(this.folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  }

  /** Copies files and folders of the machine into it. */
  take(from: string, to: string): void {
    cpSync(from, join(this.folder, to), { recursive: true, filter: (path) => !path.includes('node_modules') })
  }

  /** The one file below a folder whose path is like that. */
  find(folder: string, like: RegExp): string {
    const all = readdirSync(join(this.folder, folder), { recursive: true, encoding: 'utf8' })
    const found = all.filter((path) => like.test(path))
    if (found.length !== 1) throw new Error(`Not one file of ${folder} is like ${like}: ${all.join(', ')}`)
    return join(folder, found[0] ?? '')
  }

  async install(...names: readonly string[]): Promise<void> {
    await execute('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...names], this.folder)
  }

  /** The version of a package that it has. */
  versionOf(name: string): string {
    const file = join(this.folder, 'node_modules', name, 'package.json')
    return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
  }

  /** Runs a command in it. @param command a program, or the name of one that an installed package has */
  run(command: string, args: readonly string[], { within = '.', env = {} }: RunOptions = {}): Promise<string> {
    return execute(command, args, join(this.folder, within), { ...this.environment(), ...env })
  }

  /** Starts a server and resolves to what `ready` finds in its output; it is stopped by `stop`. */
  async serve(command: string, args: readonly string[], ready: RegExp): Promise<{ found: string; stop(): void }> {
    const env = { ...process.env, ...this.environment() }
    const child = spawn(command, args, { cwd: this.folder, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    // With what it has started itself.
    const stop = (): void => void (child.pid !== undefined && child.exitCode === null && process.kill(-child.pid))
    let output = ''
    const found = await new Promise<string | undefined>((resolve, reject) => {
      const collect = (piece: Buffer): void => {
        output += piece.toString()
        const match = ready.exec(output)
        if (match) resolve(match[1] ?? match[0])
      }
      child.stdout.on('data', collect)
      child.stderr.on('data', collect)
      child.on('error', reject)
      child.on('close', () => resolve(undefined))
      setTimeout(() => resolve(undefined), STARTUP_MS).unref()
    })
    if (found !== undefined) return { found, stop }
    stop()
    throw new Error(`${command} ${args.join(' ')} does not start:\n${output}`)
  }

  environment(): Record<string, string> {
    const path = `${join(this.folder, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`
    return { PATH: path, NODE_OPTIONS: '', NO_COLOR: '1', CI: '1' }
  }

  /** What a command that is to fail printed. */
  async failing(command: string, args: readonly string[]): Promise<string> {
    const outcome = await this.run(command, args).then(
      () => undefined,
      (error: Error) => error.message,
    )
    if (outcome === undefined) throw new Error(`${command} ${args.join(' ')} works, which was not expected`)
    return outcome
  }
}

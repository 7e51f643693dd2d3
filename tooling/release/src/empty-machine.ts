// pnpm test:readme: the README from its top to the end of "Five minutes", followed by copy and paste where nothing is but Node and npm: in a
// fresh clone, with no packages, no pnpm on the path, and none of the environment that this program was started with.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { stepsOf } from './five-minutes.ts'
import { root } from './packages.ts'

const STARTUP_MS = 30_000
/** What the program prints at the end. */
const EXPECTED = [/^Server \d+ is ACTIVE$/m, /^2031\/db\.dump 14$/m, /^all the tables$/m]

const folder = mkdtempSync(join(tmpdir(), 'kamaki-empty-machine-'))
const clone = join(folder, 'kamaki-ts')
const env = {
  PATH: [dirname(process.execPath), '/usr/bin', '/bin'].join(':'),
  HOME: process.env['HOME'],
  // Where packages come from is the machine's business.
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => /^npm_config_registry$/i.test(name))),
}
const started: ChildProcess[] = []
try {
  copyTracked()
  const output = await follow()
  for (const pattern of EXPECTED) if (!pattern.test(output)) throw new Error(`No ${pattern} in what was printed`)
  console.log('The README works by copy and paste, from its top to the end of "Five minutes".')
} finally {
  for (const { pid } of started) if (pid !== undefined) process.kill(-pid)
  rmSync(folder, { recursive: true, force: true })
}

/** The files of the repository as they are now, committed or not. */
function copyTracked(): void {
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root })
  for (const file of new Set(files.toString().split('\0'))) {
    if (file === '' || !existsSync(join(root, file))) continue
    mkdirSync(dirname(join(clone, file)), { recursive: true })
    cpSync(join(root, file), join(clone, file), { verbatimSymlinks: true })
  }
}

/** All that is run in the first terminal, a shell that stays the same; returns what it printed. */
async function follow(): Promise<string> {
  const shell = spawn('bash', ['--noprofile', '--norc', '-e'], { cwd: clone, env, stdio: ['pipe', 'pipe', 'inherit'] })
  let output = ''
  let exited: number | null | undefined
  shell.stdout.on('data', (chunk: Buffer) => {
    output += chunk
    process.stdout.write(chunk)
  })
  shell.on('close', (code) => (exited = code ?? 1))
  /** Runs lines, and returns the directory that the shell is in then. */
  const run = async (lines: string): Promise<string> => {
    const mark = `--- ${Math.random()} `
    shell.stdin.write(`${lines}\necho "${mark}$PWD"\n`)
    for (;;) {
      const at = output.indexOf(mark)
      if (at !== -1 && output.includes('\n', at)) return output.slice(at + mark.length, output.indexOf('\n', at))
      if (exited !== undefined) throw new Error(`The shell ended with code ${exited} at:\n${lines}`)
      await sleep(50)
    }
  }
  for (const step of stepsOf(readFileSync(join(root, 'README.md'), 'utf8'))) {
    const cwd = await run('')
    if (step.kind === 'write') writeFileSync(join(cwd, step.file), step.text)
    else if (step.kind === 'start') await start(step.commands, cwd)
    else await run(step.commands)
  }
  shell.stdin.end()
  return output
}

/** A second terminal: goes on when the program there has printed something. */
async function start(commands: string, cwd: string): Promise<void> {
  const child = spawn('bash', ['--noprofile', '--norc', '-ec', commands], { cwd, env, detached: true })
  started.push(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  for (const end = Date.now() + STARTUP_MS; !output.includes('export KAMAKI_AUTH_URL='); await sleep(50))
    if (child.exitCode !== null || Date.now() > end) throw new Error(`This does not start: ${commands}${output}`)
}

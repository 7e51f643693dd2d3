// What quickstart and test share: a machine with Node and npm alone becomes one that can build and run the workspace.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))
const { packageManager, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const pinned = /^pnpm@([^+]+)/.exec(packageManager)[1]
const ownBin = join(root, '.tmp/pnpm/node_modules/.bin')

/** Runs a command to its end; output is shown, or, when `quiet`, kept and passed to `onOutput` as it comes. */
export function run(command, args, { quiet = false, env = {}, cwd = root, onOutput } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', ...env },
      shell: process.platform === 'win32',
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk) => {
        output += chunk
        onOutput?.(String(chunk))
      })
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code: code ?? (signal ? 1 : 0), output }))
  })
}

export async function must(command, args, options) {
  const { code, output } = await run(command, args, options)
  if (code !== 0) fail(`${command} ${args.join(' ')} ended with code ${code}`, output)
  return output
}

export function fail(message, output = '') {
  if (output) console.error(output.trimEnd())
  console.error(`\n${message}`)
  process.exit(1)
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  const [wantMajor, wantMinor] = /(\d+)\.(\d+)/.exec(engines.node).slice(1).map(Number)
  if (major < wantMajor || (major === wantMajor && minor < wantMinor))
    fail(`Node ${wantMajor}.${wantMinor} or newer is needed; this is ${process.versions.node}.`)
}

/** Failures of npm or pnpm that mean the registry could not be reached. */
const OFFLINE =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET|ERR_PNPM_META_FETCH_FAIL|ERR_PNPM_NO_OFFLINE|fetch failed/

function explainInstall(what, output) {
  const cause = OFFLINE.test(output)
    ? `The npm registry cannot be reached, and ${what} has to be downloaded once. Connect this machine to the network, or point npm at a
registry that it reaches (npm config set registry URL; behind a proxy: npm config set proxy URL), and run the command again.`
    : `${what} could not be installed; the messages above say why.`
  fail(cause, output)
}

/** pnpm at the pinned version: the one on PATH, or else one of our own in .tmp/. Later commands find it on PATH. */
async function ensurePnpm() {
  process.env.PATH = ownBin + delimiter + process.env.PATH
  const found = await run('pnpm', ['--version'], { quiet: true }).catch(() => ({ code: 1, output: '' }))
  if (found.code === 0 && found.output.trim() === pinned) return
  console.log(`Getting pnpm ${pinned} ...`)
  const prefix = join(root, '.tmp/pnpm')
  const args = ['install', '--prefix', prefix, '--no-audit', '--no-fund', '--loglevel=error', `pnpm@${pinned}`]
  const { code, output } = await run('npm', args, { quiet: true, cwd: root, env: { npm_config_workspaces: 'false' } })
  if (code !== 0) explainInstall(`pnpm ${pinned}`, output)
  if (!existsSync(join(ownBin, 'pnpm')) && !existsSync(join(ownBin, 'pnpm.cmd')))
    fail(`pnpm ${pinned} was installed, but is not in ${ownBin}.`, output)
}

async function installPackages() {
  const fresh = !existsSync(join(root, 'node_modules/.modules.yaml'))
  const done = fresh ? announce('Installing the development packages, once') : undefined
  const { code, output } = await run(
    'pnpm',
    ['install', '--frozen-lockfile', '--prefer-offline', '--reporter=append-only'],
    { quiet: true, env: { CI: 'true' }, onOutput: done?.tell },
  )
  if (code !== 0) explainInstall('the development packages', output)
  done?.()
}

/** Says what is being done and, every ten seconds, how far it is; the function that it returns says how long it took. */
function announce(what) {
  const started = Date.now()
  let last = ''
  console.log(`${what} ...`)
  const timer = setInterval(() => console.log(`  ${seconds(started)} s ${last}`.trimEnd()), 10_000)
  const done = () => {
    clearInterval(timer)
    console.log(`  done in ${seconds(started)} s`)
  }
  /** Takes what the command prints: pnpm's count of packages, the names of what turbo builds. */
  done.tell = (text) => {
    last = [...text.matchAll(/^(?:Progress: .+|(?!@kamaki-tooling)@kamaki\/\w+)/gm)].at(-1)?.[0] ?? last
  }
  return done
}

const seconds = (started) => ((Date.now() - started) / 1000).toFixed(0)

/** Node, pnpm, packages, built libraries. The first time takes a minute or two, later ones seconds. */
export async function setUp({ build = true } = {}) {
  requireNode()
  await ensurePnpm()
  await installPackages()
  if (!build) return
  const done = existsSync(join(root, 'packages/core/dist')) ? undefined : announce('Building the packages, once')
  const { code, output } = await run('pnpm', ['exec', 'turbo', 'run', 'build', '--output-logs=errors-only'], {
    quiet: true,
    onOutput: done?.tell,
  })
  if (code !== 0) fail('The packages do not build; the messages above say why.', output)
  done?.()
}

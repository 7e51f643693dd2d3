import { parseArgs } from 'node:util'
import { LONGEST_MS } from '../base/input.ts'
import type { ControlAccess } from '../server/control/guard.ts'
import { type CostModel, REAL_COST } from '../server/cost/cost-model.ts'
import type { LinkOptions } from '../server/options.ts'

export const USAGE = `kamaki-emulator: a Synnefo cloud in one process (npx @kamaki/emulator [options])

  kamaki-emulator [options]                 serve a cloud
  kamaki-emulator export FILE --state DIR   write the cloud in DIR to FILE, as JSON (- for the standard output)
  kamaki-emulator import FILE --state DIR   put the cloud in FILE in the place of the one in DIR

  --port N         port to listen on (default 8080; 0 takes any free one)
  --host NAME      address to listen on (default 127.0.0.1)
  --https          serve HTTPS, with a certificate that is made at the start
  --ca-file FILE   where to write the authority that callers have to trust then (default: a temporary file)
  --env FILE       write where the cloud is and who its users are, as JSON
  --users N        that many users more: user1, user2 ...
  --state DIR      keep all of the cloud in DIR: it is there again the next time
  --fixture FILE   begin with the cloud that was exported to FILE
  --data DIR       keep blocks of objects in DIR, and the rest in memory
  --latency MS     wait so long before every response
  --cost real      let requests take as long as on a real Synnefo ...
  --workers N      ... with so many workers (default 2)
  --link BPS,MS    let so many bits a second pass each way, a request and its response MS on their way (1e9,10)
  --transition MS  how long background work takes, building a server for one (default 500)
  --seed-file FILE what the cloud has from the start, as YAML or JSON
  --seed N         seed of ids, tokens and passwords (default 1)
  --public-ipv6    give the public network an IPv6 subnet as well
  --control WHO    who may use the page and /_emulator: loopback (default), any, or off
  --quiet          no request log
  --version, -v    print the version
  --help, -h       this help
`

export interface Arguments {
  /** What to do with the state in place of serving it. */
  command: { name: 'export' | 'import'; file: string } | undefined
  port: number
  host: string
  https: boolean
  caFile: string | undefined
  envFile: string | undefined
  users: number
  state: string | undefined
  fixture: string | undefined
  data: string | undefined
  latencyMs: number
  cost: CostModel | undefined
  link: LinkOptions | undefined
  transitionMs: number
  seed: number
  seedFile: string | undefined
  publicIpv6: boolean
  control: ControlAccess
  quiet: boolean
  version: boolean
  help: boolean
}

const OPTIONS = {
  port: { type: 'string', default: '8080' },
  host: { type: 'string', default: '127.0.0.1' },
  https: { type: 'boolean', default: false },
  'ca-file': { type: 'string' },
  env: { type: 'string' },
  users: { type: 'string', default: '0' },
  state: { type: 'string' },
  fixture: { type: 'string' },
  data: { type: 'string' },
  latency: { type: 'string', default: '0' },
  cost: { type: 'string' },
  workers: { type: 'string' },
  link: { type: 'string' },
  transition: { type: 'string', default: '500' },
  seed: { type: 'string', default: '1' },
  'seed-file': { type: 'string' },
  'public-ipv6': { type: 'boolean', default: false },
  control: { type: 'string', default: 'loopback' },
  quiet: { type: 'boolean', default: false },
  version: { type: 'boolean', short: 'v', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

/** @throws {TypeError} naming the option that is wrong */
export function readArguments(argv: readonly string[]): Arguments {
  const args = withNegatives(argv.filter((argument) => argument !== '--'))
  for (const arg of args) requireKnown(arg)
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS })
  if (values['ca-file'] !== undefined && !values.https) throw new TypeError('--ca-file goes with --https')
  const command = commandOf(positionals)
  if (command && values.state === undefined) throw new TypeError(`${command.name} needs --state DIR`)
  for (const other of ['data', 'fixture'] as const)
    if (values.state !== undefined && values[other] !== undefined)
      throw new TypeError(
        `--${other} does not go with --state${other === 'fixture' ? '. Use: import FILE --state DIR' : ''}`,
      )
  if (values.fixture !== undefined && values['seed-file'] !== undefined)
    throw new TypeError('--seed-file does not go with --fixture, which takes the place of everything')
  return {
    command,
    port: number('port', values.port, 65_535),
    host: filled('host', values.host),
    https: values.https,
    caFile: filled('ca-file', values['ca-file']),
    envFile: filled('env', values.env),
    users: number('users', values.users, 100_000),
    state: filled('state', values.state),
    fixture: filled('fixture', values.fixture),
    data: filled('data', values.data),
    latencyMs: number('latency', values.latency, LONGEST_MS),
    cost: costModel(values.cost, values.workers),
    link: line(values.link),
    transitionMs: number('transition', values.transition, LONGEST_MS),
    seed: number('seed', values.seed),
    seedFile: filled('seed-file', values['seed-file']),
    publicIpv6: values['public-ipv6'],
    control: access(values.control),
    quiet: values.quiet,
    version: values.version,
    help: values.help,
  }
}

/** A number below zero is the value of the option before it, which says what it takes, and not an option. */
function withNegatives(argv: readonly string[]): string[] {
  const args: string[] = []
  for (const arg of argv)
    if (/^-[\d.]/.test(arg) && /^--[^=]+$/.test(args.at(-1) ?? '')) args.push(`${args.pop()}=${arg}`)
    else args.push(arg)
  return args
}

/** @throws {TypeError} for an option that is not there, with one that looks much like it */
function requireKnown(argument: string): void {
  const [, name] = /^--([^=]+)/.exec(argument) ?? []
  if (name === undefined || Object.hasOwn(OPTIONS, name)) return
  const near = Object.keys(OPTIONS).find((known) => isNear(name, known))
  throw new TypeError(`Unknown option --${name}${near === undefined ? '' : `. Did you mean --${near}?`}`)
}

/** Does one come to be the other by a letter more, less, other or in another place, or is it the beginning of it? */
function isNear(one: string, other: string): boolean {
  if (other.startsWith(one) || one.startsWith(`${other}-`)) return true
  const [a, b] = one.length <= other.length ? [one, other] : [other, one]
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  const rest = (text: string, from: number) => text.slice(at + from)
  if (a.length < b.length) return b.length === a.length + 1 && rest(a, 0) === rest(b, 1)
  return rest(a, 1) === rest(b, 1) || (a[at] === b[at + 1] && a[at + 1] === b[at] && rest(a, 2) === rest(b, 2))
}

/** @throws {TypeError} */
function commandOf([name, file, ...more]: readonly string[]): Arguments['command'] {
  if (name === undefined) return undefined
  if (name !== 'export' && name !== 'import')
    throw new TypeError(`Unknown command "${name}". Commands: export, import; without one the cloud is served`)
  if (file === undefined || more.length > 0) throw new TypeError(`${name} takes one FILE`)
  return { name, file }
}

function filled<T extends string | undefined>(name: string, value: T): T {
  if (value === '') throw new TypeError(`--${name} must not be empty`)
  return value
}

function costModel(cost: string | undefined, workers: string | undefined): CostModel | undefined {
  if (cost !== undefined && cost !== 'real') throw new TypeError(`--cost takes real, not "${cost}"`)
  if (cost === undefined && workers !== undefined) throw new TypeError('--workers goes with --cost real')
  if (cost === undefined) return undefined
  return workers === undefined ? REAL_COST : { ...REAL_COST, workers: number('workers', workers, 1000, 1) }
}

function line(value: string | undefined): LinkOptions | undefined {
  if (value === undefined) return undefined
  const [bitsPerSecond = 0, latencyMs = -1, ...more] = value
    .split(',')
    .map((part) => (part.trim() === '' ? -1 : Number(part)))
  if (
    !Number.isFinite(bitsPerSecond) ||
    bitsPerSecond < 1 ||
    !(latencyMs >= 0 && latencyMs <= LONGEST_MS) ||
    more.length > 0
  )
    throw new TypeError(
      `--link takes bits per second from 1 and milliseconds up to ${LONGEST_MS}, such as 1e9,10, not "${value}"`,
    )
  return { bitsPerSecond, latencyMs }
}

function access(value: string): ControlAccess {
  if (value === 'loopback' || value === 'any' || value === 'off') return value
  throw new TypeError(`--control takes loopback, any or off, not "${value}"`)
}

function number(name: string, text: string, most = Number.MAX_SAFE_INTEGER, least = 0): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isInteger(value) || value < least || value > most)
    throw new TypeError(`--${name} takes a whole number from ${least} to ${most}, not "${text}"`)
  return value
}

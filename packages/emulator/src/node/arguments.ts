import { parseArgs } from 'node:util'

export const USAGE = `kamaki-emulator: a Synnefo cloud in one process (npx @kamaki/emulator [options])

  --port N         port to listen on (default 8080; 0 takes any free one)
  --host NAME      address to listen on (default 127.0.0.1)
  --env FILE       write where the cloud is and who its users are, as JSON (also: --env-file)
  --users N        that many users more: user1, user2 ...
  --data DIR       keep blocks of objects in DIR instead of in memory
  --latency MS     wait so long before every response
  --transition MS  how long background work takes, building a server for one (default 500)
  --seed N         seed of ids, tokens and passwords (default 1)
  --quiet          no request log
  --help           this help
`

export interface Arguments {
  port: number
  host: string
  envFile: string | undefined
  users: number
  data: string | undefined
  latencyMs: number
  transitionMs: number
  seed: number
  quiet: boolean
  help: boolean
}

/** @throws {TypeError} naming the option that is wrong */
export function readArguments(argv: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: argv.filter((argument) => argument !== '--'),
    options: {
      port: { type: 'string', default: '8080' },
      host: { type: 'string', default: '127.0.0.1' },
      env: { type: 'string' },
      // npx of Node 20 takes this one for its own option, and ends if there is no such file.
      'env-file': { type: 'string' },
      users: { type: 'string', default: '0' },
      data: { type: 'string' },
      latency: { type: 'string', default: '0' },
      transition: { type: 'string', default: '500' },
      seed: { type: 'string', default: '1' },
      quiet: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  return {
    port: number('port', values.port, 65_535),
    host: values.host,
    envFile: values.env ?? values['env-file'],
    users: number('users', values.users, 100_000),
    data: values.data,
    latencyMs: number('latency', values.latency),
    transitionMs: number('transition', values.transition),
    seed: number('seed', values.seed),
    quiet: values.quiet,
    help: values.help,
  }
}

function number(name: string, text: string, most = Number.MAX_SAFE_INTEGER): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isInteger(value) || value < 0 || value > most)
    throw new TypeError(
      `--${name} takes a whole number${most < Number.MAX_SAFE_INTEGER ? ` up to ${most}` : ''}, not "${text}"`,
    )
  return value
}

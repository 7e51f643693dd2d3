#!/usr/bin/env -S node --
import { renameSync, writeFileSync } from 'node:fs'
import { createEmulator } from '../server/emulator.ts'
import { type Arguments, readArguments, USAGE } from './arguments.ts'
import { DiskBlocks } from './disk-blocks.ts'
import { logLine } from './request-log.ts'

// The `--` in the first line keeps Node 20 from taking --env-file for its own option, wherever it stands.

/** Does what depends on the machine; a failure is told in a line that names the option. */
function attempt<T>(option: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    return fail(`${option}: ${(error as Error).message}`)
  }
}

function fail(message: string): never {
  process.stderr.write(`kamaki-emulator: ${message}\n`)
  process.exit(2)
}

function read(): Arguments {
  try {
    return readArguments(process.argv.slice(2))
  } catch (error) {
    fail(`${(error as Error).message}\n\n${USAGE}`)
  }
}

/** Why the cloud cannot listen, with the option that helps. */
function listenProblem(error: NodeJS.ErrnoException, { port, host }: { port: number; host: string }): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `port ${port} of ${host} is in use. Another one: --port N; any free one: --port 0`
    case 'EACCES':
      return `this user may not listen on port ${port}. One above 1023: --port N`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is not an address of this machine. Leave --host out to listen on 127.0.0.1, or say 0.0.0.0 for all addresses`
    default:
      return error.message
  }
}

async function main(args: Arguments): Promise<void> {
  const colours = process.stdout.isTTY === true
  const { data, envFile } = args
  const emulator = createEmulator({
    users: args.users,
    seed: args.seed,
    latencyMs: args.latencyMs,
    transitionMs: args.transitionMs,
    ...(data === undefined ? {} : { blocks: attempt(`--data ${data}`, () => new DiskBlocks(data)) }),
    ...(args.quiet ? {} : { onRequest: (record) => process.stdout.write(`${logLine(record, colours)}\n`) }),
  })
  const listener = await emulator
    .listen({ port: args.port, host: args.host })
    .catch((error: NodeJS.ErrnoException) => fail(listenProblem(error, args)))
  const stop = () => {
    // A second signal does not wait for requests under way.
    process.once('SIGINT', () => process.exit(130))
    process.once('SIGTERM', () => process.exit(143))
    void listener.close().then(() => process.exit(0))
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  const env = emulator.env()
  if (envFile !== undefined) {
    attempt(`--env ${envFile}`, () => {
      // Whoever waits for the file never sees half of it.
      const temporary = `${envFile}.${process.pid}`
      writeFileSync(temporary, `${JSON.stringify(env, null, 2)}\n`, { mode: 0o600 })
      renameSync(temporary, envFile)
    })
  }
  process.stdout.write(`A Synnefo cloud is at ${env.authUrl}\n`)
  if (!args.quiet) {
    for (const [name, { token }] of Object.entries(env.users).slice(0, 4))
      process.stdout.write(`  ${name.padEnd(8)} ${token}\n`)
  }
}

const args = read()
if (args.help) process.stdout.write(USAGE)
else await main(args)

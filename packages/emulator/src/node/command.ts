import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createEmulator, type Emulator } from '../server/emulator.ts'
import type { EmulatorOptions, Listener } from '../server/options.ts'
import { version } from '../server/version.ts'
import { type Arguments, readArguments, USAGE } from './arguments.ts'
import { DiskBlocks } from './disk-blocks.ts'
import { greeting } from './greeting.ts'
import { writeWhole } from './output-file.ts'
import { logLine } from './request-log.ts'
import { readSeedFile, SeedFileError } from './seed-file.ts'
import { exportState, importState, readPieces } from './state-commands.ts'

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
    fail(`${(error as Error).message}\nkamaki-emulator --help lists all options.`)
  }
}

function failSeed(file: string, error: Error): never {
  fail(
    `--seed-file ${error instanceof SeedFileError ? `cannot be used:\n${error.message}` : `${file}: ${error.message}`}`,
  )
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

/** Writes the authority that callers have to trust. @returns where */
function writeCa(ca: string, caFile: string | undefined): string {
  if (caFile !== undefined) {
    attempt(`--ca-file ${caFile}`, () => writeWhole(caFile, ca))
    return resolve(caFile)
  }
  const directory = mkdtempSync(join(tmpdir(), 'kamaki-emulator-'))
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }))
  const file = join(directory, 'ca.pem')
  writeFileSync(file, ca)
  return file
}

/** The first signal lets requests under way finish, a second one does not wait. */
function stopOnSignals(emulator: Emulator, listener: Listener): void {
  const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const
  let stopping = false
  for (const [signal, code] of Object.entries(signals))
    process.on(signal, () => {
      if (stopping) process.exit(code)
      stopping = true
      void listener
        .close()
        .then(() => emulator.close())
        .then(() => process.exit(0))
        .catch((error: Error) => fail(error.message))
    })
}

async function serve(args: Arguments): Promise<void> {
  // Whoever reads the log may leave (`| head`): the cloud goes on.
  process.stdout.on('error', () => {})
  const colours = process.stdout.isTTY === true
  const { data, envFile, fixture, seedFile, state } = args
  const contents =
    seedFile === undefined ? undefined : await readSeedFile(seedFile).catch((error: Error) => failSeed(seedFile, error))
  const options: EmulatorOptions = {
    users: args.users,
    contents,
    seed: args.seed,
    latencyMs: args.latencyMs,
    cost: args.cost,
    transitionMs: args.transitionMs,
    publicIpv6: args.publicIpv6,
    control: args.control,
    ...(data === undefined ? {} : { blocks: attempt(`--data ${data}`, () => new DiskBlocks(data)) }),
    ...(args.quiet ? {} : { onRequest: (record) => process.stdout.write(`${logLine(record, colours)}\n`) }),
    state,
  }
  const emulator = attempt(state === undefined ? 'it cannot start' : '--state', () => createEmulator(options))
  if (fixture !== undefined) {
    await open(fixture)
      .then((handle) => emulator.import(readPieces(handle)))
      .catch((error: Error) => fail(`--fixture ${fixture}: ${error.message}`))
  }
  const listener = await emulator
    .listen({ port: args.port, host: args.host, https: args.https, link: args.link })
    .catch((error: NodeJS.ErrnoException) => fail(listenProblem(error, args)))
  stopOnSignals(emulator, listener)
  const caFile = listener.ca === undefined ? undefined : writeCa(listener.ca, args.caFile)
  const env = emulator.env()
  if (envFile !== undefined) attempt(`--env ${envFile}`, () => writeWhole(envFile, `${JSON.stringify(env, null, 2)}\n`))
  process.stdout.write(greeting({ env, listener, caFile, control: args.control }))
}

/** Writes or reads the state of a cloud that is not served. */
async function carryOut({ name, file }: NonNullable<Arguments['command']>, state: string): Promise<void> {
  try {
    if (name === 'export') await exportState(file, state)
    else await importState(file, state)
  } catch (error) {
    fail(`${name} ${file} --state ${state}: ${(error as Error).message}`)
  }
}

/** What the command line says. */
export async function runCommand(): Promise<void> {
  const args = read()
  if (args.help) process.stdout.write(USAGE)
  else if (args.version) process.stdout.write(`${version}\n`)
  else if (args.command && args.state !== undefined) await carryOut(args.command, args.state)
  else await serve(args)
}

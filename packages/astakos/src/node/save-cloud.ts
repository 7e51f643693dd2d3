import { randomUUID } from 'node:crypto'
import { chmod, mkdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import {
  formatValue,
  reasonOf,
  rejectArgument,
  requireBoolean,
  requireKnownFields,
  requireObject,
  requireString,
} from '@kamaki/core/toolkit'
import { CloudConfigError } from './cloud-config-error.ts'
import { configPathOf } from './find-cloud.ts'
import { type CloudEntry, withCloud } from './kamakirc.ts'
import { readConfig } from './read-config.ts'

/** A cloud to keep. */
export interface SavedCloud {
  /** Authentication URL. */
  readonly authUrl: string
  readonly token: string
  /** File of CA certificates (PEM) to trust besides those that Node knows. It holds for all clouds of the file. */
  readonly caFile?: string | undefined
}

/** Where to keep it. */
export interface SaveCloudOptions {
  /** Makes it the one that `loadCloud()` takes when none is named. Default: only if the file names none yet. */
  readonly isDefault?: boolean | undefined
  /** Instead of `KAMAKI_CONFIG` and `~/.kamakirc`. */
  readonly configFile?: string | undefined
  /** Instead of `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
}

/**
 * Keeps URL and token of a cloud in `~/.kamakirc` (or the file that `KAMAKI_CONFIG` names), where `loadCloud(name)` and the old command find
 * them. Whatever else is in the file stays as it is. It is readable by its owner alone (0600) from then on, and is replaced at once or not
 * at all.
 *
 * @param name of the `[cloud "name"]`: letters, digits and `_ - . : ~ @ # $`, which is what kamaki can read.
 * @returns the path of the file.
 * @throws {InvalidArgumentError} for what could not be read back.
 * @throws {CloudConfigError} if there is a file that cannot be read, or written.
 */
export async function saveCloud(name: string, cloud: SavedCloud, options: SaveCloudOptions = {}): Promise<string> {
  if (!/^[\w~@#$:.-]+$/.test(requireString(name, 'name')))
    rejectArgument('name', `must consist of letters, digits and _ - . : ~ @ # $; got ${formatValue(name)}`)
  const { authUrl, token, caFile } = requireKnownFields(cloud, ['authUrl', 'token', 'caFile'], 'cloud.')
  const { isDefault = false, configFile, env = process.env } = requireObject(options, 'options')
  requireBoolean(isDefault, 'isDefault')
  if (!/^https?:\/\/[^\s]+$/i.test(requireString(authUrl, 'authUrl')) || !URL.canParse(authUrl))
    rejectArgument('authUrl', `must be an http(s) URL; got ${formatValue(authUrl)}`)
  if (!/^[\x21-\x7e]+$/.test(requireString(token, 'token')))
    rejectArgument('token', 'must not contain white space or other characters that no token has')
  if (caFile !== undefined && /[\r\n]|^\s|\s$/.test(requireString(caFile, 'caFile')))
    rejectArgument('caFile', 'must be one line without white space around it')
  const path = configPathOf(configFile, env)
  const entry = { name, authUrl, token, caFile, isDefault }
  // What others of this program save at the same time is not lost.
  const turn = last.then(() => save(path, entry))
  last = turn.catch(() => undefined)
  await turn
  return path
}

let last: Promise<unknown> = Promise.resolve()

async function save(path: string, entry: CloudEntry): Promise<void> {
  try {
    // A link stays one: what it leads to is replaced.
    const target = await realpath(path).catch(() => path)
    const before = await readConfig(target).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return ''
      throw error
    })
    await replaceFile(target, withCloud(before, entry))
  } catch (cause) {
    const reason = reasonOf(cause)
    throw new CloudConfigError(
      `Cannot save cloud ${JSON.stringify(entry.name)} in ${path}: ${reason}`,
      { lookedAt: [path] },
      { cause },
    )
  }
}

/** With those above it. Node 20's own `recursive` tries for ever where a file system has no room for a directory (`/proc`). */
async function makeDirectory(path: string): Promise<void> {
  const isThere = async () => (await stat(path).catch(() => undefined))?.isDirectory() === true
  if (await isThere()) return
  if (dirname(path) !== path) await makeDirectory(dirname(path))
  await mkdir(path).catch(async (error: unknown) => {
    if (!(await isThere())) throw error
  })
}

/** Nobody ever reads half of it, and nobody else any of it. */
async function replaceFile(path: string, content: string): Promise<void> {
  await makeDirectory(dirname(path))
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`)
  try {
    await writeFile(draft, content, { mode: 0o600, flag: 'wx' })
    await chmod(draft, 0o600)
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

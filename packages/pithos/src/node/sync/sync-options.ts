import type { RequestOptions } from '@kamaki/core'
import type { ObjectProperties } from '../../codec/write-headers.ts'
import { invalid } from '../../invalid.ts'
import type { SyncProgressListener } from './sync-progress.ts'

/** Options of both directions. `timeoutMs` and the like are for each request. */
export interface SyncOptions extends RequestOptions {
  /**
   * What the names of the objects begin with, `backup/` say; a slash at its end is added. The rest of the name is the path below the
   * directory. Default: none.
   */
  prefix?: string | undefined
  /**
   * How a file is found to be unchanged, when its size is the object's. `time` (default): if neither its size nor its times changed since
   * a sync last read it, its hash is still what it was then; else it is read. `hash`: it is read every time.
   */
  compare?: 'time' | 'hash' | undefined
  /** Also deletes, on the side that is written to, what the other side does not have. Default false. */
  delete?: boolean | undefined
  /** Only tells what would be done. Nothing is written on either side. Default false. */
  dryRun?: boolean | undefined
  /**
   * Only files that match one of these patterns (picomatch: `*.html`, `img/**`). One without a slash is about the last part of a path,
   * others about all of it. Default: all.
   */
  include?: string | readonly string[] | undefined
  /** Nothing that matches one of these, nor what is in a directory that does. What is left out is not deleted either. */
  exclude?: string | readonly string[] | undefined
  /** Files at a time. Files of more than 4 MiB go two at a time besides, each with several requests. Default 8. */
  concurrency?: number | undefined
  /**
   * What to do about failures of single files. All others are done in any case, except with `stop`, which ends at the first one. `throw`
   * (default): a SyncError then lists them; `report`: they are in the report only.
   */
  failures?: 'throw' | 'report' | 'stop' | undefined
  /**
   * Where to keep the hashes of files that were read, so that the next sync need not read them: a path, or false for nowhere. It is not
   * needed for anything else. Default: a file for each directory in the user's cache directory.
   */
  state?: string | false | undefined
  /** Keeps times of files, as metadata `mtime` (seconds since 1970) of their objects. Default true. */
  times?: boolean | undefined
  /** Keeps permissions of files, as metadata `mode` (octal). Default false. */
  modes?: boolean | undefined
  /** Also syncs directories that are empty, as objects of type `application/directory`. Default true. */
  emptyDirectories?: boolean | undefined
  onProgress?: SyncProgressListener | undefined
}

/** A file that is to be uploaded. */
export interface SyncFile {
  /** Relative to the directory, with `/` between its parts. */
  path: string
  /** Name of the object. */
  name: string
  bytes: number
}

/** Options of {@link syncUp}. */
export interface SyncUpOptions extends SyncOptions {
  /** Symbolic links: left out (`skip`, default), or taken for what they lead to, as long as that is in the directory (`follow`). */
  symlinks?: 'skip' | 'follow' | undefined
  /**
   * What a file's object is given. Default: a new object gets the type that its name suggests; of one that is replaced type, encoding,
   * disposition and metadata stay. What is returned goes over that.
   */
  properties?: ((file: SyncFile) => ObjectProperties | undefined) | undefined
}

/** Options of {@link syncDown}. */
export interface SyncDownOptions extends SyncOptions {
  /** Whether the disk tells upper from lower case in names. Default: found out by the directory's own name, or by the system. */
  caseSensitive?: boolean | undefined
}

/** Options with defaults. */
export type Settled<T extends SyncOptions> = T & {
  prefix: string
  compare: 'time' | 'hash'
  concurrency: number
  failures: 'throw' | 'report' | 'stop'
}

function oneOf<T extends string>(value: T | undefined, values: readonly T[], parameter: string): void {
  if (value === undefined || values.includes(value)) return
  throw invalid(parameter, `${parameter} must be one of ${values.map((each) => `'${each}'`).join(', ')}`)
}

/** Defaults filled in, values checked. */
export function settleSyncOptions<T extends SyncOptions & { symlinks?: 'skip' | 'follow' | undefined }>(
  options: T,
): Settled<T> {
  const { prefix = '', compare = 'time', concurrency = 8, failures = 'throw', state } = options
  // Listings drop leading slashes of a prefix.
  if (prefix.startsWith('/')) throw invalid('prefix', 'prefix must not begin with a slash')
  if (/[\n\0]/.test(prefix)) throw invalid('prefix', 'prefix may hold neither a line feed nor a NUL')
  oneOf(compare, ['time', 'hash'], 'compare')
  oneOf(failures, ['throw', 'report', 'stop'], 'failures')
  oneOf(options.symlinks, ['skip', 'follow'], 'symlinks')
  if (state === '') throw invalid('state', 'state must be the path of a file, or false')
  if (!Number.isSafeInteger(concurrency) || concurrency < 1)
    throw invalid('concurrency', 'concurrency must be a positive integer')
  const whole = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`
  return { ...options, prefix: whole, compare, concurrency, failures }
}

import type { RequestOptions } from '@kamaki/core'
import {
  formatValue,
  type OptionNames,
  pickRequestOptions,
  rejectArgument,
  requestOptionNames,
  requireArray,
  requireBoolean,
  requireKnownOptions,
  requireNonNegativeInteger,
  requireObject,
  requireOneOf,
  requirePositiveInteger,
  requireString,
} from '@kamaki/core/toolkit'
import type { PithosContainer } from '../../handles/pithos-container.ts'
import type { ObjectProperties } from '../../model/object.ts'
import type { DownloadOptions } from '../../transfer/download/options.ts'
import { requirePath } from '../files/file-error.ts'
import { objectNameProblem } from './object-name.ts'
import type { SyncProgressListener } from './sync-progress.ts'
import type { SyncAction, SyncFailure, SyncSkip } from './sync-report.ts'

/** Options of both directions. `timeoutMs` is the limit of the whole sync. */
export interface SyncOptions extends RequestOptions {
  /**
   * What the names of the objects begin with, `backup/` say; a slash at its end is added. The rest of the name is the path below the
   * directory. Default: none.
   */
  readonly prefix?: string | undefined
  /**
   * How a file is found to be unchanged, when its size is the object's. `time` (default): if neither its size nor its times changed since
   * a sync last read it, its hash is still what it was then; else it is read. `hash`: it is read every time.
   */
  readonly compare?: 'time' | 'hash' | undefined
  /**
   * Also deletes, on the side that is written to, what the other side does not have. Never what is excluded, what the other side cannot
   * hold (see `skipped` of the report), nor anything when something failed. Default false.
   */
  readonly delete?: boolean | undefined
  /**
   * With `delete`: goes on if the side that is read has no files at all, and so everything on the other one is deleted. Default false: that
   * is a TransferError before anything is changed, since mostly a prefix is mistyped, or a disk not mounted.
   */
  readonly allowEmpty?: boolean | undefined
  /**
   * With `delete`: most files and directories to delete. If there are more it is a TransferError before anything is changed. An integer of 0
   * or more, or Infinity. Default Infinity.
   */
  readonly maxDelete?: number | undefined
  /** Only reports what would be done. Nothing is written on either side. Default false. */
  readonly dryRun?: boolean | undefined
  /**
   * Only files that match one of these patterns (picomatch: `*.html`, `img/**`). One without a slash is about the last part of a path,
   * others about all of it. Default: all.
   */
  readonly include?: string | readonly string[] | undefined
  /**
   * Nothing that matches one of these, nor what is in a directory that does. What is excluded is not deleted either. A pattern that can match
   * nothing, or lacks a bracket, is an InvalidArgumentError: a backslash makes a bracket a character like others.
   */
  readonly exclude?: string | readonly string[] | undefined
  /**
   * Files at a time. Files of more than 4 MiB go two at a time besides, each with several requests. Default: found out, from 4 to 32, by how
   * long the cloud takes.
   */
  readonly concurrency?: number | undefined
  /**
   * What to do about failures of single files. All others are done in any case, except with `stop`, which ends at the first one. `throw`
   * (default): a SyncError then lists them; `report`: they are in the report only.
   */
  readonly failures?: 'throw' | 'report' | 'stop' | undefined
  /**
   * Where to keep the hashes of files that were read, so that the next sync need not read them: a path, or false for nowhere. It is not
   * needed for anything else. Default: a file for each directory in the user's cache directory. A path that has something else than a state, or
   * where no file can be created, is a TransferError, in a dry run too.
   */
  readonly state?: string | false | undefined
  /** Keeps times of files, as metadata `mtime` (seconds since 1970) of their objects. Default true. */
  readonly times?: boolean | undefined
  /** Keeps permissions of files, as metadata `mode` (octal). Default false. */
  readonly modes?: boolean | undefined
  /** Also syncs directories that are empty, as objects of type `application/directory`. Default true. */
  readonly emptyDirectories?: boolean | undefined
  readonly onProgress?: SyncProgressListener | undefined
  /**
   * Called with each action that has been done (in a dry run: would be), as it ends. What this or the two below throw, or what their
   * promises reject with, ends the sync; the promises are not waited for.
   */
  readonly onAction?: ((action: SyncAction) => void) | undefined
  /** Called for whatever is left alone for a reason. */
  readonly onSkip?: ((skip: SyncSkip) => void) | undefined
  /** Called for whatever fails. */
  readonly onFailure?: ((failure: SyncFailure) => void) | undefined
  /**
   * Most actions, and skipped and failed files, that the report lists each. `counts` of the report counts all of them, and `onAction`, `onSkip`
   * and `onFailure` are called for each. An integer of 0 or more, or Infinity. Default 10000.
   */
  readonly reportLimit?: number | undefined
}

/** A file that is to be uploaded. */
export interface SyncFile {
  /** Relative to the directory, with `/` between its parts. */
  readonly path: string
  /** Name of the object. */
  readonly name: string
  readonly bytes: number
}

/** Options of {@link syncUp}. */
export interface SyncUpOptions extends SyncOptions {
  /** Symbolic links: skipped (`skip`, default), or taken for what they lead to, as long as that is in the directory (`follow`). */
  readonly symlinks?: 'skip' | 'follow' | undefined
  /**
   * What a file's object is given. Default: a new object gets the type that its name suggests; of one that is replaced type, encoding,
   * disposition and metadata stay. What is returned, or promised, goes over that. What it throws, or rejects with, ends the sync.
   */
  readonly properties?:
    | ((file: SyncFile) => ObjectProperties | undefined | Promise<ObjectProperties | undefined>)
    | undefined
}

/** Options of {@link syncDown}. */
export interface SyncDownOptions extends SyncOptions {
  /** Whether names on the disk are case-sensitive. Default: found out by the directory's own name, or by the system. */
  readonly caseSensitive?: boolean | undefined
  /** What to do about objects whose last block cannot be verified: as for {@link DownloadOptions}. Default `reject`. */
  readonly unverified?: DownloadOptions['unverified']
}

/** Options with defaults. */
export type SyncSettings<T extends SyncOptions> = T & {
  readonly prefix: string
  readonly compare: 'time' | 'hash'
  readonly failures: 'throw' | 'report' | 'stop'
  readonly reportLimit: number
}

const commonNames: OptionNames<SyncOptions> = {
  ...{
    ...requestOptionNames,
    prefix: true,
    compare: true,
    delete: true,
    allowEmpty: true,
    maxDelete: true,
    dryRun: true,
  },
  ...{ include: true, exclude: true, concurrency: true, failures: true, state: true, times: true, modes: true },
  ...{ emptyDirectories: true, onProgress: true, onAction: true, onSkip: true, onFailure: true, reportLimit: true },
}

/** The names of the options of {@link syncUp}. */
export const syncUpNames: OptionNames<SyncUpOptions> = { ...commonNames, symlinks: true, properties: true }
/** The names of the options of {@link syncDown}. */
export const syncDownNames: OptionNames<SyncDownOptions> = { ...commonNames, caseSensitive: true, unverified: true }

/** Checks what is the same for every option of a kind: wrong types would not be noticed, and `dryRun: 'yes'` would not be a dry run. */
function requireTypes(
  options: SyncOptions & Pick<SyncUpOptions, 'properties'> & Pick<SyncDownOptions, 'caseSensitive'>,
): void {
  requireObject(options, 'options')
  const { delete: remove, dryRun, allowEmpty, times, modes, emptyDirectories, caseSensitive } = options
  const switches = { delete: remove, dryRun, allowEmpty, times, modes, emptyDirectories, caseSensitive }
  for (const [name, value] of Object.entries(switches)) if (value !== undefined) requireBoolean(value, name)
  const { onProgress, onAction, onSkip, onFailure, properties, include, exclude } = options
  for (const [name, value] of Object.entries({ onProgress, onAction, onSkip, onFailure, properties })) {
    if (value !== undefined && typeof value !== 'function')
      rejectArgument(name, `must be a function; got ${formatValue(value)}`)
  }
  for (const [name, value] of Object.entries({ include, exclude })) {
    if (value === undefined) continue
    for (const pattern of typeof value === 'string' ? [value] : requireArray(value, name)) requireString(pattern, name)
  }
}

/** Defaults filled in, values checked. */
export function syncSettings<
  T extends SyncOptions & Pick<SyncUpOptions, 'symlinks'> & Pick<SyncDownOptions, 'unverified'>,
>(given: T, names: OptionNames<T>): SyncSettings<T> {
  const options = requireKnownOptions<T>(given, names)
  requireTypes(options)
  pickRequestOptions(options)
  const {
    prefix = '',
    compare = 'time',
    concurrency,
    failures = 'throw',
    state,
    maxDelete,
    reportLimit = 10_000,
  } = options
  requireString(prefix, 'prefix', { allowEmpty: true })
  // Lists drop leading slashes of a prefix.
  if (prefix.startsWith('/')) rejectArgument('prefix', 'must not begin with a slash')
  const problem = objectNameProblem(prefix)
  if (problem !== undefined) rejectArgument('prefix', `cannot begin the name of an object: ${problem}`)
  if (state !== undefined && state !== false) {
    if (typeof state !== 'string' || state === '' || state.includes('\0'))
      rejectArgument('state', `must be the path of a file, or false; got ${formatValue(state)}`)
  }
  for (const [name, limit] of Object.entries({ maxDelete, reportLimit })) {
    if (limit !== undefined && limit !== Number.POSITIVE_INFINITY) requireNonNegativeInteger(limit, name)
  }
  if (concurrency !== undefined) requirePositiveInteger(concurrency, 'concurrency')
  requireOneOf(options.symlinks ?? 'skip', ['skip', 'follow'], 'symlinks')
  requireOneOf(options.unverified ?? 'reject', ['reject', 'accept'], 'unverified')
  const whole = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`
  return {
    ...options,
    prefix: whole,
    compare: requireOneOf(compare, ['time', 'hash'], 'compare'),
    failures: requireOneOf(failures, ['throw', 'report', 'stop'], 'failures'),
    reportLimit,
  }
}

/** Rejects what is not a directory's path, not a container, and arguments the other way round. Returns the path. */
export function requireEnds(directory: string | URL, container: PithosContainer, order: string): string {
  if (typeof directory !== 'string' && !(directory instanceof URL))
    rejectArgument('directory', `must be a path or a file: URL; got ${formatValue(directory)}. Call ${order}`)
  if (typeof container?.object !== 'function' || typeof container.info !== 'function') {
    rejectArgument(
      'container',
      `must be a PithosContainer, such as pithos.container(name); got ${formatValue(container)}. Call ${order}`,
    )
  }
  return requirePath(directory, 'directory')
}

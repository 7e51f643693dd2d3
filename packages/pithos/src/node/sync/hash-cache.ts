import { randomBytes } from 'node:crypto'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { TransferError } from '@kamaki/core'
import type { BlockFormat } from '../../model/hashmap.ts'
import { describeKind, lookAt, openRegular } from '../files/regular-file.ts'
import { type FileIdentity, sameIdentity } from './local-file.ts'

/** What is known of a file, as long as nothing about it changes. */
export interface Remembered {
  /** Root hash of its content. */
  hash?: string | undefined
  /** The version of an object that it was made from, where that object's hash is not that of its content. */
  from?: string | undefined
}

type Entry = FileIdentity & Remembered

/** How often what was found out is written down while a sync is under way. */
const saveEveryMs = 5_000

/**
 * Whether content that is read from `readAt` on is surely what these times belong to. A change within the same tick of the file system's
 * clock would leave no trace: ticks are some milliseconds, or up to two seconds where times are whole seconds.
 */
export function isSettled(identity: FileIdentity, readAt: number): boolean {
  const coarse = identity.ctimeNs % 1_000_000_000n === 0n
  const newest = Math.max(Number(identity.ctimeNs / 1_000_000n), Number(identity.mtimeNs / 1_000_000n))
  return newest + (coarse ? 2_000 : 20) < readAt
}

function readEntry(text: unknown): Entry | undefined {
  if (!Array.isArray(text)) return undefined
  const [size, mtime, ctime, ino, hash, from] = text as unknown[]
  const isCount = (value: unknown): value is string => typeof value === 'string' && /^-?\d{1,20}$/.test(value)
  if (!Number.isSafeInteger(size) || !isCount(mtime) || !isCount(ctime) || !isCount(ino)) return undefined
  return {
    size: Number(size),
    mtimeNs: BigInt(mtime),
    ctimeNs: BigInt(ctime),
    ino: BigInt(ino),
    hash: typeof hash === 'string' ? hash : undefined,
    from: typeof from === 'string' ? from : undefined,
  }
}

async function readState(file: string): Promise<string> {
  const { handle, stats } = await openRegular(file, { follow: true })
  try {
    // Wrong hashes would keep files from being synchronised: those of another user are not trusted.
    if (stats.uid !== BigInt(process.geteuid?.() ?? stats.uid)) return ''
    return await handle.readFile('utf8')
  } finally {
    await handle.close()
  }
}

/** Hashes of files that were read before. Losing it costs reading them again, no more. */
export class HashCache {
  readonly #file: string | undefined
  readonly #format: BlockFormat
  readonly #entries = new Map<string, Entry>()
  #changed = false
  #savedAt = performance.now()
  #saving: Promise<void> | undefined

  private constructor(file: string | undefined, format: BlockFormat) {
    this.#file = file
    this.#format = format
  }

  /** Opens what an earlier sync left; what cannot be read, or is about other blocks, is as good as nothing. */
  static async open(file: string | undefined, format: BlockFormat): Promise<HashCache> {
    const cache = new HashCache(file, format)
    if (file === undefined) return cache
    const present = await lookAt(file).catch(() => undefined)
    if (present?.isFile() === false && !present.isSymbolicLink()) {
      throw new TransferError(`The state '${file}' is ${describeKind(present)}. Name a file, or pass state: false`)
    }
    try {
      const { version, blockSize, blockHash, files } = JSON.parse(await readState(file))
      if (version !== 1 || blockSize !== format.blockSize || blockHash !== format.blockHash) return cache
      for (const [path, text] of Object.entries(files)) {
        const entry = readEntry(text)
        if (entry !== undefined) cache.#entries.set(path, entry)
      }
    } catch {
      cache.#entries.clear()
    }
    return cache
  }

  /** What is known of a file that is just so. */
  recall(path: string, identity: FileIdentity): Remembered {
    const entry = this.#entries.get(path)
    return entry !== undefined && sameIdentity(entry, identity) ? { hash: entry.hash, from: entry.from } : {}
  }

  keep(path: string, { size, mtimeNs, ctimeNs, ino }: FileIdentity, known: Remembered): void {
    this.#entries.set(path, { size, mtimeNs, ctimeNs, ino, ...known })
    this.#changed = true
  }

  forget(path: string): void {
    if (this.#entries.delete(path)) this.#changed = true
  }

  /** Forgets what is no longer there. */
  prune(isThere: (path: string) => boolean): void {
    for (const path of this.#entries.keys()) if (!isThere(path)) this.forget(path)
  }

  /** Writes it down if it is some time since that was done. */
  async saveSometimes(): Promise<void> {
    if (this.#saving !== undefined || performance.now() - this.#savedAt < saveEveryMs) return
    await this.save()
  }

  async save(): Promise<void> {
    await this.#saving
    if (!this.#changed || this.#file === undefined) return
    this.#changed = false
    this.#saving = this.#write(this.#file).finally(() => {
      this.#saving = undefined
      this.#savedAt = performance.now()
    })
    await this.#saving
  }

  async #write(file: string): Promise<void> {
    const files: Record<string, unknown> = Object.create(null)
    for (const [path, { size, mtimeNs, ctimeNs, ino, hash, from }] of this.#entries) {
      files[path] = [size, String(mtimeNs), String(ctimeNs), String(ino), hash ?? null, from ?? null]
    }
    const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`
    try {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 })
      await writeFile(temporary, JSON.stringify({ version: 1, ...this.#format, files }), { mode: 0o600, flag: 'wx' })
      await rename(temporary, file)
    } catch {
      // The next sync reads the files again.
      await rm(temporary, { force: true }).catch(() => undefined)
    }
  }
}

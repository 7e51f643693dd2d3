import type { RequestOptions } from '@kamaki/core'
import type { Http } from '@kamaki/core/toolkit'
import { callOptions } from '../../api/call-options.ts'
import { pagedList } from '../../api/paging.ts'
import { readListPage } from '../../api/read-list.ts'
import { readContainer } from '../../codec/container.ts'
import { isObjectEntry, type ObjectEntry } from '../../codec/object.ts'
import type { BlockFormat } from '../../model/hashmap.ts'
import type { ContainerLocation } from '../../model/location.ts'
import { compareNames } from './path-order.ts'

/** An object below the prefix. */
export interface RemoteEntry {
  /** Its name without the prefix. Anything that a name can be: not checked to be a path. */
  path: string
  name: string
  isDirectory: boolean
  bytes: number
  /** Merkle root of its blocks, which of some objects is not that of the content. */
  hash: string | undefined
  uuid: string
  version: number | undefined
  contentType: string
  isAvailable: boolean
}

/** A string that is different for each version of each object. */
export function versionMark(uuid: string, version: number | undefined): string | undefined {
  return uuid === '' || version === undefined ? undefined : `${uuid}:${version}`
}

/** The names do not come in the order of their bytes: the database of this cloud sorts by a language's rules. */
export class UnorderedListError extends Error {}

/** Whether an object is a directory, by its type; what else that says does not matter. */
export function isDirectoryType(contentType: string): boolean {
  return /^application\/(?:directory|folder)\s*(?:;|$)/i.test(contentType)
}

function readEntry(entry: ObjectEntry, prefix: string): RemoteEntry {
  const { name, bytes, content_type: contentType = '' } = entry
  // Other tools mark directories by a name that ends with a slash.
  const slashed = bytes === 0 && name.endsWith('/')
  const isDirectory = bytes === 0 && (slashed || isDirectoryType(contentType))
  return {
    path: name.slice(prefix.length, isDirectory && slashed ? -1 : undefined),
    name,
    isDirectory,
    bytes,
    hash: entry.x_object_hash ?? undefined,
    uuid: entry.x_object_uuid ?? '',
    version: entry.x_object_version,
    contentType,
    isAvailable: (entry.available ?? 1) === 1,
  }
}

/** Lists are not trusted: sizes, versions and names become paths, files and messages. */
const isObject = (entry: ObjectEntry): boolean => entry.subdir === undefined && isObjectEntry(entry)

/** The objects below a prefix, page by page, the next page on its way while one is worked through. */
export class RemoteListing {
  readonly #prefix: string
  readonly #pages: AsyncIterator<readonly ObjectEntry[]>
  /** Whether all of it is read before the first entry, and sorted: for clouds that do not. */
  isSortedHere = false
  #ahead: Promise<IteratorResult<readonly ObjectEntry[]>>
  #format: BlockFormat | undefined
  #last = ''
  #count = 0
  #isRead = false
  #isOver = false

  /** Begins to ask for it. */
  constructor(http: Http, at: ContainerLocation, prefix: string, request: RequestOptions) {
    this.#prefix = prefix
    const fetch = async (marker: string | undefined): Promise<ObjectEntry[]> => {
      const query = { prefix: prefix === '' ? undefined : prefix, marker }
      const { entries, headers } = await readListPage(http, at.path, callOptions(at, request, { query }), isObject)
      this.#format ??= readContainer(at.name, headers).blocks
      return entries
    }
    this.#pages = pagedList<ObjectEntry>(fetch, ({ name }) => name, {})
      .pages()
      [Symbol.asyncIterator]()
    this.#ahead = this.#fetch()
  }

  /** How the container's content is cut into blocks. Every page of the list tells; a request of its own is not needed. */
  async format(): Promise<BlockFormat> {
    await this.#ahead
    // A list without pages was still asked for.
    return this.#format as BlockFormat
  }

  /** Whether what has not come by now is not there: all of it has been read, in one page or before the first entry. */
  get isSure(): boolean {
    return this.#isRead && (this.#count <= 1 || this.isSortedHere)
  }

  /**
   * The next entries; none at the end.
   *
   * @throws {UnorderedListError} if they do not come in the order of their names.
   */
  async next(): Promise<RemoteEntry[]> {
    if (this.isSortedHere) return this.#all()
    for (;;) {
      const page = await this.#page()
      if (page === undefined) return []
      for (const { name } of page) {
        if (compareNames(this.#last, name) >= 0) throw new UnorderedListError(name)
        this.#last = name
      }
      const entries = this.#read(page)
      if (entries.length > 0) return entries
    }
  }

  async #all(): Promise<RemoteEntry[]> {
    const all = new Map<string, RemoteEntry>()
    for (let page = await this.#page(); page !== undefined; page = await this.#page())
      for (const entry of this.#read(page)) all.set(entry.name, entry)
    return [...all.values()].sort((a, b) => compareNames(a.name, b.name))
  }

  #read(page: readonly ObjectEntry[]): RemoteEntry[] {
    const entries: RemoteEntry[] = []
    // The prefix itself is the directory that is synchronised.
    for (const entry of page) {
      if (entry.name.startsWith(this.#prefix) && entry.name !== this.#prefix)
        entries.push(readEntry(entry, this.#prefix))
    }
    return entries
  }

  async #page(): Promise<readonly ObjectEntry[] | undefined> {
    if (this.#isOver) return undefined
    const { done, value } = await this.#ahead
    this.#isOver = done === true
    if (done === true) return undefined
    this.#ahead = this.#fetch()
    return value
  }

  #fetch(): Promise<IteratorResult<readonly ObjectEntry[]>> {
    const next = this.#pages.next()
    next.then(
      ({ done }) => {
        if (done === true) this.#isRead = true
        else this.#count += 1
      },
      // Told when it is waited for.
      () => undefined,
    )
    return next
  }

  /** Lets go of the page that is on its way. */
  close(): void {
    this.#pages.return?.()?.catch(() => undefined)
  }
}

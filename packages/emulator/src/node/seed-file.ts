import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Alias, Document, LineCounter } from 'yaml'
import { Clock } from '../base/clock.ts'
import { EmulatorArgumentError, type Problem, problemsOf } from '../base/input.ts'
import { BuiltCloud } from '../server/build-cloud.ts'
import { CONTENTS } from '../server/contents/schema.ts'
import type { CloudContents } from '../server/contents/types.ts'

/** A mistake in a seed file. */
export interface SeedFileProblem {
  /** Counted from 1. */
  readonly line: number
  /** Counted from 1. */
  readonly column: number
  readonly message: string
}

/** A seed file that cannot be used. Its message has a line for each mistake. */
export class SeedFileError extends EmulatorArgumentError {
  override readonly name: string = 'SeedFileError'
  readonly file: string
  readonly problems: readonly SeedFileProblem[]

  constructor(file: string, problems: readonly SeedFileProblem[]) {
    super(file, problems.map(({ line, column, message }) => `${file}:${line}:${column} ${message}`).join('\n'))
    this.file = file
    this.problems = problems
  }
}

/**
 * Reads what a cloud is to have from the start, for `createEmulator({ contents })`, from a YAML or JSON file: `CloudContents`, in which a
 * file or an image may have `file`, a path from the seed file's folder, in place of `content`.
 * @throws {SeedFileError} telling each mistake with its line
 * @throws {Error} of Node if the file cannot be read
 */
export async function readSeedFile(file: string): Promise<CloudContents> {
  const text = readFileSync(file, 'utf8')
  // Loaded by those who have such a file.
  const yaml = await import('yaml')
  const lines = new yaml.LineCounter()
  const document = yaml.parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const broken = document.errors.map(({ pos, message }) => ({ ...position(lines, pos[0]), message }))
  if (broken.length > 0) throw new SeedFileError(file, broken)
  const value = contentsOf(
    yaml,
    document,
    (offset, message) => new SeedFileError(file, [{ ...position(lines, offset), message }]),
  )
  const problems = [...loadFiles(value, dirname(file)), ...problemsOf(CONTENTS, value)]
  const wrong = problems.length > 0 ? problems : mistakesOf(value)
  if (wrong.length === 0) return value
  const placed = wrong.map(({ path, message }) => ({ ...position(lines, offsetOf(yaml, document, path)), message }))
  throw new SeedFileError(
    file,
    placed.sort((a, b) => a.line - b.line || a.column - b.column),
  )
}

/** So many things may one alias stand for, with all that their aliases stand for. */
const MOST_ALIASES = 100

/** @throws what `wrong` returns */
function contentsOf(
  yaml: typeof import('yaml'),
  document: Document,
  wrong: (offset: number, message: string) => SeedFileError,
): CloudContents {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES }) ?? {}
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error
    const aliases: Alias[] = []
    yaml.visit(document, { Alias: (_key, alias) => void aliases.push(alias) })
    const lost = aliases.find((alias) => !alias.resolve(document))
    throw wrong(
      (lost ?? aliases[0])?.range?.[0] ?? 0,
      lost
        ? `There is no anchor &${lost.source} before this alias`
        : `Aliases of aliases stand for more than ${MOST_ALIASES} things. Write them out`,
    )
  }
}

/** What is wrong with contents that look right: a cloud is made of them, and forgotten. */
function mistakesOf(contents: CloudContents): Problem[] {
  try {
    new BuiltCloud({ contents }, new Clock({ manual: true }), () => {})
    return []
  } catch (error) {
    if (!(error instanceof EmulatorArgumentError)) throw error
    const path = error.parameter.split(/[.[\]]+/).filter((part) => part !== '')
    return [{ path: path.map((part) => (/^\d+$/.test(part) ? Number(part) : part)), message: error.message }]
  }
}

/** Puts the content of the files that are named in the place of their names. */
function loadFiles(contents: unknown, folder: string): Problem[] {
  const { images, containers } = contents as { images?: unknown; containers?: unknown }
  const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
  const places = [
    ...list(images).map((image, i) => [image, ['images', i]] as const),
    ...list(containers).flatMap((container, i) =>
      list((container as { files?: unknown } | null)?.files).map(
        (file, j) => [file, ['containers', i, 'files', j]] as const,
      ),
    ),
  ]
  return places.flatMap(([thing, path]) => {
    const { file, content } = (thing ?? {}) as { file?: unknown; content?: unknown }
    if (file === undefined) return []
    const wrong = (message: string): Problem[] => [{ path: [...path, 'file'], message }]
    Reflect.deleteProperty(thing as object, 'file')
    if (typeof file !== 'string' || file === '') return wrong('file must be a path')
    if (content !== undefined) return wrong('file and content exclude each other')
    try {
      Object.assign(thing as object, { content: new Uint8Array(readFileSync(resolve(folder, file))) })
      return []
    } catch (error) {
      return wrong(`file cannot be read: ${(error as Error).message}`)
    }
  })
}

function position(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset)
  return { line, column: col }
}

/** Where the thing at a path is in the file, or what it is missing from. */
function offsetOf(yaml: typeof import('yaml'), document: Document, path: Problem['path']): number {
  let node: unknown = document.contents
  let offset = yaml.isNode(node) ? (node.range?.[0] ?? 0) : 0
  for (const key of path) {
    if (yaml.isAlias(node)) node = node.resolve(document)
    if (yaml.isMap(node)) {
      const pair = node.items.find(
        (item) => String(yaml.isScalar(item.key) ? item.key.value : item.key) === String(key),
      )
      if (!pair) break
      offset = yaml.isNode(pair.key) ? (pair.key.range?.[0] ?? offset) : offset
      node = pair.value
    } else if (yaml.isSeq(node)) {
      node = node.items[Number(key)]
      offset = yaml.isNode(node) ? (node.range?.[0] ?? offset) : offset
    } else break
  }
  return offset
}

import { mkdir, writeFile } from 'node:fs/promises'

/** Files in a directory of the trees that are synced. */
const perDirectory = 1000

/** The bytes of each file of a tree, if nothing else is said. */
const usualBytes = 300

/** The path of a file in a tree, and the name of its object. */
export function objectName(index: number): string {
  const directory = String(Math.floor(index / perDirectory)).padStart(4, '0')
  return `d${directory}/f${String(index % perDirectory).padStart(4, '0')}.txt`
}

/** The names of the first so many. */
export function objectNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => objectName(index))
}

/** What a file of a tree holds: no two the same. */
export function contentOf(index: number, bytes: number = usualBytes): Uint8Array<ArrayBuffer> {
  const line = `file ${index} of a tree that is synced\n`
  return new TextEncoder().encode(line.repeat(Math.ceil(bytes / line.length)).slice(0, bytes))
}

/** Writes a tree of that many files. */
export async function writeTree(folder: string, files: number, bytes?: number): Promise<void> {
  for (let first = 0; first < files; first += perDirectory) {
    await mkdir(`${folder}/${objectName(first)}`.replace(/\/f\d+\.txt$/, ''), { recursive: true })
    const some = Array.from({ length: Math.min(perDirectory, files - first) }, (_, index) => first + index)
    await Promise.all(some.map((index) => writeFile(`${folder}/${objectName(index)}`, contentOf(index, bytes))))
  }
}

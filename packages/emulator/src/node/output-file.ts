import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'

/** A place for a file: what is written to `fd` gets its name with `publish`, so that nobody ever sees half of it. */
interface Place {
  readonly fd: number
  publish(): void
  discard(): void
}

/**
 * Opens a place before there is anything to write, so that whoever named a wrong one knows at once. Only this user can read the file.
 * @throws {Error} telling why there can be no such file
 */
function openPlace(file: string): Place {
  const there = statSync(file, { throwIfNoEntry: false })
  if (there?.isDirectory()) throw new Error('it is a directory. Name a file in it')
  // A pipe or a device takes what comes, and keeps its name.
  if (there && !there.isFile()) {
    const fd = openSync(file, 'w')
    return { fd, publish: () => closeSync(fd), discard: () => closeSync(fd) }
  }
  // A link goes on pointing to it.
  const target = there ? realpathSync(file) : file
  const temporary = `${target}.${process.pid}`
  const fd = openBeside(target, temporary)
  const discard = () => {
    closeSync(fd)
    rmSync(temporary, { force: true })
  }
  return {
    fd,
    publish: () => {
      fsyncSync(fd)
      closeSync(fd)
      try {
        renameSync(temporary, target)
      } catch (error) {
        rmSync(temporary, { force: true })
        throw error
      }
    },
    discard,
  }
}

function openBeside(target: string, temporary: string): number {
  try {
    return openSync(temporary, 'w', 0o600)
  } catch (error) {
    const directory = dirname(target)
    if (!existsSync(directory)) throw new Error(`the directory ${directory} does not exist. Create it first`)
    throw error
  }
}

/** Writes a file whole or not at all. @throws {Error} of the file system */
export function writeWhole(file: string, content: string): void {
  const place = openPlace(file)
  try {
    writeFileSync(place.fd, content)
  } catch (error) {
    place.discard()
    throw error
  }
  place.publish()
}

/**
 * Writes what comes in pieces, whole or not at all, also if a signal ends the process.
 * @param pieces called when the place is sure
 * @throws {Error} of the file system, or of the pieces
 */
export async function writePieces(file: string, pieces: () => AsyncIterable<Uint8Array>): Promise<void> {
  const place = openPlace(file)
  const stop = (_signal: NodeJS.Signals, number: number) => {
    place.discard()
    process.exit(128 + number)
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.once(signal, stop)
  try {
    for await (const piece of pieces())
      for (let at = 0; at < piece.length; ) at += writeSync(place.fd, piece, at, piece.length - at)
  } catch (error) {
    place.discard()
    throw error
  } finally {
    for (const signal of signals) process.off(signal, stop)
  }
  place.publish()
}

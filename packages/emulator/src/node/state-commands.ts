import { existsSync, readdirSync, rmSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createEmulator } from '../server/emulator.ts'
import { exportDirectory } from '../server/storage/export-directory.ts'
import { writePieces } from './output-file.ts'

/** `kamaki-emulator export FILE --state DIR`: what is in the directory as one file; `-` is the standard output. */
export async function exportState(file: string, directory: string): Promise<void> {
  if (file === '-') await pipeline(Readable.from(exportDirectory(directory)), process.stdout)
  else await writePieces(file, () => exportDirectory(directory))
}

/** `kamaki-emulator import FILE --state DIR`: what is in the file takes the place of what is in the directory. */
export async function importState(file: string, directory: string): Promise<void> {
  // Before there is a directory.
  const source = file === '-' ? process.stdin : readPieces(await open(file))
  const [wasThere, hadState] = [existsSync(directory), existsSync(join(directory, 'state.log'))]
  const emulator = createEmulator({ state: directory })
  try {
    await emulator.import(source)
  } catch (error) {
    await emulator.close()
    if (!hadState) removeState(directory, wasThere)
    throw error
  }
  await emulator.close()
}

/** The bytes of a file, in pieces that are worth their trips. */
export function readPieces(handle: FileHandle): AsyncIterable<Uint8Array> {
  return handle.createReadStream({ highWaterMark: 1 << 20 })
}

/** Leaves a directory as it was before there was a state in it. */
function removeState(directory: string, wasThere: boolean): void {
  if (!wasThere) rmSync(directory, { recursive: true, force: true })
  else
    for (const name of readdirSync(directory))
      if (/^(?:state\.log|blocks-\d+)$/.test(name)) rmSync(join(directory, name), { recursive: true, force: true })
}

import type { RecordLine } from '../../base/records.ts'
import { FileBlocks } from './file-blocks.ts'
import { joined, machineFiles } from './files.ts'
import { StateError } from './state-error.ts'
import { hasLog, readLog } from './state-log.ts'
import { fixturePieces } from './write-fixture.ts'

/**
 * The cloud in a state directory, in pieces, as `emulator.exportPieces()` has it. Nothing is written and nobody is kept out: an emulator that
 * uses the directory goes on.
 * @throws {StateError} no state, another format, damaged
 */
export function exportDirectory(directory: string): AsyncGenerator<Uint8Array, void, undefined> {
  const files = machineFiles()
  if (!hasLog(files, directory))
    throw new StateError('not-a-state', `${directory} holds no state of an emulator: there is no state.log in it.`)
  const { header, changes } = readLog(files, directory)
  const last = new Map<string, RecordLine>()
  for (const line of changes()) {
    const name = `${line[0]} ${line[1]}`
    if (line[2] === undefined) last.delete(name)
    else last.set(name, line)
  }
  return fixturePieces(header.blockSize, last.values(), new FileBlocks(files, joined(directory, header.blocks)))
}

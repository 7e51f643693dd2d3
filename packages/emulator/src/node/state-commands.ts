import { readFileSync } from 'node:fs'
import { createEmulator } from '../server/emulator.ts'
import { exportDirectory } from '../server/storage/export-directory.ts'
import { readFixture } from '../server/storage/fixture.ts'

/** `kamaki-emulator export FILE --state DIR`: what is in the directory as one file; `-` is the standard output. */
export async function exportState(
  file: string,
  directory: string,
  write: (file: string, content: string) => void,
): Promise<void> {
  const exported = await exportDirectory(directory)
  if (file === '-') process.stdout.write(exported)
  else write(file, exported)
}

/** `kamaki-emulator import FILE --state DIR`: what is in the file takes the place of what is in the directory. */
export async function importState(file: string, directory: string): Promise<void> {
  const exported = readFileSync(file === '-' ? 0 : file, 'utf8')
  // Before there is a directory.
  await readFixture(exported, file)
  const emulator = createEmulator({ state: directory })
  try {
    await emulator.import(exported)
  } finally {
    await emulator.close()
  }
}

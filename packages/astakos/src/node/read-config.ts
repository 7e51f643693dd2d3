import { readFile, stat } from 'node:fs/promises'

/**
 * The content of a configuration file. Nobody may ever write to a FIFO: that, and other odd things, are an error at once.
 *
 * @throws the error of the file system, or one for what is not a regular file, or is not UTF-8.
 */
export async function readConfig(path: string): Promise<string> {
  const kind = await stat(path)
  // Of a directory the file system says so itself.
  if (!kind.isFile() && !kind.isDirectory()) throw new Error('it is not a regular file')
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(path))
  } catch (error) {
    throw error instanceof TypeError ? new Error('it is not UTF-8', { cause: error }) : error
  }
}

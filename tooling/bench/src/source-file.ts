import { randomFillSync } from 'node:crypto'
import { open } from 'node:fs/promises'

/** Bytes in a block of the cloud. */
export const blockBytes: number = 4 * 2 ** 20

/** Writes a file of that size, no block of which is like another. */
export async function writeRandom(path: string, mib: number): Promise<void> {
  await using file = await open(path, 'w')
  const block = Buffer.allocUnsafe(blockBytes)
  for (let left = mib * 2 ** 20; left > 0; left -= blockBytes) {
    await file.write(randomFillSync(block), 0, Math.min(left, blockBytes))
  }
}

/** Writes a file of that size that has content in one place only: some blocks in its middle. */
export async function writeSparse(path: string, mib: number, contentMib: number): Promise<void> {
  await using file = await open(path, 'w')
  await file.truncate(mib * 2 ** 20)
  const first = Math.floor((mib - contentMib) / 8) * blockBytes
  const content = randomFillSync(Buffer.allocUnsafe(contentMib * 2 ** 20))
  await file.write(content, 0, content.length, first)
}

/** Changes a block of a file to what it never was. */
export async function changeBlock(path: string): Promise<void> {
  await using file = await open(path, 'r+')
  const { size } = await file.stat()
  const block = Math.floor(Math.random() * Math.floor(size / blockBytes))
  await file.write(randomFillSync(Buffer.allocUnsafe(64)), 0, 64, block * blockBytes)
}

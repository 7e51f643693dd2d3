import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { isCaseSensitive } from '../../../src/node/sync/case-sensitive.ts'
import { folder, harvest } from './trees.ts'

it('sees by a directory’s own name whether the disk tells case apart, and writes nothing for it', async () => {
  const { root, outside } = await folder()
  await mkdir(join(outside, 'same'))
  await mkdir(join(outside, '123'))
  await mkdir(join(outside, 'two'))
  await mkdir(join(outside, 'TWO'))
  const before = await harvest(outside)
  const sensitive = process.platform === 'linux'
  for (const platform of ['linux', 'darwin', 'win32']) {
    expect(await isCaseSensitive(root, platform)).toBe(sensitive)
    expect(await isCaseSensitive(join(outside, 'two'), platform)).toBe(sensitive)
    // Without letters, or not there yet, the name tells nothing.
    expect(await isCaseSensitive(join(outside, '123'), platform)).toBe(platform === 'linux')
    expect(await isCaseSensitive(join(outside, 'not-yet'), platform)).toBe(platform === 'linux')
  }
  expect(await harvest(outside)).toEqual(before)
  // A link under the other name is another thing, though it leads to the same one.
  await symlink('same', join(outside, 'SAME'))
  expect(await isCaseSensitive(join(outside, 'same'), 'darwin')).toBe(sensitive)
})

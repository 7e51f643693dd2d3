import { lstat, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A tree by paths: content of files, null for an empty directory. */
export type Tree = Record<string, string | Uint8Array | null>

/** An empty directory that is gone after the test; in one of its own, so that what gets out of it is seen. */
export async function folder(): Promise<{ root: string; outside: string }> {
  const outside = await realpath(await mkdtemp(join(tmpdir(), 'kamaki-sync-')))
  onTestFinished(() => rm(outside, { recursive: true, force: true }))
  const root = join(outside, 'root')
  await mkdir(root)
  return { root, outside }
}

export async function plant(root: string, tree: Tree): Promise<void> {
  for (const [path, content] of Object.entries(tree)) {
    const full = join(root, path)
    await mkdir(content === null ? full : dirname(full), { recursive: true })
    if (content !== null) await writeFile(full, content)
  }
}

/** What is on disk, in the form of a tree: content as Latin-1, empty directories as null, links and the like as what they are. */
export async function harvest(root: string, path: string = ''): Promise<Record<string, string | null>> {
  const tree: Record<string, string | null> = {}
  const names = (await readdir(join(root, path))).sort()
  if (names.length === 0 && path !== '') tree[path] = null
  for (const name of names) {
    const each = path === '' ? name : `${path}/${name}`
    const stats = await lstat(join(root, each))
    if (stats.isDirectory()) Object.assign(tree, await harvest(root, each))
    else if (stats.isFile()) tree[each] = await readFile(join(root, each), 'latin1')
    else tree[each] = stats.isSymbolicLink() ? '(link)' : '(special)'
  }
  return tree
}

import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from './execute.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const here = fileURLToPath(new URL('../', import.meta.url))

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}
const manifestOf = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

/**
 * A copy of a folder of `examples/` outside of the workspace, with what its package.json names: of this project the packed packages, as npm
 * unpacks them, and of others those that the workspace has, so that no network is needed. (`pnpm test:readme` and `pnpm release:dry` install with npm.)
 *
 * @returns the copy; whoever asked removes it.
 */
export async function install(example: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), `kamaki-${example}-`))
  cpSync(join(root, 'examples', example), folder, { recursive: true })
  const { dependencies = {}, devDependencies = {} } = manifestOf(folder)
  for (const name of Object.keys({ ...dependencies, ...devDependencies })) await provide(name, folder, here)
  return folder
}

/** Puts a package where Node finds it from `folder`, and what it depends on, too. */
async function provide(name: string, folder: string, from: string): Promise<void> {
  const target = join(folder, 'node_modules', name)
  const source = realpathSync(join(from, 'node_modules', name))
  mkdirSync(dirname(target), { recursive: true })
  if (!name.startsWith('@kamaki/')) {
    symlinkSync(source, target)
    return
  }
  mkdirSync(target)
  const tarball = join(target, 'packed.tgz')
  await run('pnpm', ['pack', '--out', tarball], source)
  await run('tar', ['-xzf', tarball, '--strip-components=1'], target)
  for (const own of Object.keys(manifestOf(target).dependencies ?? {}))
    if (!own.startsWith('@kamaki/')) await provide(own, target, source)
}

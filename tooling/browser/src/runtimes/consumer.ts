import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { clientPackages } from '../bundle.ts'
import { execute } from './execute.ts'

const packages = new URL('../../../../packages/', import.meta.url)

/** A project outside of the workspace that has installed the packed client packages, and the program of the checks. */
export interface Consumer {
  readonly program: string
  remove(): Promise<void>
}

export async function makeConsumer(): Promise<Consumer> {
  const folder = await mkdtemp(join(tmpdir(), 'kamaki-runtimes-'))
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true })
  try {
    const dependencies: Record<string, string> = {}
    for (const name of clientPackages) {
      const cwd = fileURLToPath(new URL(name, packages))
      if (!existsSync(join(cwd, 'dist/index.js'))) throw new Error(`packages/${name} is not built: pnpm build`)
      const tarball = join(folder, `${name}.tgz`)
      await execute('pnpm', ['pack', '--out', tarball], { cwd })
      dependencies[`@kamaki/${name}`] = `file:${tarball}`
    }
    const manifest = { name: 'consumer', private: true, type: 'module', dependencies, overrides: dependencies }
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifest))
    await execute('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder })
    const program = join(folder, 'program.mjs')
    await build({
      entryPoints: [fileURLToPath(new URL('program.ts', import.meta.url))],
      outfile: program,
      bundle: true,
      format: 'esm',
      platform: 'neutral',
      external: ['@kamaki/*'],
      tsconfigRaw: {},
    })
    return { program, remove }
  } catch (error) {
    await remove()
    throw error
  }
}

import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = new URL('../../../', import.meta.url)

/** The packages that talk to a cloud. */
export const clientPackages: readonly string[] = readdirSync(new URL('packages', root)).filter((name) => {
  const { dependencies } = JSON.parse(readFileSync(new URL(`packages/${name}/package.json`, root), 'utf8'))
  return name === 'core' || '@kamaki/core' in dependencies
})

const sources = Object.fromEntries(
  clientPackages.flatMap((name) => [
    [`@kamaki/${name}/toolkit`, fileURLToPath(new URL(`packages/${name}/src/toolkit.ts`, root))],
    [`@kamaki/${name}`, fileURLToPath(new URL(`packages/${name}/src/index.ts`, root))],
  ]),
)

interface Bundle {
  readonly code: string
  /** The files that are in it, from the root of the workspace. */
  readonly files: readonly string[]
}

/** Bundles a module for browsers: fails if anything that it reaches is not there in browsers, such as `node:fs`. */
export async function bundle(
  contents: string,
  { from, built = false }: { from: string; built?: boolean },
): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: fileURLToPath(root),
    stdin: { contents, resolveDir: fileURLToPath(new URL(from, root)), loader: 'ts' },
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    write: false,
    metafile: true,
    logLevel: 'silent',
    alias: built ? {} : sources,
    // The paths of tsconfig.json lead to sources.
    tsconfigRaw: {},
  })
  return { code: outputFiles[0]?.text ?? '', files: Object.keys(metafile.inputs) }
}

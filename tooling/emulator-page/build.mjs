// Bundles the page into dist/: an HTML file, a script, a style sheet. The emulator copies them into its own dist/page when it is built.
import { copyFileSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

/** Where the built page is. */
export const pageFolder = here('dist')

/** Bundles the page into `folder`, from the built packages, or from the sources of all. */
export async function buildPage(folder = pageFolder, { fromSources = false } = {}) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  await build({
    absWorkingDir: here('.'),
    entryPoints: [
      { in: 'src/main.tsx', out: 'page' },
      { in: 'src/page.css', out: 'page' },
    ],
    outdir: folder,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    // Preact is told here and not by tsconfig.json, whose paths lead to sources.
    tsconfigRaw: { compilerOptions: { jsx: 'react-jsx', jsxImportSource: 'preact' } },
    alias: fromSources ? sources : {},
    legalComments: 'eof',
    logLevel: 'warning',
  })
  for (const name of ['index.html', 'icon.svg']) copyFileSync(here(`src/${name}`), join(folder, name))
}

const sources = Object.fromEntries(
  ['core', 'astakos', 'pithos'].flatMap((name) => [
    [`@kamaki/${name}/toolkit`, here(`../../packages/${name}/src/toolkit.ts`)],
    [`@kamaki/${name}`, here(`../../packages/${name}/src/index.ts`)],
  ]),
)

if (argv[1] === fileURLToPath(import.meta.url)) await buildPage()

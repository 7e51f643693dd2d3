// pnpm bench: bundles src/ to plain JavaScript, since a compiler in the measured processes would count as theirs, and runs it on the
// built packages, as users have them.
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const folder = fileURLToPath(new URL('.', import.meta.url))
rmSync(`${folder}dist`, { recursive: true, force: true })
await build({
  absWorkingDir: folder,
  entryPoints: ['src/cli.ts', 'src/side-program.ts', 'src/cloud-program.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: 'inline',
  logLevel: 'warning',
  // The paths of tsconfig.json lead to sources.
  tsconfigRaw: {},
})
await import('./dist/cli.js')

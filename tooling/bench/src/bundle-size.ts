import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

/** The client of each package that has one, which its bundle is made for. */
export const clients: Readonly<Record<string, string>> = {
  core: 'Client',
  astakos: 'AstakosClient',
  cyclades: 'CycladesComputeClient',
  network: 'CycladesNetworkClient',
  image: 'ImageClient',
  pithos: 'PithosClient',
}

/** A bundle for browsers of one client, ky included, minified, and its source map. */
export async function bundle(packageName: string): Promise<{ code: string; map: string }> {
  const client = clients[packageName]
  const { outputFiles } = await build({
    absWorkingDir: fileURLToPath(new URL('../', import.meta.url)),
    stdin: {
      contents: `import { ${client} } from '@kamaki/${packageName}'; globalThis.client = ${client}`,
      resolveDir: fileURLToPath(new URL('../', import.meta.url)),
    },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    legalComments: 'none',
    write: false,
    sourcemap: 'external',
    outfile: '/bundle.js',
    // The paths of tsconfig.json lead to sources; what is published is what is built.
    tsconfigRaw: {},
  })
  const text = (ending: string): string => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? ''
  return { code: text('.js'), map: text('.map') }
}

/** Its size in bytes, compressed by gzip. */
export function compressed(code: string): number {
  return gzipSync(code, { level: 9 }).length
}

/** Size in kB (1,000 bytes) of a bundle for browsers of one client, ky included: minified, and compressed by gzip. */
export async function bundleKb(packageName: string): Promise<number> {
  return compressed((await bundle(packageName)).code) / 1000
}

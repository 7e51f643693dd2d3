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

/** Size in kB (1,000 bytes) of a bundle for browsers of one client, ky included: minified, and compressed by gzip. */
export async function bundleKb(packageName: string): Promise<number> {
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
    // The paths of tsconfig.json lead to sources; what is published is what is built.
    tsconfigRaw: {},
  })
  return gzipSync(outputFiles[0]?.contents ?? new Uint8Array(), { level: 9 }).length / 1000
}

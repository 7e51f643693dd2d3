/** The one way a package is built: ESM, declarations beside it, a file per entry and for what entries share, dependencies left out. */
export function library({ entry = ['src/index.ts'] } = {}) {
  return {
    entry,
    format: 'esm',
    platform: 'neutral',
    target: 'es2023',
    unbundle: false,
    dts: { sourcemap: true },
    sourcemap: true,
    clean: true,
    // A chunk keeps its name: builds that are taken from a cache leave no older ones beside it, to be published.
    hash: false,
    fixedExtension: false,
    logLevel: 'warn',
    // Only ./node entries import these; Biome sees to it.
    deps: { neverBundle: [/^node:/] },
  }
}

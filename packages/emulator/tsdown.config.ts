import { pageFolder } from '@kamaki-tooling/emulator-page'
import { library } from '@kamaki-tooling/presets/tsdown'
// What is needed before the cloud can listen goes into its files, as far as it is used: loading all of it took a fifth of the start.
import { inlinedDependencies } from './package.json' with { type: 'json' }

const preset = library({
  entry: ['src/index.ts', 'src/node/index.ts', 'src/node/listen.ts', 'src/node/bin.ts', 'src/vitest/index.ts'],
})

export default {
  // The listener keeps its name, by which package.json leaves it out of bundles for browsers.
  ...preset,
  deps: {
    ...preset.deps,
    alwaysBundle: inlinedDependencies.map((name) => new RegExp(`^${name}(?:/|$)`)),
    onlyBundle: inlinedDependencies,
  },
  outputOptions: { comments: { legal: true, annotation: true, jsdoc: false } },
  copy: [
    // The page is a bundle of other packages, of which files are copied: the emulator imports no client.
    { from: `${pageFolder}/*`, to: 'dist/page' },
    ...inlinedDependencies.map((name) => ({
      from: `node_modules/${name}/LICENSE*`,
      to: 'dist/licenses',
      rename: `${name.replaceAll('/', '-')}.txt`,
    })),
  ],
}

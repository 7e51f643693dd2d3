import { pageFolder } from '@kamaki-tooling/emulator-page'
import { library } from '@kamaki-tooling/presets/tsdown'

export default {
  // The listener keeps its name, by which package.json leaves it out of bundles for browsers.
  ...library({
    entry: ['src/index.ts', 'src/node/index.ts', 'src/node/listen.ts', 'src/node/bin.ts', 'src/vitest/index.ts'],
  }),
  // The page is a bundle of other packages, of which files are copied: the emulator imports no client.
  copy: [{ from: `${pageFolder}/*`, to: 'dist/page' }],
}

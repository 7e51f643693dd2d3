import { library } from '@kamaki-tooling/presets/tsdown'

// The listener keeps its name, by which package.json leaves it out of bundles for browsers.
const parts = library({ entry: ['src/index.ts', 'src/node/index.ts', 'src/node/listen.ts'] })

export default [
  parts,
  // The command is one file: two hundred small ones would take longer to load than the cloud takes to start.
  {
    ...library({ entry: ['src/node/bin.ts'] }),
    outDir: 'dist/node',
    dts: false,
    sourcemap: false,
    clean: false,
  },
]

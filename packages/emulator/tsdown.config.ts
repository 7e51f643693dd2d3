import { library } from '@kamaki-tooling/presets/tsdown'

const parts = library({ entry: ['src/index.ts', 'src/node/index.ts'] })

export default [
  parts,
  // The command is one file: two hundred small ones would take longer to load than the cloud takes to start.
  {
    ...library({ entry: ['src/node/bin.ts'] }),
    outDir: 'dist/node',
    unbundle: false,
    dts: false,
    sourcemap: false,
    clean: false,
  },
]

import { library } from '@kamaki-tooling/presets/tsdown'

// The listener keeps its name, by which package.json leaves it out of bundles for browsers.
export default library({
  entry: ['src/index.ts', 'src/node/index.ts', 'src/node/listen.ts', 'src/node/bin.ts', 'src/vitest/index.ts'],
})

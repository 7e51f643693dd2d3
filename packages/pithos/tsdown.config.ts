import { library } from '@kamaki-tooling/presets/tsdown'

export default {
  ...library({ entry: ['src/index.ts', 'src/node/index.ts', 'src/codec/no-more-types.ts'] }),
  // A file of its own: package.json leaves it out of bundles for browsers.
  inputOptions: { preserveEntrySignatures: 'allow-extension' },
  outputOptions: {
    minifyInternalExports: false,
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [{ name: 'more-types', test: /codec.more-types\.ts$/ }],
    },
  },
}

import { library } from '@kamaki-tooling/presets/tsdown'

const ofNode =
  /runtime.(?:node|node-dispatcher|dispatch|queued-body|content-decoding|blocked-ports|raw-content-encoding|set-aside-encoding|deno)\.ts$|transport.network-causes\.ts$|errors.caller-stack\.ts$|observe.environment\.ts$/

// It is loaded before all that it is used by, so that it can import neither that nor what imports it.
const groups = [{ name: 'node-runtime', test: ofNode }]

export default {
  ...library({
    entry: [
      'src/index.ts',
      'src/toolkit.ts',
      'src/opentelemetry.ts',
      'src/node/index.ts',
      'src/runtime/node-absent.ts',
    ],
  }),
  // What only Node needs is a file of its own, and keeps its names: package.json leaves it out of bundles for browsers.
  inputOptions: { preserveEntrySignatures: 'allow-extension' },
  outputOptions: {
    minifyInternalExports: false,
    codeSplitting: { includeDependenciesRecursively: false, groups },
  },
}

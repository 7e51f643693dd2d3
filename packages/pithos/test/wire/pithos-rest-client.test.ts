import { playPithos, playStorage, restCalls, storageCalls } from './calls.ts'
import { common, plain, rest } from './differences.ts'
import { suite } from './suite.ts'

suite(
  'PithosRestClient',
  (method) => {
    const own = restCalls[method]
    const inherited = storageCalls[method]
    if (own !== undefined) return (wireCase, options) => playPithos(wireCase, own, options)
    return inherited && ((wireCase, options) => playStorage(wireCase, inherited, options))
  },
  [...common, ...plain, ...rest],
)

import { playPithos, restCalls, storageCalls } from './calls.ts'
import { common, rest } from './differences.ts'
import { pithosCalls } from './pithos-calls.ts'
import { pithos } from './pithos-differences.ts'
import { suite } from './suite.ts'
import { transferDifferences } from './transfers.ts'

suite(
  'PithosClient',
  (method) => {
    const call = pithosCalls[method] ?? restCalls[method] ?? storageCalls[method]
    return call && ((wireCase, options) => playPithos(wireCase, call as never, options))
  },
  [...transferDifferences, ...pithos, ...common, ...rest],
)

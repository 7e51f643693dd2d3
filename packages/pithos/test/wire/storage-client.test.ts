import { playStorage, storageCalls } from './calls.ts'
import { common, plain } from './differences.ts'
import { suite } from './suite.ts'

suite(
  'StorageClient',
  (method) => {
    const call = storageCalls[method]
    return call && ((wireCase, options) => playStorage(wireCase, call, options))
  },
  [...common, ...plain],
)

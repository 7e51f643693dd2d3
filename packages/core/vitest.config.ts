import { coverageFloor, tests } from '@kamaki-tooling/presets/vitest'

// One or two below what the tests cover; the rest is for other runtimes, and tested there.
export default tests({ coverage: coverageFloor({ statements: 94, branches: 90, functions: 92, lines: 95 }) })

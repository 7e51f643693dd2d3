import { coverageFloor, tests } from '@kamaki-tooling/presets/vitest'

// One or two below what the tests cover; the rest is for other runtimes, and tested there.
export default tests({ coverage: coverageFloor({ statements: 93, branches: 89, functions: 90, lines: 95 }) })

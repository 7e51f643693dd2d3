import { tests } from '@kamaki-tooling/presets/vitest'

export default tests()

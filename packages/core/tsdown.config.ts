import { library } from '@kamaki-tooling/presets/tsdown'

export default library({ entry: ['src/index.ts', 'src/toolkit.ts', 'src/node/index.ts'] })

import { library } from '@kamaki-tooling/presets/tsdown'

export default library({ entry: ['src/index.ts', 'src/toolkit.ts', 'src/opentelemetry.ts', 'src/node/index.ts'] })

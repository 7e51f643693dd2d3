import { library } from '@kamaki-tooling/presets/tsdown'

export default library()

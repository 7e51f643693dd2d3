import * as all from '@kamaki/image'
import { survivesWrongCalls } from '@kamaki-tooling/testing'

survivesWrongCalls(all, ['retry'])

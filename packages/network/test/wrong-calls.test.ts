import * as all from '@kamaki/network'
import { survivesWrongCalls } from '@kamaki-tooling/testing'

survivesWrongCalls(all, ['retry'])

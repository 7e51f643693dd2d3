import * as all from '@kamaki/cyclades'
import { survivesWrongCalls } from '@kamaki-tooling/testing'

survivesWrongCalls(all, ['userdataUrl', 'retry'])

import * as all from '@kamaki/astakos'
import { loadCloud } from '@kamaki/astakos/node'
import { survivesWrongCalls } from '@kamaki-tooling/testing'

survivesWrongCalls(all, ['allowInsecureEndpoints', 'retry'])
survivesWrongCalls({ loadCloud }, ['authUrl', 'token', 'caFile', 'configFile', 'env', 'ignoreSsl'])

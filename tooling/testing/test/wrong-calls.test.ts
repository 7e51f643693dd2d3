import * as core from '@kamaki/core'
import * as node from '@kamaki/core/node'
import { survivesWrongCalls } from '../src/wrong-calls.ts'

survivesWrongCalls(core, ['fetch', 'retry', 'timeoutMs', 'headers', 'logger', 'hooks', 'signal', 'intervalMs'])
survivesWrongCalls(node, ['ca', 'caFile', 'cert', 'key', 'rejectUnauthorized', 'connections', 'proxy'])

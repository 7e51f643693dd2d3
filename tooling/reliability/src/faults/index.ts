import type { FaultGroup } from '../fault.ts'
import { resets, stalls } from './connections.ts'
import { endpoints, tokens } from './endpoints.ts'
import { protocol, redirected } from './protocol.ts'
import { content, framing } from './responses.ts'
import { errorBodies, retryAfter, statuses } from './statuses.ts'

export const groups: readonly FaultGroup[] = [
  statuses,
  retryAfter,
  errorBodies,
  resets,
  stalls,
  framing,
  content,
  protocol,
  redirected,
  endpoints,
  tokens,
]

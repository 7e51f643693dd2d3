import type { Clock } from '../../base/clock.ts'
import type { FaultRules } from '../../faults/rules.ts'
import type { Call } from '../../http/request.ts'
import type { BuiltCloud } from '../build-cloud.ts'
import type { Changes } from '../changes.ts'
import type { Environment } from '../environment.ts'
import type { RequestLog } from '../requests/request-log.ts'
import type { ControlAccess } from './guard.ts'

/** What the control API steers: an emulator, as seen from inside. */
export interface Controlled {
  readonly cloud: BuiltCloud
  readonly clock: Clock
  readonly faults: FaultRules
  readonly log: RequestLog
  readonly changes: Changes
  readonly access: ControlAccess
  env(): Environment
  reset(): void
  exportPieces(): AsyncIterable<Uint8Array>
  import(exported: AsyncIterable<Uint8Array>): Promise<void>
  /** Tells of an exception that is a bug. */
  report(error: unknown, call: Call): void
}

export { type BlockStore, MemoryBlocks } from './base/blocks.ts'
export { Clock, type Timer } from './base/clock.ts'
export { EmulatorArgumentError } from './base/input.ts'
export type { ActiveFault, Faults } from './faults/rules.ts'
export type { FaultRule, InjectedFault } from './faults/types.ts'
export type { OAuth2Client, UserOptions } from './identity/model.ts'
export type {
  CloudContents,
  ContainerContents,
  FileContents,
  FlavorContents,
  ImageContents,
  NetworkContents,
  ProjectContents,
  Size,
  UserContents,
} from './server/contents/types.ts'
export type { ControlAccess } from './server/control/guard.ts'
export { type CostModel, REAL_COST, type RequestCost, type Spent } from './server/cost/cost-model.ts'
export { createEmulator, type Emulator } from './server/emulator.ts'
export type { Environment, EnvironmentUser, EnvironmentUsers } from './server/environment.ts'
export type { EmulatorOptions, LinkOptions, Listener, ListenOptions } from './server/options.ts'
export {
  type AssertRequestsOptions,
  assertRequests,
  RequestMismatchError,
} from './server/requests/assert-requests.ts'
export { formatRequests } from './server/requests/format-requests.ts'
export type { RecordedBody } from './server/requests/recorded-body.ts'
export { type MatcherResult, requestMatchers } from './server/requests/request-matchers.ts'
export type { RequestPattern } from './server/requests/request-pattern.ts'
export type { RecordedMessage, RecordOptions, RequestRecord } from './server/requests/request-record.ts'
export type {
  BuildTarget,
  DeleteImageOptions,
  Diagnosis,
  ExpireTokenOptions,
  FailServerOptions,
  FailVolumeOptions,
  Scenario,
  ScenarioKind,
  Scenarios,
  ServiceName,
  SetQuotaOptions,
  StopServiceOptions,
  SuspendUserOptions,
  UserTarget,
} from './server/scenarios/types.ts'
export type { EmulatorState } from './server/state.ts'
export { StateError, type StateErrorCode } from './server/storage/state-error.ts'

import type { BuildFailure } from '../../cloud.ts'
import type { Server } from '../../compute/model.ts'
import type { InjectedFault } from '../../faults/types.ts'
import type { Call } from '../../http/request.ts'
import type { Volume } from '../../volume/model.ts'
import type { WholeCloud } from '../whole-cloud.ts'
import type { FieldName } from './fields.ts'
import type { ScenarioKind, Scenarios } from './types.ts'

/** The options of a kind of scenario. */
export type OptionsOf<K extends ScenarioKind> = NonNullable<Parameters<Scenarios[K]>[0]>

/** What a scenario does once it has been started. What is left out does not concern it. */
export interface Effects {
  /** Is nothing left to strike, or to be ended? */
  isOver(): boolean
  /** Takes back what can be taken back. */
  end?(): void
  buildBegins?(server: Server): void
  holdBuild?(server: Server, finish: () => void): boolean
  buildFailure?(server: Server): BuildFailure | undefined
  /** True: this scenario takes care of the volume, no other need be asked. */
  volumeCreated?(volume: Volume): boolean
  strike?(call: Call): InjectedFault | undefined
  /** What its starter is told beside. */
  readonly result?: Readonly<Record<string, unknown>>
}

/** What a scenario starts with. */
interface Start<O> {
  readonly cloud: WholeCloud
  readonly options: O
  /** Counts a server, volume, image, user or request that it concerns. */
  struck(): void
  /** How many it has concerned. */
  count(): number
}

export interface Kind<K extends ScenarioKind> {
  readonly title: string
  readonly required: readonly FieldName[]
  readonly optional: readonly FieldName[]
  /** @throws {EmulatorArgumentError} for what is not there */
  start(start: Start<OptionsOf<K>>): Effects
}

/** It has happened: nothing is left to strike or to be ended. */
export const DONE: Effects = { isOver: () => true }

import type * as v from 'valibot'
import { checked, rejectInput } from '../../base/input.ts'
import { Sequence } from '../../base/random.ts'
import type { BuildFailure, Incidents } from '../../cloud.ts'
import type { Server } from '../../compute/model.ts'
import type { InjectedFault } from '../../faults/types.ts'
import type { Call } from '../../http/request.ts'
import type { Volume } from '../../volume/model.ts'
import type { WholeCloud } from '../whole-cloud.ts'
import { failBuild, failServer, hangBuild } from './builds.ts'
import { describeFields, type Field, optionsSchema } from './fields.ts'
import type { Effects, Kind, OptionsOf } from './kind.ts'
import { stopService } from './stop-service.ts'
import { deleteImage, failVolume } from './storage.ts'
import type { Scenario, ScenarioKind, Scenarios } from './types.ts'
import { expireToken, renewToken, setQuota, suspendUser } from './users.ts'

const KINDS: { readonly [K in ScenarioKind]: Kind<K> } = {
  failBuild,
  hangBuild,
  failServer,
  failVolume,
  deleteImage,
  suspendUser,
  expireToken,
  renewToken,
  setQuota,
  stopService,
}

const KIND_NAMES = Object.keys(KINDS) as ScenarioKind[]

const SCHEMAS = Object.fromEntries(
  KIND_NAMES.map((kind) => [kind, optionsSchema(KINDS[kind].required, KINDS[kind].optional)]),
) as Record<ScenarioKind, v.GenericSchema>

interface Running {
  readonly scenario: Scenario
  readonly effects: Effects
}

/** What goes wrong in one cloud. */
export class ScenarioBoard implements Scenarios, Incidents {
  readonly #cloud: WholeCloud
  readonly #changed: () => void
  readonly #ids: Sequence = new Sequence()
  #running: Running[] = []

  constructor(cloud: WholeCloud, changed: () => void) {
    this.#cloud = cloud
    this.#changed = changed
  }

  failBuild: Scenarios['failBuild'] = (options = {}) => this.#start('failBuild', options)
  hangBuild: Scenarios['hangBuild'] = (options = {}) => this.#start('hangBuild', options)
  failServer: Scenarios['failServer'] = (options) => this.#start('failServer', options)
  failVolume: Scenarios['failVolume'] = (options = {}) => this.#start('failVolume', options)
  deleteImage: Scenarios['deleteImage'] = (options) => this.#start('deleteImage', options)
  suspendUser: Scenarios['suspendUser'] = (options) => this.#start('suspendUser', options)
  expireToken: Scenarios['expireToken'] = (options) => this.#start('expireToken', options)
  renewToken: Scenarios['renewToken'] = (options) =>
    this.#start('renewToken', options) as ReturnType<Scenarios['renewToken']>
  setQuota: Scenarios['setQuota'] = (options) => this.#start('setQuota', options)
  stopService: Scenarios['stopService'] = (options) => this.#start('stopService', options)

  get active(): readonly Scenario[] {
    this.#running = this.#running.filter(({ effects }) => !effects.isOver())
    return this.#running.map(({ scenario }) => scenario)
  }

  clear(): void {
    // The last one first: each restores what it found.
    for (const scenario of [...this.active].reverse()) scenario.end()
  }

  /** Starts what came as data. @throws {EmulatorArgumentError} */
  startNamed(kind: unknown, options: Readonly<Record<string, unknown>>): Scenario {
    const known = KIND_NAMES.find((name) => name === kind)
    if (!known) return rejectInput('kind', `must be one of ${KIND_NAMES.join(', ')}`)
    return this.#start(known, options as never)
  }

  #start<K extends ScenarioKind>(kind: K, given: OptionsOf<K>): Scenario {
    const options = checked(SCHEMAS[kind] as v.GenericSchema<OptionsOf<K>>, given, 'options')
    let count = 0
    const struck = () => {
      count += 1
      this.#changed()
    }
    const effects = KINDS[kind].start({ cloud: this.#cloud, options, struck, count: () => count })
    let ended = false
    const scenario: Scenario = {
      ...effects.result,
      id: this.#ids.next(),
      kind,
      options: options as Readonly<Record<string, unknown>>,
      get struck() {
        return count
      },
      get active() {
        return !ended && !effects.isOver()
      },
      end: () => {
        if (ended) return
        ended = true
        this.#running = this.#running.filter((other) => other.scenario !== scenario)
        effects.end?.()
        this.#changed()
      },
    }
    if (!effects.isOver()) this.#running.push({ scenario, effects })
    this.#changed()
    return scenario
  }

  // ---- what the cloud asks

  buildBegins(server: Server): void {
    for (const { effects } of this.#running) effects.buildBegins?.(server)
  }

  holdBuild(server: Server, finish: () => void): boolean {
    return this.#running.some(({ effects }) => effects.holdBuild?.(server, finish))
  }

  buildFailure(server: Server): BuildFailure | undefined {
    for (const { effects } of this.#running) {
      const failure = effects.buildFailure?.(server)
      if (failure) return failure
    }
    return undefined
  }

  volumeCreated(volume: Volume): void {
    this.#running.some(({ effects }) => effects.volumeCreated?.(volume))
  }

  /** The fault of a service that is away. */
  strike(call: Call): InjectedFault | undefined {
    for (const { effects } of this.#running) {
      const fault = effects.strike?.(call)
      if (fault) return fault
    }
    return undefined
  }
}

/** All kinds with their options, for a form. */
export function scenarioKinds(): { kind: string; title: string; fields: (Field & { name: string })[] }[] {
  return KIND_NAMES.map((kind) => {
    const { title, required, optional } = KINDS[kind]
    return { kind, title, fields: describeFields(required, optional) }
  })
}

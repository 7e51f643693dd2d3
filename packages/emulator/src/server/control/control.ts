import { checked, shape } from '../../base/input.ts'
import type { Call } from '../../http/request.ts'
import type { HttpResponse } from '../../http/response.ts'
import { Routes } from '../../http/routes.ts'
import { version } from '../version.ts'
import { clockOf, turnClock } from './clock.ts'
import type { Controlled } from './controlled.ts'
import { EventStreams } from './events.ts'
import { addFault, faultsOf } from './faults.ts'
import { rejectionOf } from './guard.ts'
import { overviewOf } from './overview.ts'
import { oneRequest, requestsOf } from './requests.ts'
import { bare, bodyOf, data, failure, failureOf, JSON_TYPE, NotHere, noContent } from './respond.ts'
import { endScenario, scenariosOf, startScenario } from './scenarios.ts'
import { oneUser, usersOf } from './users.ts'

const CONTROL = '/_emulator'

const NOTHING = shape({})

/** What an emulator serves beside Synnefo's API: users, requests, faults, scenarios, the clock. */
export class ControlApi {
  readonly #emulator: Controlled
  readonly #routes: Routes
  readonly #events: EventStreams

  constructor(emulator: Controlled) {
    this.#emulator = emulator
    this.#events = new EventStreams(emulator.log, emulator.changes)
    this.#routes = this.#build()
  }

  /** The response to a call below `/_emulator`; undefined for any other. */
  handle(call: Call): Promise<HttpResponse> | undefined {
    if (call.rawPath !== CONTROL && !call.rawPath.startsWith(`${CONTROL}/`)) return undefined
    return this.#emulator.access === 'off' ? undefined : this.#respond(call)
  }

  async #respond(call: Call): Promise<HttpResponse> {
    try {
      const rejection = rejectionOf(call, this.#emulator.access)
      if (rejection) return failure(rejection.status, rejection.message)
      return await this.#routes.handle(call)
    } catch (error) {
      const known = failureOf(error)
      if (known) return known
      // Whatever it is, the caller is told.
      this.#emulator.report(error, call)
      return failure(500, `This is a bug of the emulator, which its log tells more of: ${String(error)}`)
    }
  }

  /** Ends what would go on for ever: streams of events. */
  close(): void {
    this.#events.close()
  }

  #build(): Routes {
    const { log, faults, changes, clock } = this.#emulator
    const emulator = this.#emulator
    const id = (call: Call) => call.params['id'] ?? ''
    return new Routes(CONTROL, {
      notAllowed: (_call, allow) => failure(405, `Method not allowed. Allowed methods: ${allow.join(', ')}`),
    })
      .on('', { GET: () => data(200, this.#about()) })
      .on('/env', { GET: () => data(200, emulator.env()) })
      .on('/users', {
        GET: (call) => data(200, { authUrl: emulator.env().authUrl, users: usersOf(emulator.cloud, call) }),
      })
      .on('/users/:name{.+}', { GET: (call) => data(200, oneUser(emulator.cloud, call.params['name'] ?? '')) })
      .on('/overview', { GET: () => data(200, { revision: changes.revision, ...overviewOf(emulator.cloud) }) })
      .on('/requests', {
        GET: (call) => data(200, requestsOf(log, call)),
        DELETE: () => {
          log.clear()
          changes.note()
          return noContent()
        },
      })
      .on('/requests/:id', { GET: (call) => data(200, oneRequest(log, id(call))) })
      .on('/faults', {
        GET: () => data(200, { faults: faultsOf(faults) }),
        POST: async (call) => data(201, addFault(faults, await bodyOf(call))),
        DELETE: () => {
          faults.clear()
          return noContent()
        },
      })
      .on('/faults/:id', {
        DELETE: (call) => {
          const found = faults.all().find((fault) => String(fault.id) === id(call))
          if (!found) throw new NotHere(`There is no fault ${id(call)}.`)
          found.remove()
          return noContent()
        },
      })
      .on('/scenarios', {
        GET: () => data(200, scenariosOf(emulator.cloud.scenarios)),
        POST: async (call) => data(201, startScenario(emulator.cloud.scenarios, await bodyOf(call))),
        DELETE: () => {
          emulator.cloud.scenarios.clear()
          return noContent()
        },
      })
      .on('/scenarios/:id', {
        DELETE: (call) => {
          endScenario(emulator.cloud.scenarios, id(call))
          return noContent()
        },
      })
      .on('/clock', {
        GET: () => data(200, clockOf(clock)),
        POST: async (call) => {
          turnClock(clock, await bodyOf(call))
          return data(200, clockOf(clock))
        },
      })
      .on('/reset', {
        POST: async (call) => {
          checked(NOTHING, await bodyOf(call), 'body')
          emulator.reset()
          return noContent()
        },
      })
      .on('/export', {
        GET: () =>
          bare(200, emulator.exportPieces(), JSON_TYPE).set('Content-Disposition', 'attachment; filename="cloud.json"'),
      })
      .on('/import', {
        POST: async (call) => {
          await emulator.import(call.stream())
          return noContent()
        },
      })
      .on('/events', {
        // A connection of its own, which ends with the stream.
        GET: (call) => bare(200, this.#events.stream(call.signal), 'text/event-stream').set('Connection', 'close'),
      })
      .otherwise((call) => failure(404, `There is no ${call.rawPath}. See docs/emulator-control.md.`))
  }

  #about(): Record<string, unknown> {
    const { cloud, access } = this.#emulator
    return {
      version,
      origin: cloud.origin,
      authUrl: this.#emulator.env().authUrl,
      clock: clockOf(this.#emulator.clock),
      control: access,
    }
  }
}

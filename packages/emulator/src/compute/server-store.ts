import { Sequence } from '../base/random.ts'
import type { Cloud } from '../cloud.ts'
import { badRequest, buildInProgress, forbidden, itemNotFound } from '../http/fault.ts'
import type { User } from '../identity/model.ts'
import { pythonInt } from '../python/int.ts'
import { FLAVORS } from './flavors.ts'
import type { Action, Flavor, Job, Server, Servers } from './model.ts'

const NEEDS: Readonly<Partial<Record<Action, Server['operstate']>>> = {
  START: 'STOPPED',
  STOP: 'STARTED',
  RESIZE: 'STOPPED',
  RESCUE: 'STOPPED',
  UNRESCUE: 'STOPPED',
}

/** What a new server is created from. */
export interface ServerInit {
  readonly id: number
  readonly name: string
  readonly owner: string
  readonly project: string
  readonly sharedToProject: boolean
  readonly imageId: string
  readonly flavor: Flavor
  readonly keyNames: readonly string[]
  readonly metadata: ReadonlyMap<string, string>
  readonly tags: readonly string[]
  readonly helper?: boolean
}

/** The servers of the cloud. */
export class ServerStore implements Servers {
  readonly #cloud: Cloud
  readonly #byId: Map<number, Server> = new Map()
  readonly #ids: Sequence = new Sequence()
  readonly #passwords: Map<number, string> = new Map()
  #helper: Server | undefined

  constructor(cloud: Cloud) {
    this.#cloud = cloud
  }

  /** Every server there ever was, in order of id, helpers left out. */
  all(): Server[] {
    return [...this.#byId.values()].filter(({ helper }) => !helper)
  }

  find(id: number): Server | undefined {
    return this.#byId.get(id)
  }

  /** All that a user sees, deleted ones included, in order of id. */
  visible(user: User): Server[] {
    return this.all().filter((server) => this.#cloud.projects.mayUse(user, server))
  }

  get(user: User, id: unknown, options: { nonDeleted?: boolean; nonSuspended?: boolean } = {}): Server {
    const number = pythonInt(id)
    if (number === undefined) throw badRequest('Invalid server ID.')
    const server = this.#byId.get(Number(number))
    if (!server || !this.#cloud.projects.mayUse(user, server)) throw itemNotFound('Server not found.')
    if (options.nonDeleted && server.deleted) throw badRequest('Server has been deleted.')
    if (options.nonSuspended && server.suspended) throw forbidden('Administratively Suspended VM')
    return server
  }

  /** An id for a server that is about to be created. */
  nextId(): number {
    return this.#ids.next()
  }

  add(init: ServerInit): Server {
    const now = this.#cloud.clock.now()
    const server: Server = {
      ...init,
      helper: init.helper ?? false,
      metadata: new Map(init.metadata),
      tags: init.tags.map((name) => ({ name, status: 'PENDADD' })),
      operstate: 'BUILD',
      task: undefined,
      job: 0,
      busyUntil: 0,
      commission: false,
      rebooting: false,
      rescue: false,
      suspended: false,
      deleted: false,
      charged: false,
      progress: 0,
      created: now,
      updated: now,
      diagnostics: [],
    }
    this.#byId.set(server.id, server)
    return server
  }

  touch(server: Server): void {
    server.updated = this.#cloud.clock.now()
  }

  checkAction(server: Server, action: Action): void {
    if (server.deleted) throw badRequest(`Server '${server.id}' has been deleted.`)
    // Destroying is always permitted.
    if (action === 'DESTROY') return
    if (server.task === 'BUILD') throw buildInProgress(`Server '${server.id}' is being built.`)
    if (server.task) throw badRequest(`Cannot perform '${action}' action while there is a pending '${server.task}'.`)
    if (action === 'REASSIGN') return
    const { operstate } = server
    if (operstate === 'BUILD' && action !== 'BUILD') throw buildInProgress(`Server '${server.id}' is being built.`)
    const needed = NEEDS[action]
    if (operstate === 'ERROR' || (needed && operstate !== needed))
      throw badRequest(`Cannot perform '${action}' action while server is in '${operstate}' state.`)
    if (action === 'RESCUE' && server.rescue)
      throw badRequest("Cannot perform 'RESCUE' action while server is in rescue mode.")
    if (action === 'UNRESCUE' && !server.rescue)
      throw badRequest("Cannot perform 'UNRESCUE' action while server is not in rescue mode.")
  }

  runJob(server: Server, action: Action, job: Job): void {
    this.checkAction(server, action)
    this.queueJob(server, action, job)
  }

  queueJob(server: Server, action: Action, job: Job): void {
    const id = ++server.job
    const now = this.#cloud.clock.now()
    server.task = action
    server.commission = job.commission ?? false
    server.updated = now
    const step = this.#cloud.options.transitionMs
    const start = Math.max(now, server.busyUntil) + (job.begin ? step : 0)
    server.busyUntil = start + step
    const { begin } = job
    if (begin)
      this.#cloud.clock.after(start - now, () => {
        if (!server.deleted) begin()
      })
    this.#cloud.clock.after(server.busyUntil - now, () => {
      if (!server.deleted) job.done()
      if (server.job === id) {
        server.task = undefined
        server.commission = false
      }
      server.updated = this.#cloud.clock.now()
    })
  }

  helper(): Server {
    const flavor = FLAVORS[0]
    if (!flavor) throw new Error('a cloud without flavors')
    this.#helper ??= this.add({
      id: this.nextId(),
      name: 'helper',
      owner: '',
      project: '',
      sharedToProject: false,
      imageId: '',
      flavor,
      keyNames: [],
      metadata: new Map(),
      tags: [],
      helper: true,
    })
    this.#helper.operstate = 'STARTED'
    return this.#helper
  }

  /** The password that a server was created with, until it is forgotten. */
  password(server: Server): string | undefined {
    return this.#passwords.get(server.id)
  }

  setPassword(server: Server, password: string): void {
    this.#passwords.set(server.id, password)
  }

  forgetPassword(server: Server): void {
    this.#passwords.delete(server.id)
  }
}

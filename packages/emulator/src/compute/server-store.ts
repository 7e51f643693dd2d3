import { Sequence } from '../base/random.ts'
import type { Cloud } from '../cloud.ts'
import { badRequest, forbidden, itemNotFound } from '../http/fault.ts'
import type { User } from '../identity/user-store.ts'
import { pythonInt } from '../python/int.ts'
import { FLAVORS, type Flavor } from './flavors.ts'
import type { Action, Server } from './model.ts'
import { runJob } from './server-jobs.ts'

/** What a new server is made of. */
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
export class ServerStore {
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

  /** A server by id, whoever asks. */
  find(id: number): Server | undefined {
    return this.#byId.get(id)
  }

  sees(user: User, server: Server): boolean {
    if (server.owner === user.uuid) return true
    return server.sharedToProject && this.#cloud.projectsOf(user.uuid).includes(server.project)
  }

  /** All that a user sees, deleted ones included, in order of id. */
  visible(user: User): Server[] {
    return this.all().filter((server) => this.sees(user, server))
  }

  /**
   * A server that the user sees.
   * @throws {Fault} 400 if the id is no number or (with `nonDeleted`) the server is deleted, 403 if (with `nonSuspended`) it is suspended, 404
   */
  get(user: User, id: unknown, options: { nonDeleted?: boolean; nonSuspended?: boolean } = {}): Server {
    const number = pythonInt(id)
    if (number === undefined) throw badRequest('Invalid server ID.')
    const server = this.#byId.get(number)
    if (!server || !this.sees(user, server)) throw itemNotFound('Server not found.')
    if (options.nonDeleted && server.deleted) throw badRequest('Server has been deleted.')
    if (options.nonSuspended && server.suspended) throw forbidden('Administratively Suspended VM')
    return server
  }

  /** An id for a server that is about to be made. */
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

  /**
   * Has the network service's change of a server done: checks that the server can take it, shows the task, and after
   * the time that background work takes runs `done` (not if the server was deleted meanwhile).
   * @throws {Fault} 400 another task is pending, or ERROR; 409 being built
   */
  command(server: Server, action: Action, done: () => void): void {
    runJob(this.#cloud, server, action, { done })
  }

  /** The provider's server that detached volumes hang on while they are deleted. */
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

  /** The password that a server was made with, until it is forgotten. */
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

import type { Plan } from '../base/jobs.ts'
import type { Sequence } from '../base/random.ts'
import { Table } from '../base/table.ts'
import type { Cloud } from '../cloud.ts'
import { badRequest, buildInProgress, forbidden, itemNotFound } from '../http/fault.ts'
import type { User } from '../identity/model.ts'
import { pythonInt } from '../python/int.ts'
import type { Action, Flavor, JobOptions, Server, ServerJob, Servers } from './model.ts'
import { confirmedTags, defineServerJobs, type TagChange } from './server-jobs.ts'

const NEEDS: Readonly<Partial<Record<Action, Server['operstate']>>> = {
  START: 'STOPPED',
  STOP: 'STARTED',
  RESIZE: 'STOPPED',
  RESCUE: 'STOPPED',
  UNRESCUE: 'STOPPED',
}

/** Actions that decide whether a server runs. */
const POWER: ReadonlySet<Action> = new Set(['BUILD', 'START', 'STOP', 'REBOOT'])

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

/** The begin or the end of a job of a server. */
interface PlannedStep {
  readonly server: number
  readonly action: Action
  /** Number of the job among the server's. */
  readonly job: number
  readonly args: unknown
}

const END_OF_JOB = 'end of a server job'

/** The servers of the cloud. */
export class ServerStore implements Servers {
  readonly #cloud: Cloud
  readonly #byId: Table<number, Server>
  readonly #ids: Sequence
  readonly #passwords: Table<number, { readonly server: number; readonly password: string }>
  readonly #jobs: Map<string, ServerJob<unknown>> = new Map()
  readonly #planBegin: Plan<PlannedStep>
  readonly #planDone: Plan<PlannedStep>
  readonly #planTags: Plan<TagChange & { readonly server: number }>
  #helper: Server | undefined

  constructor(cloud: Cloud) {
    this.#cloud = cloud
    const { records, jobs } = cloud
    this.#byId = new Table(
      records,
      'server',
      ({ id }) => id,
      (server) => {
        if (server.helper) this.#helper = server
        // What kept its build from ending has not outlasted the process.
        if (server.task === 'BUILD' && server.busyUntil < cloud.clock.now())
          this.#planDone(0, { server: server.id, action: 'BUILD', job: server.job, args: null })
      },
    )
    this.#ids = records.sequence('server')
    this.#passwords = new Table(records, 'server password', ({ server }) => server)
    this.#planBegin = jobs.define('begin of a server job', (step) => this.#begin(step))
    this.#planDone = jobs.define(END_OF_JOB, (step) => this.#done(step))
    this.#planTags = jobs.define('tags of a server', (change) => this.#confirmTags(change))
    defineServerJobs(this, cloud)
    records.whenRead('index', () => this.#goOn())
  }

  /** What hung when the cloud was left hangs no more: no job is planned that would end it. */
  #goOn(): void {
    const planned = new Set(this.#cloud.jobs.argsOf(END_OF_JOB).map((step) => (step as PlannedStep).server))
    for (const { id, task, job } of this.#byId.values())
      if (task === 'BUILD' && !planned.has(id))
        this.#planDone(this.#cloud.options.transitionMs, { server: id, action: task, job, args: null })
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
    return this.#byId.add(server)
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

  defineJob<Args>(action: Action, job: ServerJob<Args>): void {
    this.#jobs.set(action, job as ServerJob<unknown>)
  }

  runJob(server: Server, action: Action, options?: JobOptions): void {
    this.checkAction(server, action)
    this.queueJob(server, action, options)
  }

  queueJob(server: Server, action: Action, { commission = false, args = null }: JobOptions = {}): void {
    const job = ++server.job
    const now = this.#cloud.clock.now()
    server.task = action
    server.commission = commission
    server.updated = now
    const waits = this.#jobs.get(action)?.begin !== undefined
    const step = this.#cloud.options.transitionMs
    const start = Math.max(now, server.busyUntil) + (waits ? step : 0)
    server.busyUntil = start + step
    const planned = { server: server.id, action, job, args }
    if (waits) this.#planBegin(start - now, planned)
    this.#planDone(server.busyUntil - now, planned)
  }

  #begin({ server: id, action, args }: PlannedStep): void {
    const server = this.#byId.get(id)
    if (server && !server.deleted) this.#jobs.get(action)?.begin?.(server, args)
  }

  #done(step: PlannedStep): void {
    const server = this.#byId.get(step.server)
    if (!server) return
    const finish = () => this.#finish(server, step)
    if (step.action !== 'BUILD' || !this.#cloud.incidents.holdBuild(server, finish)) finish()
  }

  #finish(server: Server, { action, job, args }: PlannedStep): void {
    // What broke meanwhile does not run again, what was built is not built twice.
    const late = server.operstate === 'ERROR' ? POWER.has(action) : action === 'BUILD' && server.operstate !== 'BUILD'
    if (!server.deleted && !late) this.#jobs.get(action)?.done(server, args)
    if (server.job === job) {
      server.task = undefined
      server.commission = false
    }
    server.updated = this.#cloud.clock.now()
  }

  /** The tags of a server have been changed: the backend confirms that later, unless the server is gone by then. */
  planTags(server: Server, change: TagChange): void {
    this.touch(server)
    this.#planTags(this.#cloud.options.transitionMs, { ...change, server: server.id })
  }

  #confirmTags({ server: id, ...change }: TagChange & { readonly server: number }): void {
    const server = this.#byId.get(id)
    if (!server || server.deleted) return
    server.tags = confirmedTags(server.tags, change)
    this.touch(server)
  }

  helper(): Server {
    const [flavor] = this.#cloud.options.flavors
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
    return this.#passwords.get(server.id)?.password
  }

  setPassword(server: Server, password: string): void {
    this.#passwords.add({ server: server.id, password })
  }

  forgetPassword(server: Server): void {
    this.#passwords.delete(server.id)
  }
}

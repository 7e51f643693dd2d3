import { conflict, forbidden, internalServerError, itemNotFound } from '../http/fault.ts'
import { pythonText } from '../python/repr.ts'
import { checkForm, type Form } from './application-form.ts'
import type { IdentityCloud } from './identity-cloud.ts'
import { wholeNumber } from './ids.ts'
import { checkAlive, NOT_ALLOWED } from './membership-rules.ts'
import { QuotaError, type User } from './model.ts'
import type { Application, ApplicationState, Project } from './project-model.ts'
import { filledLimits } from './resources.ts'

const PENDING_APP = 'astakos.pending_app'

const STATE_NAMES: Readonly<Record<ApplicationState, string>> = {
  pending: 'Pending review',
  approved: 'Approved',
  replaced: 'Replaced',
  denied: 'Denied',
  dismissed: 'Dismissed',
  cancelled: 'Cancelled',
}

export type ApplicationAction = 'approve' | 'deny' | 'dismiss' | 'cancel'
export const APPLICATION_ACTIONS: readonly string[] = ['approve', 'deny', 'dismiss', 'cancel']

/** Who may apply for projects and decide on them, and what that does. */
export class ApplicationRules {
  readonly #cloud: IdentityCloud

  constructor(cloud: IdentityCloud) {
    this.#cloud = cloud
  }

  /** Applies for a new project. */
  apply(form: Form, user: User): Application {
    const checked = checkForm(form, this.#cloud.clock.now())
    this.#charge(user, 1)
    const { owner, homepage, description, joinPolicy, leavePolicy, maxMembers } = form
    const { name, endDate } = checked
    // What the database cannot store makes the server fail.
    if (name === null || endDate === null || joinPolicy === null || leavePolicy === null || maxMembers === null) {
      this.#charge(user, -1)
      throw internalServerError()
    }
    const fields = {
      name,
      owner: owner ?? user.uuid,
      homepage: homepage ?? '',
      description: description ?? '',
      endDate,
      joinPolicy,
      leavePolicy,
      maxMembers,
      private: form.private ?? false,
    }
    const { projects } = this.#cloud
    const project = projects.add({
      ...fields,
      id: this.#cloud.random.uuid(),
      system: false,
      state: 'uninitialized',
      limits: new Map(checked.resources),
    })
    return projects.addApplication({
      ...fields,
      project,
      applicant: user.uuid,
      state: 'pending',
      startDate: checked.startDate,
      comments: form.comments,
      resources: checked.resources,
    })
  }

  /** Asks for a change of a project; nothing changes before it is approved. */
  modify(project: Project, form: Form, user: User): Application {
    if (project.owner !== user.uuid && !this.#cloud.projects.isAdmin(user)) throw forbidden(NOT_ALLOWED)
    if (project.state === 'uninitialized' || project.state === 'deleted')
      throw conflict('Cannot modify an uninitialized project.')
    const checked = checkForm(form, this.#cloud.clock.now())
    const { owner, homepage, description, joinPolicy, leavePolicy, maxMembers, comments } = form
    if (project.system && [owner, checked.name, homepage, description].some((value) => value !== null))
      throw conflict("Cannot modify fields 'owner', 'name', 'homepage', and 'description' of a system project.")
    const { projects } = this.#cloud
    const before = projects.pendingApplications(project)
    // What is replaced is released to those who had applied for it.
    const [own, others] = [
      before.filter((one) => one.applicant === user.uuid),
      before.filter((one) => one.applicant !== user.uuid),
    ]
    this.#charge(user, 1 - own.length)
    for (const other of others) this.#release(other)
    for (const replaced of before) replaced.state = 'replaced'
    return projects.addApplication({
      ...checked,
      owner,
      homepage,
      description,
      joinPolicy,
      leavePolicy,
      maxMembers,
      comments,
      private: form.private,
      project,
      applicant: user.uuid,
      state: 'pending',
    })
  }

  /** Approves, denies, dismisses or cancels a project's latest application. */
  act(action: ApplicationAction, projectId: string, applicationId: unknown, user: User): void {
    const application = this.#find(applicationId)
    const { project } = application
    if (project.id !== projectId || project.lastApplication !== application)
      throw conflict(`${application.id} is not a pending application for project ${projectId}.`)
    const own = action === 'cancel' || action === 'dismiss'
    if (!this.#cloud.projects.isAdmin(user) && !(own && application.applicant === user.uuid))
      throw forbidden(NOT_ALLOWED)
    if (application.state !== (action === 'dismiss' ? 'denied' : 'pending'))
      throw conflict(`Cannot ${action} application ${application.id} in state '${STATE_NAMES[application.state]}'`)
    if (action === 'approve') this.#checkName(project, application.name)
    if (action !== 'dismiss') this.#release(application)
    if (action === 'approve') this.#approve(application)
    else {
      application.state = action === 'deny' ? 'denied' : action === 'cancel' ? 'cancelled' : 'dismissed'
      if (own && project.state === 'uninitialized') project.state = 'deleted'
    }
  }

  /** Suspends, unsuspends, terminates or reinstates: for administrators alone. */
  setState(action: 'suspend' | 'unsuspend' | 'terminate' | 'reinstate', project: Project, user: User): void {
    if (!this.#cloud.projects.isAdmin(user)) throw forbidden(NOT_ALLOWED)
    switch (action) {
      case 'suspend':
        checkAlive(project)
        if (project.state === 'suspended') throw conflict(`Project ${project.id} is suspended.`)
        project.state = 'suspended'
        break
      case 'terminate':
        checkAlive(project)
        if (project.system) throw conflict(`Cannot terminate: ${project.id} is a system project.`)
        project.state = 'terminated'
        break
      case 'unsuspend':
        if (project.state !== 'suspended') throw conflict(`Project ${project.id} is not suspended.`)
        project.state = 'active'
        break
      case 'reinstate':
        if (project.state !== 'terminated') throw conflict(`Project ${project.id} is not terminated.`)
        this.#checkName(project, project.name)
        project.state = 'active'
        break
    }
    if (project.state !== 'active') project.deactivated = this.#cloud.clock.now()
    this.#cloud.projects.sync(project)
  }

  #approve(application: Application): void {
    const { project } = application
    application.state = 'approved'
    if (project.state === 'uninitialized') project.limits = filledLimits(project.limits)
    else {
      project.owner = application.owner ?? project.owner
      project.name = application.name ?? project.name
      project.homepage = application.homepage ?? project.homepage
      project.description = application.description ?? project.description
      project.endDate = application.endDate ?? project.endDate
      project.joinPolicy = application.joinPolicy ?? project.joinPolicy
      project.leavePolicy = application.leavePolicy ?? project.leavePolicy
      project.maxMembers = application.maxMembers ?? project.maxMembers
      project.private = application.private ?? project.private
      project.limits = new Map([...project.limits, ...application.resources])
    }
    project.state = 'active'
    this.#cloud.projects.sync(project)
  }

  #find(id: unknown): Application {
    if (id === undefined) throw internalServerError()
    const number = id === null ? undefined : wholeNumber(id)
    if (number === undefined && id !== null) throw internalServerError()
    const found = number === undefined ? undefined : this.#cloud.projects.application(Number(number))
    if (!found) throw itemNotFound(`There is no project application identified by ${pythonText(id)}.`)
    return found
  }

  #checkName(project: Project, name: string | null): void {
    const other = name === null ? undefined : this.#cloud.projects.holderOfName(name, project)
    if (other) throw conflict(`cannot approve: project with name '${name}' already exists (id: ${other.id})`)
  }

  /** An application that waits takes one unit of its applicant's quota. */
  #charge(user: User, quantity: number): void {
    const force = this.#cloud.projects.isAdmin(user)
    try {
      this.#cloud.quota.charge(user.uuid, [{ project: user.uuid, resource: PENDING_APP, quantity }], { force })
    } catch (error) {
      if (error instanceof QuotaError && error.kind === 'NoCapacityError')
        throw conflict(`You have reached the maximum number of pending project applications: ${error.limit}.`)
      throw error instanceof QuotaError ? internalServerError() : error
    }
  }

  #release(application: Application): void {
    const applicant = this.#cloud.users.byUuid(application.applicant)
    if (applicant) this.#charge(applicant, -1)
  }
}

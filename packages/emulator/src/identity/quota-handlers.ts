import { itemNotFound } from '../http/fault.ts'
import type { JsonObject } from '../http/json-body.ts'
import type { Call } from '../http/request.ts'
import { type HttpResponse, json } from '../http/response.ts'
import { componentOf, userOf } from './authenticate.ts'
import type { IdentityCloud } from './identity-cloud.ts'
import type { Component } from './model.ts'
import { USING_STATES } from './project-model.ts'
import { RESOURCES, type Resource } from './resources.ts'

/** `/resources`, `/quotas` and what components see of them. */
export class QuotaHandlers {
  readonly #cloud: IdentityCloud

  constructor(cloud: IdentityCloud) {
    this.#cloud = cloud
  }

  resources = (): HttpResponse => {
    const visible = RESOURCES.filter((resource) => resource.visible)
    return json(
      200,
      Object.fromEntries(
        visible.map(({ name, service, description, unit }) => [
          name,
          { api_visible: true, unit, ui_visible: true, description, service },
        ]),
      ),
    )
  }

  /** What a user may use and does, in each project that they are a member of. */
  quotas = (call: Call): HttpResponse => {
    const user = userOf(call, this.#cloud)
    const mine = this.#cloud.projects.membershipsOfUser(user.uuid).filter(({ state }) => USING_STATES.has(state))
    const visible = RESOURCES.filter((resource) => resource.visible)
    return json(
      200,
      Object.fromEntries(mine.map(({ project }) => [project.id, this.#counters(user.uuid, project.id, visible)])),
    )
  }

  serviceQuotas = (call: Call): HttpResponse => {
    const resources = resourcesOf(componentOf(call, this.#cloud))
    const user = call.query.get('user')
    const users = user?.split(',') ?? this.#cloud.users.all().map(({ uuid }) => uuid)
    const asked = call.query.get('project')?.split(',')
    const found: JsonObject = {}
    for (const uuid of users) {
      const own: JsonObject = {}
      for (const id of asked ?? this.#projectsOf(uuid)) {
        const counters = this.#counters(uuid, id, resources)
        if (Object.keys(counters).length > 0) own[id] = counters
      }
      if (Object.keys(own).length > 0) found[uuid] = own
    }
    if (user !== undefined && Object.keys(found).length === 0) throw itemNotFound(`No user with UUID '${user}'`)
    return json(200, found)
  }

  /** Projects that a user is or was in: all of which they hold anything. In the order in which the projects came to be. */
  #projectsOf(user: string): string[] {
    const projects = this.#cloud.projects.membershipsOfUser(user).map(({ project }) => project)
    return projects.sort((a, b) => a.number - b.number).map(({ id }) => id)
  }

  serviceProjectQuotas = (call: Call): HttpResponse => {
    const resources = resourcesOf(componentOf(call, this.#cloud))
    const project = call.query.get('project')
    const projects = project?.split(',') ?? this.#cloud.projects.all().map(({ id }) => id)
    const found: JsonObject = {}
    for (const id of projects) {
      const counters = resources.flatMap(({ name }) => {
        const whole = this.#cloud.quota.projectUsage(id, name)
        if (!whole) return []
        return [[name, { project_limit: whole.limit, project_pending: whole.pending, project_usage: whole.usage }]]
      })
      if (counters.length > 0) found[id] = Object.fromEntries(counters)
    }
    if (project !== undefined && Object.keys(found).length === 0)
      throw itemNotFound(`No project with UUID '${project}'`)
    return json(200, found)
  }

  #counters(user: string, project: string, resources: readonly Resource[]): JsonObject {
    const shown: JsonObject = {}
    for (const { name } of resources) {
      const usage = this.#cloud.quota.usage(user, project, name)
      if (!usage) continue
      shown[name] = {
        project_limit: usage.projectLimit,
        limit: usage.limit,
        project_usage: usage.projectUsage,
        usage: usage.usage,
        project_pending: usage.projectPending,
        pending: usage.pending,
      }
    }
    return shown
  }
}

function resourcesOf({ services }: Component): Resource[] {
  return RESOURCES.filter(({ service }) => services.includes(service))
}

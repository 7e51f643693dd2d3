import { itemNotFound } from '../http/fault.ts'
import { param } from '../http/path-params.ts'
import type { Call } from '../http/request.ts'
import { type HttpResponse, json } from '../http/response.ts'
import { pythonInt } from '../python/int.ts'
import type { ComputeCloud } from './compute-cloud.ts'
import { seesFlavor } from './flavors.ts'
import { flavorLinks } from './links.ts'
import type { Flavor } from './model.ts'
import { flavorsXml, flavorXml } from './xml.ts'

/** The operations on flavors. */
export class FlavorHandlers {
  readonly #cloud: ComputeCloud

  constructor(cloud: ComputeCloud) {
    this.#cloud = cloud
  }

  #list(call: Call, detail: boolean): HttpResponse {
    const user = this.#cloud.authenticate(call)
    const projects = this.#cloud.projects.ofUser(user.uuid)
    const { flavors: all } = this.#cloud.options
    let found = all.filter((flavor) => !flavor.deleted && seesFlavor(this.#cloud, user, flavor))
    const asked = call.query.get('SNF:is_public')
    if (asked) found = found.filter((flavor) => flavor.public === (asked.toLowerCase() === 'true'))
    const project = call.query.get('SNF:flavor-access')
    if (project) found = projects.includes(project) ? found.filter(({ access }) => access.includes(project)) : []
    const flavors = found.map((flavor) => (detail ? full(call, flavor, projects) : summary(call, flavor)))
    return call.format === 'xml' ? flavorsXml(flavors) : json(200, { flavors })
  }

  list = (call: Call): HttpResponse => this.#list(call, false)

  listDetail = (call: Call): HttpResponse => this.#list(call, true)

  get = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    const id = pythonInt(param(call, 'id'))
    const flavor = this.#cloud.options.flavors.find((known) => known.id === id)
    const uses = () =>
      this.#cloud.servers.all().some((server) => server.owner === user.uuid && server.flavor.id === flavor?.id)
    if (!flavor || !(seesFlavor(this.#cloud, user, flavor) || uses())) throw itemNotFound('Flavor not found.')
    const shown = full(call, flavor, this.#cloud.projects.ofUser(user.uuid))
    return call.format === 'xml' ? flavorXml(shown) : json(200, { flavor: shown })
  }

  extraSpecs = (call: Call): HttpResponse => {
    this.#cloud.authenticate(call)
    return json(200, { extra_specs: {} })
  }
}

function summary(call: Call, { id, name }: Flavor): Record<string, unknown> {
  return { id, name, links: flavorLinks(call, id) }
}

function full(call: Call, flavor: Flavor, projects: readonly string[]): Record<string, unknown> {
  return {
    ...summary(call, flavor),
    ram: flavor.ram,
    disk: flavor.disk,
    vcpus: flavor.vcpus,
    'os-flavor-access:is_public': flavor.public,
    'SNF:disk_template': flavor.volumeType.diskTemplate,
    'SNF:volume_type': flavor.volumeType.id,
    'SNF:allow_create': flavor.allowCreate,
    'SNF:flavor-access': flavor.access.filter((project) => projects.includes(project)),
  }
}

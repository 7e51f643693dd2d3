import type { Call } from '../http/request.ts'
import { empty, type HttpResponse, json } from '../http/response.ts'
import type { ComputeCloud } from './compute-cloud.ts'
import { computeUrl } from './links.ts'
import { versionsXml, versionXml } from './xml.ts'

const UPDATED = '2011-01-21T11:33:21-06:00'
const DOCS = 'http://docs.rackspacecloud.com/servers/api/v2'

/** The versions of the API, and the extensions that there are none of. */
export class VersionHandlers {
  readonly #cloud: ComputeCloud

  constructor(cloud: ComputeCloud) {
    this.#cloud = cloud
  }

  /** At the root of the API: needs no token. */
  list = (call: Call): HttpResponse => {
    const versions = [summary(call)]
    return call.format === 'xml' ? versionsXml(versions) : json(200, { versions })
  }

  get = (call: Call): HttpResponse => {
    const shown = {
      ...summary(call),
      links: [
        ...summary(call).links,
        { rel: 'describedby', type: 'application/pdf', href: `${DOCS}/cs-devguide-20110125.pdf` },
        { rel: 'describedby', type: 'application/vnd.sun.wadl+xml', href: `${DOCS}/application.wadl` },
      ],
      media_types: [
        { base: 'application/xml', type: 'application/vnd.openstack.compute.v2+xml' },
        { base: 'application/json', type: 'application/vnd.openstack.compute.v2+json' },
      ],
    }
    return call.format === 'xml' ? versionXml(shown) : json(200, { version: shown })
  }

  extensions = (call: Call): HttpResponse => {
    this.#cloud.authenticate(call)
    return json(200, { extensions: [] })
  }

  extension = (call: Call): HttpResponse => {
    this.#cloud.authenticate(call)
    return empty(404)
  }
}

function summary(call: Call) {
  return { id: 'v2.0', status: 'CURRENT', updated: UPDATED, links: [{ rel: 'self', href: `${computeUrl(call)}/` }] }
}

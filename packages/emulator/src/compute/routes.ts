import { endpointNotFound } from '../http/fault.ts'
import { DIGITS, FORMATS, NUMBER, SLASH_OR_FORMAT, SUFFIX, WORD } from '../http/path-params.ts'
import type { Call } from '../http/request.ts'
import { html } from '../http/response.ts'
import { type App, Routes } from '../http/routes.ts'
import { AdminHandlers } from './admin-handlers.ts'
import type { ComputeCloud } from './compute-cloud.ts'
import { FlavorHandlers } from './flavor-handlers.ts'
import { FloatingIpHandlers } from './floating-ip-handlers.ts'
import { GraphHandlers } from './graph-handlers.ts'
import { ImageHandlers } from './image-handlers.ts'
import { KeypairHandlers } from './keypair-handlers.ts'
import { ServerActionHandlers } from './server-action-handlers.ts'
import { ServerHandlers } from './server-handlers.ts'
import { ServerMetadataHandlers } from './server-metadata-handlers.ts'
import { ServerTagHandlers } from './server-tag-handlers.ts'
import { downloadKey, UserdataHandlers } from './userdata-handlers.ts'
import { VersionHandlers } from './version-handlers.ts'
import { VolumeAttachmentHandlers } from './volume-attachment-handlers.ts'

/** Everything of Cyclades that is not a service of its own: compute, user data, statistics and what runs beside them. */
export function computeRoutes(cloud: ComputeCloud): App {
  const parts: [string, App][] = [
    ['/cyclades/compute/v2.0', api(cloud)],
    ['/cyclades/compute', new Routes('/cyclades/compute').on('/', { GET: new VersionHandlers(cloud).list })],
    ['/cyclades/userdata', userdata(cloud)],
    ['/cyclades/admin', admin(cloud)],
    ['/cyclades/vmapi', vmapi()],
    ['/cyclades/stats', new Routes('/cyclades/stats').on('/v1.0/:kind/:name', { GET: new GraphHandlers(cloud).get })],
  ]
  return {
    handle(call: Call) {
      const path = call.path ?? call.rawPath
      const part = parts.find(([prefix]) => path === prefix || path.startsWith(`${prefix}/`))
      if (part) return part[1].handle(call)
      if (/^\/cyclades\/?$/.test(path)) return html(302, '', { Location: '/cyclades/ui/' })
      if (path.startsWith('/cyclades/ui')) return html(200)
      throw endpointNotFound()
    },
  }
}

/** What follows the last slash, whatever it is. */
const KEY = ':key{[^\\n]+}'
const ONE_SERVER = `/servers/:id{${DIGITS}}`
const ID = `[${WORD}-]+`

function api(cloud: ComputeCloud): Routes {
  const routes = new Routes('/cyclades/compute/v2.0')
  const versions = new VersionHandlers(cloud)
  routes
    .each('', ['/', '/.json', '/.xml'], { GET: versions.get })
    .each('/extensions', SLASH_OR_FORMAT, { GET: versions.extensions })
    .on(`/extensions/:alias{${ID}${SUFFIX}}`, { GET: versions.extension })
  addServers(routes, cloud)
  addServerParts(routes, cloud)
  const flavors = new FlavorHandlers(cloud)
  routes
    .each('/flavors', SLASH_OR_FORMAT, { GET: flavors.list })
    .each('/flavors/detail', FORMATS, { GET: flavors.listDetail })
    .on(`/flavors/:id${NUMBER}`, { GET: flavors.get })
    .each(`/flavors/:id{${DIGITS}}/os-extra_specs`, FORMATS, { GET: flavors.extraSpecs })
  const images = new ImageHandlers(cloud)
  const image = `/images/:id{${ID}}`
  const imageItem = { GET: images.getMetadata, PUT: images.setMetadata, DELETE: images.deleteMetadata }
  routes
    .each('/images', SLASH_OR_FORMAT, { GET: images.list, POST: images.create })
    .each('/images/detail', FORMATS, { GET: images.listDetail })
    .on(`/images/:id{${ID}${SUFFIX}}`, { GET: images.get, DELETE: images.delete })
    .each(`${image}/metadata`, FORMATS, { GET: images.metadata, POST: images.mergeMetadata })
    .on(`${image}/metadata/${KEY}`, imageItem)
  const keypairs = new KeypairHandlers(cloud)
  const ips = new FloatingIpHandlers(cloud)
  return routes
    .each('/os-keypairs', SLASH_OR_FORMAT, { GET: keypairs.list, POST: keypairs.create })
    .on('/os-keypairs/:name{[^\\n]+}', { GET: keypairs.get, DELETE: keypairs.delete })
    .each('/os-floating-ips', SLASH_OR_FORMAT, { GET: ips.list, POST: ips.create })
    .on(`/os-floating-ips/:id{[${WORD}]+${SUFFIX}}`, { GET: ips.get, DELETE: ips.delete })
}

function addServers(routes: Routes, cloud: ComputeCloud): void {
  const servers = new ServerHandlers(cloud)
  const actions = new ServerActionHandlers(cloud)
  routes
    .each('/servers', SLASH_OR_FORMAT, { GET: servers.list, POST: servers.create })
    .each('/servers/detail', FORMATS, { GET: servers.listDetail })
    .on(`/servers/:id${NUMBER}`, { GET: servers.get, PUT: servers.rename, DELETE: servers.delete })
    .on(`/servers/:id${NUMBER}/password`, { GET: servers.password, DELETE: servers.forgetPassword })
    .each(`${ONE_SERVER}/ips`, FORMATS, { GET: servers.addresses })
    .on(`${ONE_SERVER}/ips/:network{[^\\n]+}`, { GET: servers.networkAddresses })
    .each(`${ONE_SERVER}/stats`, FORMATS, { GET: servers.stats })
    .each(`${ONE_SERVER}/diagnostics`, ['', '.json'], { GET: servers.diagnostics })
    .each(`${ONE_SERVER}/action`, FORMATS, { POST: actions.act })
}

function addServerParts(routes: Routes, cloud: ComputeCloud): void {
  const metadata = new ServerMetadataHandlers(cloud)
  const tags = new ServerTagHandlers(cloud)
  const volumes = new VolumeAttachmentHandlers(cloud)
  const attachment = `${ONE_SERVER}/os-volume_attachments`
  routes
    .each(`${ONE_SERVER}/metadata`, FORMATS, { GET: metadata.list, POST: metadata.merge })
    .on(`${ONE_SERVER}/metadata/${KEY}`, { GET: metadata.get, PUT: metadata.set, DELETE: metadata.delete })
    .each(`${ONE_SERVER}/tags`, FORMATS, { GET: tags.list, PUT: tags.replace, DELETE: tags.deleteAll })
    .on(`${ONE_SERVER}/tags/:tag{[^\\n]+}`, { GET: tags.check, PUT: tags.add, DELETE: tags.delete })
    .each(attachment, ['', '.json'], { GET: volumes.list, POST: volumes.create })
    .on(`${attachment}/:volume{${DIGITS}(?:.json)?}`, { GET: volumes.get, DELETE: volumes.delete })
}

/** Below the API there are pages instead of faults. The root wants a slash. */
function pages(base: string): Routes {
  const root = (call: Call) => html(301, '', { Location: `${call.origin}${base}/` })
  return new Routes(base).on('', { '*': root }).otherwise(() => html(404))
}

function userdata(cloud: ComputeCloud): Routes {
  const keys = new UserdataHandlers(cloud)
  const { notAllowed } = keys
  return pages('/cyclades/userdata')
    .on('/keys', { GET: keys.list, POST: keys.create }, { notAllowed })
    .on('/keys/generate', { POST: keys.generate }, { notAllowed: keys.unknownMethod })
    .on('/keys/download', { '*': downloadKey })
    .on(`/keys/:id{${DIGITS}}`, { GET: keys.get, PUT: keys.update, DELETE: keys.delete }, { notAllowed })
}

function admin(cloud: ComputeCloud): Routes {
  const { stats, simple, detail } = new AdminHandlers(cloud)
  return pages('/cyclades/admin')
    .on('/stats', { GET: stats })
    .on('/stats/simple', { GET: simple })
    .on('/stats/detail', { GET: detail })
}

/** What an instance reads once while it boots. No instance ever asks here, so nothing is known. */
function vmapi(): Routes {
  return pages('/cyclades/vmapi').on('/v1.0/server-params/:uuid', { '*': () => html(404) })
}

import { DIGITS, FORMATS, WORD } from '../http/path-params.ts'
import { bareNotAllowed, html } from '../http/response.ts'
import { type App, type RouteOptions, Routes } from '../http/routes.ts'
import { SnapshotHandlers } from './snapshot-handlers.ts'
import type { VolumeCloud } from './volume-cloud.ts'
import { listVersions, VolumeHandlers } from './volume-handlers.ts'

/** Django's own 405, without a fault. */
const BARE: RouteOptions = { notAllowed: (_call, allow) => bareNotAllowed(allow) }

const SLASH_OR_JSON = ['', '/', '.json', '/.json']

/** There is no XML here. */
const NUMBER = `{${DIGITS}(?:.json)?}`

/** Block storage: the catalog's `volume`. */
export function volumeRoutes(cloud: VolumeCloud): App {
  const routes = new Routes('/cyclades/volume').on('/', { GET: listVersions })
  for (const version of ['/v2.0', '/v2']) {
    addVolumes(routes, cloud, version)
    addSnapshots(routes, cloud, version)
  }
  return routes
}

function addVolumes(routes: Routes, cloud: VolumeCloud, base: string): void {
  const volumes = new VolumeHandlers(cloud)
  const item = `${base}/volumes/:id`
  const metadata = { GET: volumes.metadata, POST: volumes.mergeMetadata, PUT: volumes.replaceMetadata }
  routes
    .each(`${base}/volumes`, SLASH_OR_JSON, { GET: volumes.list, POST: volumes.create }, BARE)
    .each(`${base}/volumes/detail`, ['', '.json'], { GET: volumes.listDetail })
    .on(item + NUMBER, { GET: volumes.get, PUT: volumes.update, DELETE: volumes.delete }, BARE)
    .each(`${item}{${DIGITS}}/metadata`, SLASH_OR_JSON, metadata, BARE)
    .on(`${item}{${DIGITS}}/metadata/:key{[^\\n]+}`, { DELETE: volumes.deleteMetadata }, BARE)
    .each(`${item}{${DIGITS}}/action`, FORMATS, { POST: volumes.action, '*': () => html(500) })
    .each(`${base}/types`, SLASH_OR_JSON, { GET: volumes.listTypes })
    .on(`${base}/types/:id${NUMBER}`, { GET: volumes.getType })
}

function addSnapshots(routes: Routes, cloud: VolumeCloud, base: string): void {
  const snapshots = new SnapshotHandlers(cloud)
  const item = `${base}/snapshots/:id{[${WORD}-]+`
  const methods = { GET: snapshots.get, PUT: snapshots.update, DELETE: snapshots.delete }
  const metadata = { GET: snapshots.metadata, POST: snapshots.mergeMetadata, PUT: snapshots.replaceMetadata }
  routes
    .each(`${base}/snapshots`, SLASH_OR_JSON, { GET: snapshots.list, POST: snapshots.create }, BARE)
    .on(`${base}/snapshots/detail`, { GET: snapshots.list })
    .on(`${item}(?:.json)?}`, methods, BARE)
    .each(`${item}}/metadata`, SLASH_OR_JSON, metadata, BARE)
    .on(`${item}}/metadata/:key{[^\\n]+}`, { DELETE: snapshots.deleteMetadata }, BARE)
}

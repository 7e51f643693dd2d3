import { type App, Routes } from '../http/routes.ts'
import { snapshotRoutes } from './snapshot-handlers.ts'
import type { VolumeCloud } from './volume-cloud.ts'
import { versionRoutes, volumeRoutes } from './volume-handlers.ts'

/** Block storage: the catalog's `volume`. */
export function volumeApp(cloud: VolumeCloud): App {
  const routes = new Routes('/cyclades/volume')
  versionRoutes(routes)
  for (const version of ['/v2.0', '/v2']) {
    volumeRoutes(routes, cloud, version)
    snapshotRoutes(routes, cloud, version)
  }
  return routes
}

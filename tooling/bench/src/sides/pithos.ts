import { createNodeFetch } from '@kamaki/core/node'
import { PithosClient, type PithosContainer } from '@kamaki/pithos'
import { containerName } from '../paths.ts'
import type { SideInput } from '../side.ts'

/** The container that cases use, by the connections that `loadCloud` sets up on Node; with the setting `builtIn`, by the built-in fetch. */
export function openContainer({ target, settings }: SideInput): {
  container: PithosContainer
  close: () => Promise<void>
} {
  const fetch = settings['builtIn'] ? undefined : createNodeFetch()
  const pithos = new PithosClient(target.pithosUrl, target.token, { fetch, account: target.uuid })
  return { container: pithos.container(containerName), close: async () => fetch?.close() }
}

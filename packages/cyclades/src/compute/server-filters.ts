import type { ListServersDetailOptions } from './server-options.ts'
import type { Server, ServerSummary } from './server-types.ts'

/** Filters a list of servers as OpenStack would, since Synnefo responds with all of them. `host` is ignored: no server has it. */
export function filterServers<T extends ServerSummary>(servers: readonly T[], filters: ListServersDetailOptions): T[] {
  const { name, status, flavor, image, marker, limit } = filters
  const after = servers.findIndex((server) => String(server.id) === String(marker))
  const found = servers
    .slice(after + 1)
    .filter(
      (server) =>
        (name === undefined || server.name === name) &&
        matches(server, status, ({ status: actual }) => actual) &&
        matches(server, flavor, (full) => full.flavor?.id) &&
        matches(server, image, (full) => full.image?.id),
    )
  return limit ? found.slice(0, limit) : found
}

function matches(
  server: ServerSummary | Server,
  wanted: string | number | undefined,
  of: (server: Server) => string | number | undefined,
): boolean {
  // Servers of the short list have nothing to compare.
  return wanted === undefined || !('status' in server) || String(of(server)) === String(wanted)
}
